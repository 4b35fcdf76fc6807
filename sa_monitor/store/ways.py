"""Which way through the events answers a query soonest: one ordered scan, or one for each of several arms.

A way is an index and the values of its first columns. All events of an arm stand in the order of the log, so a page is
the first rows of each arm, merged; nothing is sorted whole. What the way leaves open is filtered row by row.
"""

import sqlite3
from collections.abc import Collection, Iterator, Mapping
from functools import reduce

from sa_monitor.model.query import Key, Query, Term
from sa_monitor.store.conditions import LISTED, ROLE_OF, Condition, among, condition_of, numbers_of
from sa_monitor.store.naming import Naming
from sa_monitor.store.schema import ALL, KIND_CODE, VERDICT_CODE
from sa_monitor.store.unusual import counted, matching, unusual
from sa_monitor.store.way import Way, all_events

_MOST_ARMS = 1_000
_ARM = 16
"""How many rows could be looked at in the time that beginning an arm takes."""

_LIST = 16
"""How many characters of a list that is bound can be read in the time in which a row is looked at."""

_EACH = 2
"""How many events of each arm are read, whichever of them come first."""

_HALF = 0.5
"""The share of events that a term is taken to match where nothing is known of it."""

Pairs = dict[tuple[int, int], int]
"""Numbers of an app and an organization, with how many events they have together."""


def best_way(query: Query, naming: Naming, connection: sqlite3.Connection, limit: int | None) -> Way:
    """Give the way that reaches `limit` matching events soonest; None: all of them."""
    everything = all_events(connection)
    if not query:
        return everything
    choice = _Choice(query, naming, connection)
    left = max(1.0, everything.events * choice.share(max(1, everything.events)))
    lists = sum(len(value) for value in condition_of(query, naming).values if isinstance(value, str))

    def cost(way: Way) -> float:
        arms = len(way.arms)
        rows = max(limit or 0, _EACH * (arms - 1))
        wanted = way.events if limit is None or way.is_sorted else rows * way.events / left
        return arms * (_ARM + lists / _LIST) + min(way.events, wanted)

    return min((everything, *choice.ways()), key=cost)


