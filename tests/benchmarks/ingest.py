"""Durable ingest of distinct events on a store of a million, against the same server doing nothing."""

import time
from collections.abc import Iterator

from sa_monitor.store.reader import Reader
from tests.benchmarks.load import send
from tests.benchmarks.report import Figure, at_least, ratio
from tests.benchmarks.seed import store_of
from tests.benchmarks.servers import answering_only, listening

STORED = 1_000_000
ROUNDS = 5


def run(scale: float) -> Iterator[Figure]:
    """Measure in turn, then for a longer time with the projection caught up at the end."""
    with store_of(int(STORED * scale)) as data, listening(data) as ours, answering_only() as nothing:
        durable, bare = [], []
        for _ in range(ROUNDS):
            bare.append(send(nothing.url, seconds=2 * scale))
            durable.append(send(ours.url, seconds=2 * scale))
        failed = sum(load.failed for load in durable)
        figure = ratio(
            "durable ingest at 64 connections, of the same server doing nothing",
            [load.rate for load in durable],
            [load.rate for load in bare],
            notes={
                "deliveries/s": max(load.rate for load in durable),
                "doing nothing/s": max(load.rate for load in bare),
                "p99 ms": max(load.p99 for load in durable),
                "not answered 200": failed,
            },
        )
        yield at_least(figure, 0.15)
        _catch_up(data)
        yield _sustained(data, ours.url, 60 * scale)


def _sustained(data, url: str, seconds: float) -> Figure:
    import threading

    backlog, ended = [0], threading.Event()

    def look() -> None:
        with Reader.open(data / "events.db") as reader:
            while not ended.wait(0.5):
                backlog.append(_waiting(reader))

    watcher = threading.Thread(target=look)
    watcher.start()
    load = send(url, seconds=seconds)
    late = _catch_up(data)
    ended.set()
    watcher.join()
    rate = load.requests / (load.seconds + late)
    notes = {
        "largest backlog": max(backlog),
        "seconds to catch up": late,
        "p99 ms": load.p99,
        "failed": load.failed,
    }
    return Figure("sustained, projection caught up and that time counted", rate, "deliveries/s", notes=notes)


def _catch_up(data) -> float:
    """Wait until nothing waits for the projection; gives the seconds that it took."""
    started = time.monotonic()
    with Reader.open(data / "events.db") as reader:
        while _waiting(reader):
            time.sleep(0.05)
    return time.monotonic() - started


def _waiting(reader: Reader) -> int:
    one = reader._connection.execute
    newest = one("SELECT coalesce(max(id), 0) FROM deliveries").fetchone()[0]
    return newest - one("SELECT coalesce(max(value), 0) FROM state WHERE name = 'cursor'").fetchone()[0]
