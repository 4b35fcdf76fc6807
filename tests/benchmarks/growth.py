"""What one delivery costs as the store grows from a thousand to ten million events."""

import json
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.benchmarks.catching_up import catch_up
from tests.benchmarks.load import send
from tests.benchmarks.report import Figure, at_most, ratio
from tests.benchmarks.servers import Server, listening, processor_seconds
from tests.benchmarks.setting import MILLION, PAIRS, TEN_MILLION, THOUSAND, Setting

SIZES = (THOUSAND, MILLION, TEN_MILLION)
ROUNDS, SECONDS = 3, 2
_MICRO = 1e6


@dataclass(frozen=True)
class Round:
    """When one round was (seconds, monotonic), what the process used meanwhile, and how many it acknowledged."""

    began: float
    ended: float
    used: float
    acknowledged: int


@dataclass(frozen=True)
class Cost:
    """Microseconds of a processor for each delivery: all of the process, acknowledging alone, projecting alone."""

    whole: float
    acknowledging: float
    projecting: float


def run(setting: Setting) -> Iterator[Figure]:
    """Measure at all sizes in turn, with the projection caught up after each round."""
    with ExitStack() as stack:
        places = {size: stack.enter_context(setting.store_of(size)) for size in SIZES}
        rounds: dict[int, list[Round]] = {size: [] for size in SIZES}
        with ExitStack() as running:
            servers = {
                size: running.enter_context(listening(data, clocks=data / "clocks.json"))
                for size, data in places.items()
            }
            for size, data in places.items():  # what is read for the first time isn't counted
                _round(servers[size], data, 1)
            for _ in range(setting.rounds(ROUNDS)):
                for size, data in places.items():
                    rounds[size].append(_round(servers[size], data, setting.seconds(SECONDS)))
        costs = {size: _costs(data / "clocks.json", rounds[size]) for size, data in places.items()}
    yield from _compared(costs)


def _round(server: Server, data: Path, seconds: float) -> Round:
    began, before = time.monotonic(), processor_seconds(server.pid)
    load = send(server.url, seconds=seconds, pairs=data / PAIRS)
    catch_up(data)
    return Round(began, time.monotonic(), processor_seconds(server.pid) - before, load.requests)


def _costs(clocks: Path, rounds: list[Round]) -> list[Cost]:
    """Part what each round took. Acknowledging: the listener's thread without the projection."""
    found = json.loads(clocks.read_text(encoding="utf-8"))
    costs = []
    for one in rounds:
        slices = [row for row in found["project"] if one.began <= row[0] <= one.ended]
        thread = [row[1] for row in found["used"] if one.began <= row[0] <= one.ended]
        projecting = sum(row[2] for row in slices)
        each = 1000 / one.acknowledged
        costs.append(
            Cost(
                one.used * _MICRO / one.acknowledged,
                (thread[-1] - thread[0] - projecting) * each,
                projecting * 1000 / max(1, sum(row[3] for row in slices)),
            )
        )
    return costs


def _compared(costs: dict[int, list[Cost]]) -> Iterator[Figure]:
    for part, name, bound in (
        ("acknowledging", "acknowledging a delivery", 1.2),
        ("projecting", "projecting an event", 3.0),
        (
            "whole",
            "all that the process does for a delivery, with the log's checkpoints and the lines it tells",
            None,
        ),
    ):
        for size in SIZES[1:]:
            ours, least = ([getattr(cost, part) for cost in costs[of]] for of in (size, THOUSAND))
            notes: dict[str, float | str] = {"us": median(ours), f"at {THOUSAND:,} us": median(least)}
            figure = ratio(f"processor time of {name} at {size:,}, of {THOUSAND:,}", ours, least, notes=notes)
            yield figure if bound is None else at_most(figure, bound)
