"""A query, as a condition in SQL.

Names are matched in Python, by the same rule as in memory, over the small tables; the condition then holds their
numbers. So text is never searched over events.
"""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import msgspec

from sa_monitor.model.delivery import Verdict
from sa_monitor.model.event import Kind
from sa_monitor.model.query import Flag, Key, Query, Term, names_of
from sa_monitor.store.schema import KIND_CODE, VERDICT_CODE

_read_members = msgspec.json.Decoder(list[str]).decode


@dataclass(frozen=True, slots=True)
class Condition:
    """SQL over the tables of `rows.EVENT_TABLES`, with the values that it binds."""

    sql: str
    values: tuple[int | str, ...]


def condition_of(query: Query, connection: sqlite3.Connection) -> Condition:
    """Compile the query; `1` where it asks for everything."""
    parts = [_compile(term, connection) for term in query.terms]
    sql = " AND ".join(part.sql for part in parts) or "1"
    return Condition(sql, tuple(value for part in parts for value in part.values))


def _compile(term: Term, connection: sqlite3.Connection) -> Condition:
    condition = _COMPILERS[term.key](term, connection)
    return Condition(f"({condition.sql}) IS NOT TRUE", condition.values) if term.excluded else condition


def _event(term: Term, _: sqlite3.Connection) -> Condition:
    return _in("e.kind", [code for kind, code in KIND_CODE.items() if term.accepts([Kind(kind)])])


def _signature(term: Term, _: sqlite3.Connection) -> Condition:
    return _in(
        "e.verdict", [code for verdict, code in VERDICT_CODE.items() if term.accepts([Verdict(verdict)])]
    )


def _since(term: Term, _: sqlite3.Connection) -> Condition:
    return Condition("e.received_at >= ?", (term.instant or 0,))


def _until(term: Term, _: sqlite3.Connection) -> Condition:
    return Condition("e.received_at < ?", (term.instant or 0,))


def _is(term: Term, _: sqlite3.Connection) -> Condition:
    flags = {Flag.REPEATED: "e.deliveries > 1", Flag.SYNTHETIC: "e.synthetic", Flag.EXPECTED: "0"}
    return Condition(f"({' OR '.join(flags[Flag(value)] for value in term.values)})", ())


def _app(term: Term, connection: sqlite3.Connection) -> Condition:
    return _in("e.app", _apps(term, connection))


def _org(term: Term, connection: sqlite3.Connection) -> Condition:
    return _in("e.org", _orgs(term, connection))


def _actor(term: Term, connection: sqlite3.Connection) -> Condition:
    rows = connection.execute("SELECT id, ident FROM people")
    return _in("e.actor", [number for number, ident in rows if term.accepts(names_of(ident))])


def _webhook(term: Term, connection: sqlite3.Connection) -> Condition:
    rows = connection.execute("SELECT id, ident, name FROM webhooks")
    first = _in("e.webhook", [number for number, ident, name in rows if term.accepts(names_of(ident, name))])
    also = first.sql.replace("e.webhook", "r.webhook")
    sql = f"({first.sql} OR e.id IN (SELECT r.event FROM readings r WHERE r.outcome = 1 AND {also}))"
    return Condition(sql, first.values * 2)


def _listed(*columns: str) -> Callable[[Term, sqlite3.Connection], Condition]:
    def compile_listed(term: Term, connection: sqlite3.Connection) -> Condition:
        numbers = _lists(term, connection)
        return _any(_in(f"e.{column}", numbers) for column in columns)

    return compile_listed


def _word(term: Term, connection: sqlite3.Connection) -> Condition:
    listed = _listed("scopes", "sites", "admin_sites")
    return _any((_app(term, connection), _org(term, connection), listed(term, connection)))


_COMPILERS: dict[Key, Callable[[Term, sqlite3.Connection], Condition]] = {
    Key.EVENT: _event,
    Key.APP: _app,
    Key.ORG: _org,
    Key.SCOPE: _listed("scopes"),
    Key.SITE: _listed("sites"),
    Key.ADMIN_SITE: _listed("admin_sites"),
    Key.ACTOR: _actor,
    Key.WEBHOOK: _webhook,
    Key.SIGNATURE: _signature,
    Key.SINCE: _since,
    Key.UNTIL: _until,
    Key.IS: _is,
    Key.WORD: _word,
}


def _apps(term: Term, connection: sqlite3.Connection) -> list[int]:
    """Give the apps that are meant, by any name that they were ever heard under."""
    rows = connection.execute(
        "SELECT id, ident, name FROM apps UNION SELECT a.id, NULL, n.name FROM app_names n JOIN apps a ON a.id = n.app"
    )
    return list(dict.fromkeys(number for number, ident, name in rows if term.accepts(names_of(ident, name))))


def _orgs(term: Term, connection: sqlite3.Connection) -> list[int]:
    rows = connection.execute("SELECT id, ident, name FROM orgs")
    return [number for number, ident, name in rows if term.accepts(names_of(ident, name))]


def _lists(term: Term, connection: sqlite3.Connection) -> list[int]:
    rows = connection.execute("SELECT id, members FROM lists")
    return [number for number, members in rows if term.accepts(_read_members(members))]


def _any(conditions: Iterable[Condition]) -> Condition:
    parts = list(conditions)
    sql = " OR ".join(part.sql for part in parts)
    return Condition(f"({sql})", tuple(value for part in parts for value in part.values))


def _in(column: str, numbers: Sequence[int]) -> Condition:
    """Bind one number as itself and more as JSON: a statement takes a limited number of values."""
    if not numbers:
        return Condition("0", ())
    if len(numbers) == 1:
        return Condition(f"{column} = ?", (numbers[0],))
    return Condition(
        f"{column} IN (SELECT value FROM json_each(?))", (msgspec.json.encode(numbers).decode(),)
    )
