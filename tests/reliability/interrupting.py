"""Killing what goes through a whole store: a migration, a rebuild, a prune, an export. Each is whole, or goes on."""

import random
import re
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from sa_monitor.model.delivery import Arrival
from sa_monitor.model.instants import MINUTE, rfc3339
from sa_monitor.model.listening import Beat, Ending
from sa_monitor.model.retention import Retention
from sa_monitor.model.rulebook import Rulebook
from sa_monitor.store.keeper import Keeper
from sa_monitor.store.pruning import prune
from sa_monitor.store.rebuild import rebuild
from sa_monitor.store.schema import EVENTS, MIGRATIONS
from tests.reliability import dying
from tests.reliability.dying import Moment
from tests.reliability.killing import PROJECTED, project_the_rest
from tests.store.conftest import NOON, arrival, project_all
from tests.store.older import OLDER, make_older

STORED = 1200
_KEPT = 150
_OUTPUT = "events.jsonl"
_LEFT_OVER = re.compile(rf"\.{re.escape(_OUTPUT)}\.[0-9a-f]{{8}}")

_TOLD = ("alerts", "alert_events", "outbox")
_LASTING = ("deliveries", "periods", *_TOLD)
"""What neither a migration nor a rebuild may touch."""

_STANDINGS = "SELECT app, org, date, kind, event, last_event FROM authorizations ORDER BY app, org"
_SCHEMA = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY name"
_BACKED = """
    SELECT count(*), count(e.id) FROM alerts a
    JOIN alert_events x ON x.alert = a.id LEFT JOIN events e ON e.id = x.event WHERE a.resolved_at IS NULL
"""


class Work(NamedTuple):
    """A command, and the statement at which it is killed: the number of `word`s that it has is found by trying.

    `prepares` gives it something to do, `proves` is called after each kill, `whole` when it is done.
    """

    arguments: tuple[str, ...]
    word: str
    prepares: Callable[[Path], None]
    proves: Callable[["Wreck"], None]
    whole: Callable[["Wreck"], None]


class Wreck:
    """A folder with a copy of a sound store, in which a work is killed again and again."""

    def __init__(self, folder: Path, sound: Path, work: Work) -> None:
        self.folder, self.sound, self._work = folder, sound, work
        self.path.parent.mkdir(parents=True)
        shutil.copy(sound, self.path)
        work.prepares(self.path)

    @property
    def path(self) -> Path:
        """The copy."""
        return self.folder / "data" / "events.db"

    def kill(self, moment: Moment) -> bool:
        """Kill it at a moment, and prove what holds then; False where it was done before."""
        killed = dying.is_killed(self.folder, self._work.arguments, moment)
        assert rows(self.path, "PRAGMA integrity_check") == [("ok",)]
        self._work.proves(self)
        return killed

    def finish(self) -> None:
        """Let it be done, and prove that it is."""
        assert not dying.is_killed(self.folder, self._work.arguments, Moment())
        assert rows(self.path, "PRAGMA integrity_check") == [("ok",)]
        self._work.whole(self)

    def assert_same(self, *questions: str) -> None:
        """Prove that the copy answers as the sound store does."""
        for sql in questions:
            assert rows(self.path, sql) == rows(self.sound, sql), sql


def make_sound(path: Path) -> Path:
    """Make a store with standings, losses that are over and others that aren't, repeats and unreadable ones."""
    keeper = Keeper(path, lambda: Beat(NOON, NOON, NOON), Rulebook())
    arrivals = [_arrival(number) for number in range(STORED)]
    for first in range(0, STORED, 100):
        keeper.append(arrivals[first : first + 100])
    project_all(keeper)
    keeper.close(Ending.STOPPED)
    assert rows(path, _BACKED)[0][0] > 0, "some alerts are open"
    return path


