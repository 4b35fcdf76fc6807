"""A long run under a steady load, with somebody at the screen: `python -m tests.reliability soak --seconds S`."""

import json
import random
import signal
import sqlite3
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, Self

from sa_monitor.model.instants import parse_instant, rfc3339
from tests.reliability.killing import project_the_rest
from tests.reliability.nuisance import memory_of
from tests.reliability.on_terminal import KEYS, Pane, Screen
from tests.reliability.senders import Answered, at_a_rate, quantile

RATE = 200.0
CONNECTIONS = 4
CHUNK = 10.0
"""Seconds between two looks; each has connections of its own."""

MIB = 1024 * 1024
MOST_LOG = 80 * MIB
"""Bytes of the write-ahead log: at 64 MiB the listener starts it over, as soon as it has noticed."""

MOST_FILES = 8
"""By which it may grow: pages that are opened late ask the store over connections of their own."""

APPS, ORGANIZATIONS = 12, 40
_BEGAN = parse_instant("2026-11-01T00:00:00Z") or 0
_REPEATS, _LOST = 20, 50
"""Every so manieth delivery repeats the one before, or is a deauthorization."""

PAUSE = 0.2
"""Seconds between two keys."""


def body_of(number: int) -> bytes:
    """Make one of an endless history of a few Service Apps: all differ by their date, but for the repeats."""
    number -= number % _REPEATS == _REPEATS - 1
    pair = number * 7 % (APPS * ORGANIZATIONS)
    data = {
        "id": f"app-{pair % APPS}",
        "friendlyId": f"app {pair % APPS}",
        "authorizerOrgId": f"org-{pair // APPS}",
        "authorizationDate": rfc3339(_BEGAN + number),
        "scopes": ["spark:kms", "spark-admin:people_read"][: 1 + number % 2],
    }
    event = "deauthorized" if number % _LOST == 0 else "authorized"
    return json.dumps({"id": "hook-1", "resource": "serviceApp", "event": event, "data": data}).encode()


class Look(NamedTuple):
    """What it took at one moment."""

    seconds: float
    memory: int
    files: int
    log: int
    drawn: int


class Soak:
    """One run: a screen, its senders, and what was seen of both."""

    def __init__(self, folder: Path, seed: int) -> None:
        self._folder = folder
        self._chance = random.Random(seed)
        self._ends = threading.Event()
        self._typist = threading.Thread(target=self._type, daemon=True)
        self._pane = Pane()
        self._began = time.monotonic()
        self.pressed = 0
        self.looks: list[Look] = []
        self.refused = 0
        self.slowest = 0.0
        self.acknowledged: set[int] = set()

    def __enter__(self) -> Self:
        self._pane.__enter__()
        self._screen = Screen(self._pane, self._folder)
        self._typist.start()
        return self

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        self._rest()
        if error is not None:
            error.add_note(
                f"exit code {self._screen.process.poll()}, on the screen: {self._pane.text[-6000:]}"
            )
        self._screen.process.kill()
        self._screen.process.wait()
        self._pane.__exit__()

    def send(self, rate: float, seconds: float, first: int) -> int:
        """Send for so long, then look; gives the number of the next delivery."""
        answered = at_a_rate(
            self._screen.port, rate=rate, seconds=seconds, connections=CONNECTIONS, first=first, made=body_of
        )
        self._note(answered)
        self.looks.append(self._look())
        return first + len(answered)

    def end(self) -> None:
        """Stop it as a service manager does, and prove that it ends well."""
        self._rest()
        self._screen.process.send_signal(signal.SIGTERM)
        assert self._screen.process.wait(60) == 0, self._pane.text[-4000:]

    def missing(self) -> int:
        """Count the events that were acknowledged and aren't there, once it has ended.

        What a stop didn't wait for is projected first, as the next start does.
        """
        database = self._folder / "data" / "events.db"
        project_the_rest(database)
        connection = sqlite3.connect(database)
        try:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            dates = {date - _BEGAN for (date,) in connection.execute("SELECT date FROM events")}
        finally:
            connection.close()
        return len({number - (number % _REPEATS == _REPEATS - 1) for number in self.acknowledged} - dates)

    @property
    def slope(self) -> float:
        """By how many MiB an hour the memory grew in the second half; nan where there is too little to tell.

        In the first, caches fill: SQLite's, and those of what was shown.
        """
        steady = self.looks[len(self.looks) // 2 :]
        if len(steady) < 3:
            return float("nan")
        line = statistics.linear_regression(
            [look.seconds / 3600 for look in steady], [look.memory / MIB for look in steady]
        )
        return line.slope

    @property
    def files_grown(self) -> int:
        """By how many files more are open in the last third than in the first."""
        files, third = [look.files for look in self.looks], max(1, len(self.looks) // 3)
        return min(files[-third:]) - max(files[:third])

    @property
    def largest_log(self) -> int:
        """The largest write-ahead log that was seen."""
        return max(look.log for look in self.looks)

    def __str__(self) -> str:
        last = self.looks[-1]
        return (
            f"{last.seconds:.0f} s: {len(self.acknowledged):,} acknowledged, {self.refused} refused, slowest "
            f"{self.slowest * 1000:.0f} ms, memory {last.memory / MIB:.1f} MiB (slope {self.slope:.1f} MiB/h), "
            f"{last.files} files, log {last.log / MIB:.1f} MiB (at most {self.largest_log / MIB:.1f}), "
            f"{self.pressed:,} keys, {last.drawn / MIB:.1f} MiB drawn"
        )

    def _note(self, answered: list[Answered]) -> None:
        self.acknowledged |= {found.number for found in answered if found.status == 200}
        self.refused += sum(found.status != 200 for found in answered)
        self.slowest = max(self.slowest, quantile(answered, 1))

    def _look(self) -> Look:
        process, log = self._screen.process.pid, self._folder / "data" / "events.db-wal"
        return Look(
            time.monotonic() - self._began,
            memory_of(process),
            len(list(Path(f"/proc/{process}/fd").iterdir())),
            log.stat().st_size if log.exists() else 0,
            self._pane.drawn,
        )

    def _type(self) -> None:
        while not self._ends.wait(PAUSE):
            self._pane.press(self._chance.choice(KEYS))
            self.pressed += 1

    def _rest(self) -> None:
        self._ends.set()
        self._typist.join()


def prove(soak: Soak) -> None:
    """Prove what must hold however long it took; the slope is for who reads it, and what was refused is told so."""
    assert soak.missing() == 0
    assert soak.files_grown <= MOST_FILES, [look.files for look in soak.looks]
    assert soak.largest_log < MOST_LOG
    drawn = [look.drawn for look in soak.looks]
    assert drawn == sorted(set(drawn)), "the screen stood still"


def long(seconds: float, rate: float = RATE) -> Iterator[str]:
    """Run for so long, and say every minute how it is."""
    with tempfile.TemporaryDirectory() as folder, Soak(Path(folder), seed=int(time.time())) as soak:
        ends, number, told = time.monotonic() + seconds, 0, 0.0
        while time.monotonic() < ends:
            number = soak.send(rate, CHUNK, number)
            if time.monotonic() - told >= 60:
                told = time.monotonic()
                yield str(soak)
        soak.end()
        prove(soak)
        yield f"{soak}; nothing missing"
