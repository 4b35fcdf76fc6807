"""Terms that ask for unusual events alone: an index holds no others, or their ids tell them."""

import sqlite3
from collections.abc import Callable

from sa_monitor.model.delivery import Verdict
from sa_monitor.model.event import Kind
from sa_monitor.model.query import Flag, Key, Term
from sa_monitor.store.schema import ALL, DELIVERIES, EVENTS
from sa_monitor.store.way import Way, state

_SORTED = 10_000
"""How many events can be read by their ids and sorted for every page."""

_Count = Callable[[sqlite3.Connection], int]


def unusual(term: Term, connection: sqlite3.Connection) -> Way | None:
    """Give the way through what the term matches, and that alone; None where that is too much or no way leads there."""
    if term.key is Key.IS and term.values == (Flag.NEW,):
        return _new(term, connection)
    found = _FEW.get((term.key, _ASKED.get(term.values) if term.excluded else term.values))
    if found is None:
        return None
    index, where, count = found
    way = Way(index, where, ((),), count(connection), (term,))
    return way if index or way.events <= _SORTED else None


def matching(term: Term, connection: sqlite3.Connection) -> int | None:
    """Give about how many events the term matches, leaving `excluded` out of it; None where that isn't known."""
    if term.key is Key.IS and term.values == (Flag.NEW,):
        return max(0, _last(connection) - (term.instant or 0))
    found = _FEW.get((term.key, term.values))
    return None if found is None else found[-1](connection)


def _new(term: Term, connection: sqlite3.Connection) -> Way | None:
    """Give the way through the events above the one that was seen last, or up to it."""
    seen, last = term.instant or 0, _last(connection)
    events = min(seen, last) if term.excluded else max(0, last - seen)
    where = "e.id <= ?" if term.excluded else "e.id > ?"
    return Way(None, where, ((seen,),), events, (term,)) if events <= _SORTED else None


def _last(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT coalesce(max(id), 0) FROM events").fetchone()[0])


def counted(where: str) -> _Count:
    """Give what counts the events of all pairs in some of their kept counts."""

    def count(connection: sqlite3.Connection) -> int:
        sql = f"SELECT coalesce(sum(events), 0) FROM tallies WHERE app = {ALL} AND org = {ALL} AND {where}"
        return int(connection.execute(sql).fetchone()[0])

    return count


def _repeats(connection: sqlite3.Connection) -> int:
    return max(0, state(connection, DELIVERIES) - state(connection, EVENTS))


def _expected(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT count(*) FROM expected").fetchone()[0])


_FEW: dict[tuple[Key, tuple[str, ...] | None], tuple[str | None, str, _Count]] = {
    (Key.EVENT, (Kind.DEAUTHORIZED,)): ("events_losses", "e.kind = 1", counted("kind = 1")),
    (Key.SIGNATURE, (Verdict.UNSIGNED,)): ("events_unsigned", "e.verdict = 1", counted("verdict = 1")),
    (Key.IS, (Flag.SYNTHETIC,)): ("events_synthetic", "e.synthetic = 1", counted("synthetic = 1")),
    (Key.IS, (Flag.REPEATED,)): ("events_repeated", "e.deliveries > 1", _repeats),
    (Key.IS, (Flag.EXPECTED,)): (None, "e.id IN (SELECT event FROM expected)", _expected),
}

_ASKED: dict[tuple[str, ...], tuple[str, ...]] = {
    (Kind.AUTHORIZED,): (Kind.DEAUTHORIZED,),
    (Verdict.VERIFIED,): (Verdict.UNSIGNED,),
}
"""What is asked for where a term excludes this."""
