"""What one delivery costs as the store grows from a thousand to ten million events."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from tests.benchmarks.catching_up import catch_up
from tests.benchmarks.load import send
from tests.benchmarks.report import Figure, at_most, ratio
from tests.benchmarks.servers import Server, listening, processor_seconds
from tests.benchmarks.setting import MILLION, PAIRS, TEN_MILLION, THOUSAND, Setting

SIZES = (THOUSAND, MILLION, TEN_MILLION)
ROUNDS, SECONDS = 3, 2
_MICRO = 1e6


def run(setting: Setting) -> Iterator[Figure]:
    """Measure at all sizes in turn, with the projection caught up after each round."""
    with ExitStack() as stack:
        places = {size: stack.enter_context(setting.store_of(size)) for size in SIZES}
        costs: dict[int, list[tuple[float, int]]] = {size: [] for size in SIZES}
        with ExitStack() as running:
            servers = {
                size: running.enter_context(listening(data, clocks=data / "clocks.json"))
                for size, data in places.items()
            }
            for size, data in places.items():  # what is read for the first time isn't counted
                _round(servers[size], data, 1)
            for _ in range(setting.rounds(ROUNDS)):
                for size, data in places.items():
                    costs[size].append(_round(servers[size], data, setting.seconds(SECONDS)))
        projected = {size: _projecting(data / "clocks.json", costs[size]) for size, data in places.items()}
    yield from _compared(costs, projected)


def _round(server: Server, data: Path, seconds: float) -> tuple[float, int]:
    """Give the processor time of one round and how many deliveries it acknowledged."""
    before = processor_seconds(server.pid)
    load = send(server.url, seconds=seconds, pairs=data / PAIRS)
    catch_up(data)
    return processor_seconds(server.pid) - before, load.requests


def _projecting(clocks: Path, rounds: list[tuple[float, int]]) -> list[float]:
    """Give the processor time of the projection per event in each round, in microseconds."""
    slices = [row[2:] for row in json.loads(clocks.read_text(encoding="utf-8"))["project"] if row[3]]
    each = []
    for _, count in reversed(rounds):  # from the end: the warm-up comes first
        used, done = 0.0, 0
        while slices and done < count:
            cost, events = slices.pop()
            used, done = used + cost, done + events
        each.append(used * 1000 / done)
    return each[::-1]


def _compared(
    costs: dict[int, list[tuple[float, int]]], projected: dict[int, list[float]]
) -> Iterator[Figure]:
    answered = {
        size: [
            used * _MICRO / count - projection
            for (used, count), projection in zip(rounds, projected[size], strict=True)
        ]
        for size, rounds in costs.items()
    }
    for name, each, bound in (
        ("processor time of an acknowledged delivery", answered, 1.2),
        ("projecting an event", projected, 3.0),
    ):
        for size in SIZES[1:]:
            notes: dict[str, float | str] = {
                "us": max(each[size]),
                f"at {THOUSAND:,} us": max(each[THOUSAND]),
            }
            figure = ratio(f"{name} at {size:,}, of {THOUSAND:,}", each[size], each[THOUSAND], notes=notes)
            yield at_most(figure, bound)