class _Choice:
    """Gathers the ways that a query opens."""

    def __init__(self, query: Query, naming: Naming, connection: sqlite3.Connection) -> None:
        self._query = query
        self._terms = [term for term in query.terms if not term.excluded]
        self._naming = naming
        self._connection = connection
        self._apps = self._named(Key.APP, "apps")
        self._orgs = self._named(Key.ORG, "orgs")
        self._pairs = {term: self._read(source) for term, source in self._sources()}

    def ways(self) -> Iterator[Way]:
        for term in self._query.terms:
            if way := unusual(term, self._connection):
                yield way
        apps, orgs = self._settled(Key.APP), self._settled(Key.ORG)
        if self._orgs is not None and len(self._orgs) <= _MOST_ARMS:
            events = _tallied(self._connection, "org", self._orgs)
            yield Way("events_org", "e.org = ?", tuple((org,) for org in self._orgs), events, orgs)
        known = [pairs for pairs in self._pairs.values() if pairs is not None]
        if known:
            together = _common(known)
            where = "e.app = ? AND e.org = ?"
            words = tuple(term for term in self._settled(Key.WORD) if self._named_by(term, together))
            yield Way("events_pair", where, tuple(together), sum(together.values()), apps + orgs + words)

    def share(self, whole: int) -> float:
        """Estimate which share of all events the query leaves, as if its terms had nothing to do with each other."""
        share = 1.0
        for term in self._query.terms:
            part = max(0.0, min(1.0, self._matching(term, whole) / whole))
            share *= 1 - part if term.excluded else part
        return share

    def _matching(self, term: Term, whole: int) -> float:
        """Estimate how many events a term matches, leaving `excluded` out of it."""
        pairs = self._pairs.get(term)
        if pairs is not None:
            return sum(pairs.values())
        if term.key in (Key.SINCE, Key.UNTIL):
            return whole
        if term.key in _TABLES:
            column, table = _TABLES[term.key]
            return _tallied(self._connection, column, self._naming.numbers(table, term))
        if term.key in _CODES:
            column, codes = _CODES[term.key]
            return counted(among(column, [codes[value] for value in term.values]).sql)(self._connection)
        known = matching(term, self._connection)
        return whole * _HALF if known is None else known

    def _settled(self, key: Key) -> tuple[Term, ...]:
        return tuple(term for term in self._terms if term.key is key)

    def _named_by(self, word: Term, pairs: Pairs) -> bool:
        """Tell whether the app or the organization of every pair is named so: then all their events match."""
        apps, orgs = (set(self._naming.numbers(table, word)) for table in ("apps", "orgs"))
        return all(app in apps or org in orgs for app, org in pairs)

    def _named(self, key: Key, table: str) -> Collection[int] | None:
        """Give the numbers that all terms of the key mean together; None without one."""
        meant = [set(self._naming.numbers(table, term)) for term in self._settled(key)]
        return reduce(set.__and__, meant) if meant else None

    def _sources(self) -> Iterator[tuple[Term | None, Condition]]:
        """Give what tells the pairs of each term that has any; an organization has a way of its own."""
        for term in self._terms:
            if term.key in ROLE_OF:
                yield term, _occurring(ROLE_OF[term.key], numbers_of(term, self._naming))
            elif term.key is Key.WORD:
                yield term, self._with_word(term)
        if self._apps is not None:
            yield None, _TALLIED

    def _read(self, source: Condition) -> Pairs | None:
        """Give the pairs in which what matches must be, and how many events each holds; None where they are many."""
        bounds = [among("app", sorted(self._apps))] if self._apps is not None else []
        bounds += [among("org", sorted(self._orgs))] if self._orgs is not None else []
        where = " AND ".join(bound.sql for bound in bounds) or "1"
        values = tuple(value for bound in bounds for value in bound.values)
        sql = f"SELECT DISTINCT app, org FROM ({source.sql}) WHERE {where} LIMIT {_MOST_ARMS + 1}"
        found = self._connection.execute(sql, source.values + values).fetchall()
        if len(found) > _MOST_ARMS:
            return None
        sql = "SELECT coalesce(sum(events), 0) FROM tallies WHERE app = ? AND org = ?"
        return {pair: self._connection.execute(sql, pair).fetchone()[0] for pair in sorted(found)}

    def _with_word(self, term: Term) -> Condition:
        lists = self._naming.numbers("lists", term)
        parts = [_occurring(role, lists) for role in LISTED]
        for column, table in (("app", "apps"), ("org", "orgs")):
            meant = among(column, self._naming.numbers(table, term))
            parts.append(Condition(f"{_TALLIED.sql} AND {meant.sql}", meant.values))
        sql = " UNION ALL ".join(part.sql for part in parts)
        return Condition(sql, tuple(value for part in parts for value in part.values))


_TALLIED = Condition(f"SELECT app, org FROM tallies WHERE app <> {ALL} AND org <> {ALL}", ())


def _common(known: list[Pairs]) -> Pairs:
    """Give the pairs that stand in all of them."""
    shortest, *others = sorted(known, key=len)
    return {pair: events for pair, events in shortest.items() if all(pair in other for other in others)}


def _occurring(role: int, numbers: Collection[int]) -> Condition:
    meant = among("number", tuple(numbers))
    return Condition(
        f"SELECT app, org FROM occurrences WHERE role = {int(role)} AND {meant.sql}", meant.values
    )


_TABLES = {Key.APP: ("app", "apps"), Key.ORG: ("org", "orgs")}
_CODES: dict[Key, tuple[str, Mapping[str, int]]] = {
    Key.EVENT: ("kind", {str(kind): code for kind, code in KIND_CODE.items()}),
    Key.SIGNATURE: ("verdict", {str(verdict): code for verdict, code in VERDICT_CODE.items()}),
}


def _tallied(connection: sqlite3.Connection, column: str, numbers: Collection[int]) -> int:
    meant = among(f"t.{column}", tuple(numbers))
    sql = (
        "SELECT coalesce(sum(t.events), 0) FROM apps a CROSS JOIN tallies t ON t.app = a.id "
        f"WHERE t.org <> {ALL} AND {meant.sql}"
    )
    return int(connection.execute(sql, meant.values).fetchone()[0])
