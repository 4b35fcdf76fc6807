"""Waiting until all that was acknowledged is projected."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sa_monitor.store.reader import Reader


def catch_up(data: Path) -> float:
    """Wait until nothing waits for the projection; gives the seconds that it took."""
    started = time.monotonic()
    with Reader.open(data / "events.db") as reader:
        while waiting(reader):
            time.sleep(0.05)
    return time.monotonic() - started


def waiting(reader: Reader) -> int:
    """Count the deliveries that aren't projected yet."""
    one = reader._connection.execute
    newest, cursor = (
        int(one(asked).fetchone()[0])
        for asked in (
            "SELECT coalesce(max(id), 0) FROM deliveries",
            "SELECT coalesce(max(value), 0) FROM state WHERE name = 'cursor'",
        )
    )
    return max(0, newest - cursor)


@contextmanager
def backlog(data: Path) -> Iterator[list[int]]:
    """Look twice a second how many wait, for as long as it lasts."""
    seen, ended = [0], threading.Event()

    def look() -> None:
        with Reader.open(data / "events.db") as reader:
            while not ended.wait(0.5):
                seen.append(waiting(reader))

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield seen
    finally:
        ended.set()
        watcher.join()
