"""The log, as it is read: pages of a query by key, and counts, each search in slices that can be given up."""

import sqlite3
from collections import OrderedDict
from collections.abc import Callable, Sequence
from time import perf_counter
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from sa_monitor.model.event import Event, Mark, Step
from sa_monitor.model.query import EVERYTHING, Key, Query, Term, asks_for_synthetic
from sa_monitor.model.search import Counted, Found, Spread
from sa_monitor.store.conditions import Condition, condition_of
from sa_monitor.store.naming import Naming
from sa_monitor.store.rows import EVENT_COLUMNS, EVENT_TABLES, STEP_COLUMNS, STEP_TABLES, Row, Rows
from sa_monitor.store.scan import FIRST, LAST, SLICE, Place, Scan, slice_end
from sa_monitor.store.schema import ALL
from sa_monitor.store.way import Way, all_events
from sa_monitor.store.ways import best_way

if TYPE_CHECKING:
    from sa_monitor.model.activity import Activity

_KEPT = 64
_KEPT_ALONE = {Key.APP, Key.ORG, Key.EVENT, Key.SIGNATURE}


class _Plan(Struct, frozen=True):
    condition: Condition
    way: Way


class Log:
    """Reads with one connection; remembers how to answer the last queries until the store changes."""

    def __init__(self, connection: sqlite3.Connection, rows: Rows, *, slice_of: int = SLICE) -> None:
        self._connection = connection
        self._slice_of = slice_of
        self._rows = rows
        self._naming = Naming(connection)
        self._plans: OrderedDict[tuple[Query, bool], _Plan] = OrderedDict()
        self._version = 0

    def search(
        self,
        query: Query = EVERYTHING,
        *,
        older_than: Mark | None = None,
        newer_than: Mark | None = None,
        limit: int = 100,
        patience: float | None = None,
    ) -> Found:
        """Look for events from a mark on: the next older ones, newest first, or the ones right above, oldest first.

        With both marks it goes down from the one to the other. It ends after `patience` seconds with what it has, and
        after that `reached` says where to go on.
        """
        upward = newer_than is not None and older_than is None
        above, below = _within(query, newer_than or FIRST, older_than or LAST)
        places: list[Place] = []

        def look(scan: Scan, above: Mark, below: Mark) -> bool:
            places.extend(scan.places(above, below, limit - len(places), upward=upward))
            return len(places) >= limit

        reached = self._walk(query, (above, below), look, upward=upward, limit=limit, patience=patience)
        return Found(self.steps([number for _, number in places]), reached)

    def count(
        self,
        query: Query = EVERYTHING,
        *,
        older_than: Mark | None = None,
        newer_than: Mark | None = None,
        patience: float | None = None,
    ) -> Counted:
        """Count the events that match between two marks; what is kept as a count isn't counted."""
        if older_than is None and newer_than is None and (kept := self._kept(query)) is not None:
            return Counted(kept)
        events = 0

        def look(scan: Scan, above: Mark, below: Mark) -> bool:
            nonlocal events
            events += scan.count(above, below)
            return False

        bounds = _within(query, newer_than or FIRST, older_than or LAST)
        reached = self._walk(query, bounds, look, upward=False, limit=None, patience=patience)
        return Counted(events, reached)

    def spread(
        self, query: Query, since: int, until: int, *, length: int, patience: float | None = None
    ) -> Spread:
        """Count what matches in [since, until) by times of so many milliseconds, from the newest back.

        Synthetic events count only where the query asks for them.
        """
        heard: list[Activity] = []

        def look(scan: Scan, above: Mark, below: Mark) -> bool:
            heard.extend((scan if asks_for_synthetic(query) else scan.heard()).spread(above, below, length))
            return False

        bounds = _within(query, Mark(since, 0), Mark(until, 0))
        reached = self._walk(query, bounds, look, upward=False, limit=None, patience=patience)
        return Spread(heard, reached)

    def condition(self, query: Query) -> Condition:
        """Give the query as a condition."""
        self._naming.renew()
        return condition_of(query, self._naming)

    def steps(self, ids: Sequence[int]) -> list[Step]:
        """Give events with those before them, in the order of the ids."""
        found = self._by_id(ids, STEP_COLUMNS, STEP_TABLES)
        return [self._rows.step(found[number]) for number in ids if number in found]

    def events(self, ids: Sequence[int]) -> list[Event]:
        """Give events alone, in the order of the ids."""
        found = self._by_id(ids, EVENT_COLUMNS, EVENT_TABLES)
        return [self._rows.event(found[number]) for number in ids if number in found]

    def events_above(self, query: Query, mark: Mark, *, up_to: int, limit: int) -> list[Event]:
        """Give the next newer events, oldest first, without those recorded after the event `up_to`."""
        found: list[Event] = []

        def look(scan: Scan, above: Mark, below: Mark) -> bool:
            known, left = scan.recorded_up_to(up_to), limit - len(found)
            rows = known.rows(above, below, left)
            if rows is None:
                places = known.places(above, below, left, upward=True)
                found.extend(self.events([number for _, number in places]))
            else:
                found.extend(map(self._rows.made, rows))
            return len(found) >= limit

        self._walk(query, _within(query, mark, LAST), look, upward=True, limit=limit, patience=None)
        return found

    def _by_id(self, ids: Sequence[int], columns: str, tables: str) -> dict[int, Row]:
        if not ids:
            return {}
        sql = f"SELECT {columns} FROM {tables} WHERE e.id IN (SELECT value FROM json_each(?))"
        rows = self._connection.execute(sql, (msgspec.json.encode(ids).decode(),))
        return {row[0]: row for row in rows}

    def _walk(
        self,
        query: Query,
        bounds: tuple[Mark, Mark],
        look: Callable[[Scan, Mark, Mark], bool],
        *,
        upward: bool,
        limit: int | None,
        patience: float | None,
    ) -> Mark | None:
        """Go from one bound to the other slice by slice, until `look` has enough or patience ends."""
        plan = self._plan(query, limit)
        scan, whole = Scan(self._connection, plan.way, plan.condition), all_events(self._connection).events
        ends = None if patience is None else perf_counter() + patience
        start, goal = bounds if upward else bounds[::-1]
        while start < goal if upward else start > goal:
            end = slice_end(self._connection, plan.way, whole, start, upward=upward, length=self._slice_of)
            end = min(end, goal) if upward else max(end, goal)
            if look(scan, *((start, end) if upward else (end, start))) or end == goal:
                return None
            if ends is not None and perf_counter() >= ends:
                return end
            start = end
        return None

    def _plan(self, query: Query, limit: int | None) -> _Plan:
        version = self._connection.execute("PRAGMA data_version").fetchone()[0]
        if version != self._version:
            self._naming.renew()
            self._plans.clear()
            self._version = version
        key = (query, limit is None)
        known = self._plans.get(key)
        if known is None:
            way = best_way(query, self._naming, self._connection, limit)
            left = Query(tuple(term for term in query.terms if not _settled(term, way)))
            known = self._plans[key] = _Plan(condition_of(left, self._naming), way)
            if len(self._plans) > _KEPT:
                self._plans.popitem(last=False)
        return known

    def _kept(self, query: Query) -> int | None:
        """Give a count that is kept; None where it must be counted."""
        keys = [term.key for term in query.terms]
        if not set(keys) <= _KEPT_ALONE:
            return None
        self._naming.renew()
        condition = condition_of(query, self._naming)
        if {Key.APP, Key.ORG} & set(keys):
            source = f"apps a CROSS JOIN tallies e ON e.app = a.id WHERE e.org <> {ALL}"
        else:
            source = f"tallies e WHERE e.app = {ALL} AND e.org = {ALL}"
        kept = f"SELECT coalesce(sum(e.events), 0) FROM {source} AND {condition.sql}"
        return int(self._connection.execute(kept, condition.values).fetchone()[0])


def _settled(term: Term, way: Way) -> bool:
    """Tell whether every event of the way matches the term, within the bounds that `_within` draws."""
    return term in way.settled or term.key in (Key.SINCE, Key.UNTIL)


def _within(query: Query, above: Mark, below: Mark) -> tuple[Mark, Mark]:
    """Draw the bounds together to the times that the query asks for: each of its terms is one bound."""
    for term in query.terms:
        if term.instant is None or term.key not in (Key.SINCE, Key.UNTIL):
            continue
        if (term.key is Key.SINCE) is not term.excluded:
            above = max(above, Mark(term.instant, 0))
        else:
            below = min(below, Mark(term.instant, 0))
    return above, below
