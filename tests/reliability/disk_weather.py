"""Faults of the disk that come and go under load, at random: `python -m tests.reliability disk`."""

import json
import random
import resource
import sqlite3
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path

from tests.listener.wire import Client, signed, until
from tests.reliability.disk import Station, fill, kept_in, small_disk
from tests.reliability.senders import body_of

SENDERS = 8
_PAUSE = 0.05
"""Seconds between two deliveries of one: some minutes of it fit on the small disk, twice."""

LONGEST = 4.0
"""Seconds that a fault lasts at most, and so do the times between two."""


class Senders:
    """Send on connections of their own, and note what was acknowledged, and how the rest was answered."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._lock = threading.Lock()
        self._ends = threading.Event()
        self._sent = 0
        self.acknowledged: set[int] = set()
        self.statuses: Counter[int] = Counter()
        self._threads = [threading.Thread(target=self._run) for _ in range(SENDERS)]
        for thread in self._threads:
            thread.start()

    def prove_acknowledged(self, when: str) -> None:
        """Wait for one more acknowledgement."""
        before = len(self.acknowledged)
        until(lambda: len(self.acknowledged) > before, f"an acknowledgement {when}")

    def close(self) -> None:
        """End after what is under way."""
        self._ends.set()
        for thread in self._threads:
            thread.join()

    def _run(self) -> None:
        with Client("127.0.0.1", self._port) as client:
            while not self._ends.is_set():
                with self._lock:
                    number = self._sent = self._sent + 1
                answer = client.ask(signed(body_of(number)))
                with self._lock:
                    self.statuses[answer.status] += 1
                    if answer.status == 200:
                        assert json.loads(answer.body)["delivery"] > 0
                        self.acknowledged.add(number)
                    else:
                        assert int(answer.headers["retry-after"]) > 0
                self._ends.wait(_PAUSE)


def long(seconds: float) -> Iterator[str]:
    """Switch faults on and off for so many seconds; at the end nothing that was acknowledged is missing."""
    chance, ends, faults = random.Random(time.time_ns()), time.monotonic() + seconds, Counter[str]()
    with tempfile.TemporaryDirectory() as folder, _disk(Path(folder) / "disk") as disk:
        station = Station(Path(folder), disk / "data")
        senders = Senders(station.port)
        try:
            while time.monotonic() < ends:
                time.sleep(chance.uniform(0.2, LONGEST))
                fault = chance.choice(FAULTS)
                with fault(station, disk):
                    time.sleep(chance.uniform(0.1, LONGEST))
                faults[fault.__name__] += 1
                senders.prove_acknowledged(f"after {fault.__name__}")
        finally:
            senders.close()
            stopped = station.program.stop()
            station.close()
        assert stopped == 0, station.program.err.text
        missing = senders.acknowledged - kept_in(station.database)
        assert not missing, f"acknowledged and gone: {sorted(missing)[:20]} ({len(missing)})"
        shed = sum(count for status, count in senders.statuses.items() if status != 200)
        assert senders.statuses.keys() <= {200, 503}
    told = ", ".join(f"{count} {name.strip('_').replace('_', ' ')}" for name, count in sorted(faults.items()))
    yield f"{faults.total()} faults ({told})"
    yield f"{len(senders.acknowledged)} acknowledged deliveries, {shed} refused with 503, none lost"


@contextmanager
def _full(_: Station, disk: Path) -> Iterator[None]:
    ballast = fill(disk)
    try:
        yield
    finally:
        ballast.unlink()


@contextmanager
def _forbidden_to_grow(station: Station, _: Path) -> Iterator[None]:
    endless = resource.RLIM_INFINITY
    resource.prlimit(station.program.process.pid, resource.RLIMIT_FSIZE, (0, endless))
    try:
        yield
    finally:
        resource.prlimit(station.program.process.pid, resource.RLIMIT_FSIZE, (endless, endless))


@contextmanager
def _locked(station: Station, _: Path) -> Iterator[None]:
    other = sqlite3.connect(station.database, isolation_level=None, timeout=30)
    try:
        other.execute("BEGIN IMMEDIATE")
        yield
    finally:
        other.close()


@contextmanager
def _moved_away(station: Station, disk: Path) -> Iterator[None]:
    away = station.database.rename(disk / "away.db")
    yield
    away.rename(station.database)


@contextmanager
def _folder_moved(station: Station, disk: Path) -> Iterator[None]:
    away = station.data.rename(disk / "away")
    yield
    away.rename(station.data)


@contextmanager
def _log_removed(station: Station, _: Path) -> Iterator[None]:
    with suppress(FileNotFoundError):
        station.log.unlink()
    yield


@contextmanager
def _replaced_by_its_copy(station: Station, disk: Path) -> Iterator[None]:
    """Put a whole copy in its place, made while nothing is stored: a folder that was restored from a backup."""
    away = station.database.rename(disk / "away.db")
    until(lambda: _is_refused(station), "a refusal")
    source, copy = sqlite3.connect(away), sqlite3.connect(disk / "copy.db")
    source.backup(copy)
    source.close()
    copy.close()
    (disk / "copy.db").replace(station.database)
    away.unlink()
    yield


FAULTS: list[Callable[[Station, Path], object]] = [
    _full,
    _forbidden_to_grow,
    _locked,
    _moved_away,
    _folder_moved,
    _log_removed,
    _replaced_by_its_copy,
]


def _is_refused(station: Station) -> bool:
    with Client("127.0.0.1", station.port) as client:
        return client.ask(signed(body_of(0))).status == 503


@contextmanager
def _disk(folder: Path) -> Iterator[Path]:
    """Give a small disk, or a folder where none may be mounted: without one nothing is ever full."""
    try:
        with small_disk(folder, "200m") as disk:
            yield disk
    except PermissionError:
        FAULTS.remove(_full)
        with nullcontext():
            yield folder