def _arrival(number: int) -> Arrival:
    at, pair = NOON + (number - number % 9 // 8) * MINUTE, number * 7 % 60
    if number % 50 == 49:
        return arrival(b"{}", at=at)
    return arrival(
        event="deauthorized" if number % 13 == 0 else "authorized",
        at=at,
        app=f"app-{pair % 6}",
        org=f"org-{pair // 6}",
        webhook=f"hook-{number % 3}",
        authorizationDate=rfc3339(at - MINUTE),
    )


def rows(path: Path, sql: str) -> list[tuple[Any, ...]]:
    """Ask a store."""
    connection = sqlite3.connect(path)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def _all_of(*tables: str) -> list[str]:
    return [f"SELECT * FROM {table} ORDER BY 1, 2" for table in tables]


_COUNTS = [
    "SELECT * FROM tallies WHERE events <> 0 ORDER BY 1, 2, 3, 4, 5",
    "SELECT * FROM activity WHERE authorized + deauthorized + synthetic <> 0 ORDER BY 1, 2",
]
"""Counts that came down to nothing are as good as none."""

_MEANING = [*_all_of(*(table for table in PROJECTED if table not in ("tallies", "activity"))), *_COUNTS]


def _copied(path: Path, change: Callable[[Path], object], prove: Callable[[Path], None]) -> None:
    """Prove something of a copy that is changed."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copy(path, folder))
        log = path.with_name(path.name + "-wal")
        if log.exists():
            shutil.copy(log, folder)
        change(copy)
        prove(copy)


# A migration


def _migrated_as_far_as_it_came(wreck: Wreck) -> None:
    wreck.assert_same(*_all_of(*_LASTING, "events", "readings", "authorizations"))
    done = {name for (name,) in rows(wreck.path, "SELECT name FROM _sqlite_migrations")}
    pending = tuple(name for name in MIGRATIONS if name not in done)
    assert pending == OLDER[len(OLDER) - len(pending) :], "what was done is never undone"


def _migrated(wreck: Wreck) -> None:
    wreck.assert_same(_SCHEMA, *_all_of(*_LASTING, "occurrences"), *_MEANING)


# A rebuild


def _going_on_by_itself(wreck: Wreck) -> None:
    wreck.assert_same(*_all_of(*_LASTING))

    def prove(copy: Path) -> None:
        for sql in _MEANING:
            assert rows(copy, sql) == rows(wreck.sound, sql), sql

    _copied(wreck.path, project_the_rest, prove)


def _rebuilt(wreck: Wreck) -> None:
    wreck.assert_same(*_all_of(*_LASTING), *_MEANING)


# A prune


def _pruned_as_far_as_it_came(wreck: Wreck) -> None:
    wreck.assert_same(_STANDINGS, *_all_of(*_TOLD))
    open_ones, backed = rows(wreck.path, _BACKED)[0]
    assert open_ones == backed, "an open alert keeps its events"
    counted = f"SELECT value FROM state WHERE name = '{EVENTS}'"
    assert rows(wreck.path, counted) == rows(wreck.path, "SELECT count(*) FROM events")

    def prove(copy: Path) -> None:
        for sql in _MEANING:
            assert rows(copy, sql) == rows(wreck.path, sql), sql

    _copied(wreck.path, lambda copy: rebuild(copy, lambda *_: None), prove)


def _pruned(wreck: Wreck) -> None:
    _pruned_as_far_as_it_came(wreck)

    def prove(copy: Path) -> None:
        for sql in [*_all_of("deliveries"), *_MEANING]:
            assert rows(copy, sql) == rows(wreck.path, sql), sql

    _copied(wreck.sound, lambda copy: prune(copy, Retention(events=_KEPT), NOON), prove)
    assert rows(wreck.path, "SELECT count(*) FROM events")[0][0] < STORED / 2


# An export


def _whole_or_not_there(wreck: Wreck) -> None:
    wreck.assert_same(*_all_of(*_LASTING), *_MEANING)
    output = wreck.folder / _OUTPUT
    assert (
        not output.exists()
        or output.read_bytes().count(b"\n") == rows(wreck.sound, "SELECT count(*) FROM events")[0][0]
    )
    others = {file.name for file in wreck.folder.iterdir()} - {"data", _OUTPUT}
    assert all(_LEFT_OVER.fullmatch(name) for name in others), others


def _exported(wreck: Wreck) -> None:
    _whole_or_not_there(wreck)
    assert {file.name for file in wreck.folder.iterdir()} == {"data", _OUTPUT}, (
        "what a kill left over is cleared away"
    )


def _nothing(_path: Path) -> None:
    """Prepare nothing."""


WORKS = {
    "migration": Work(("info",), "COMMIT", make_older, _migrated_as_far_as_it_came, _migrated),
    "rebuild": Work(("rebuild",), "COMMIT", _nothing, _going_on_by_itself, _rebuilt),
    "prune": Work(
        ("prune", "--yes", "--keep-events", str(_KEPT)),
        "COMMIT",
        _nothing,
        _pruned_as_far_as_it_came,
        _pruned,
    ),
    "export": Work(
        ("export", "--force", "--output", _OUTPUT), "SELECT", _nothing, _whole_or_not_there, _exported
    ),
}


def long(seconds: float) -> Iterator[str]:
    """Kill each at every statement of its kind, then at random moments for what is left of the time."""
    chance, ends = random.Random(time.time_ns()), time.monotonic() + seconds
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        sound, kills = make_sound(root / "sound.db"), dict.fromkeys(WORKS, 0)
        for name, work in WORKS.items():
            wreck, number = Wreck(root / name, sound, work), 1
            while time.monotonic() < ends and wreck.kill(Moment(work.word, number, after=number % 2 == 0)):
                kills[name], number = kills[name] + 1, number + 1
            wreck.finish()
        number = 0
        while time.monotonic() < ends:
            name, number = chance.choice(list(WORKS)), number + 1
            wreck = Wreck(root / f"{name}-{number}", sound, WORKS[name])
            for _ in range(6):
                kills[name] += wreck.kill(Moment(seconds=chance.uniform(0, 0.6)))
            wreck.finish()
            shutil.rmtree(wreck.folder)
        words = ", ".join(f"{name} {count} times" for name, count in kills.items())
        yield f"killed {words}: whole, nothing lost"
