"""A query, as a condition in SQL. It holds numbers of the small tables: text is never searched over events."""

from collections.abc import Callable, Iterable, Sequence

import msgspec
from msgspec import Struct

from sa_monitor.model.delivery import Verdict
from sa_monitor.model.event import Kind
from sa_monitor.model.query import Flag, Key, Query, Term
from sa_monitor.store.naming import Naming
from sa_monitor.store.schema import KIND_CODE, VERDICT_CODE, Role

ROLE_OF = {
    Key.SCOPE: Role.SCOPES,
    Key.SITE: Role.SITES,
    Key.ADMIN_SITE: Role.ADMIN_SITES,
    Key.ACTOR: Role.ACTOR,
    Key.WEBHOOK: Role.WEBHOOK,
}
"""What the numbers that a term means are to an event."""

LISTED = (Role.SCOPES, Role.SITES, Role.ADMIN_SITES)
"""The roles whose numbers are of lists, which a bare word looks into."""

_FEW = 16


class Condition(Struct, frozen=True):
    """SQL over `events e`, with the values that it binds."""

    sql: str
    values: tuple[int | str, ...]


def condition_of(query: Query, naming: Naming) -> Condition:
    """Compile the query; `1` where it asks for everything."""
    parts = [_compile(term, naming) for term in query.terms]
    sql = " AND ".join(part.sql for part in parts) or "1"
    return Condition(sql, tuple(value for part in parts for value in part.values))


def numbers_of(term: Term, naming: Naming) -> Sequence[int]:
    """Give the numbers that a term of `ROLE_OF` means."""
    table = {Key.ACTOR: "people", Key.WEBHOOK: "webhooks"}.get(term.key, "lists")
    return naming.numbers(table, term)


def among(column: str, numbers: Sequence[int]) -> Condition:
    """Tell whether a column holds any of the numbers: a few are written, many are bound as JSON."""
    if not numbers:
        return Condition("0", ())
    if len(numbers) <= _FEW:
        return Condition(f"{column} IN ({', '.join(str(int(number)) for number in numbers)})", ())
    listed = msgspec.json.encode(numbers).decode()
    return Condition(f"{column} IN (SELECT value FROM json_each(?))", (listed,))


def _compile(term: Term, naming: Naming) -> Condition:
    condition = _COMPILERS[term.key](term, naming)
    return Condition(f"({condition.sql}) IS NOT TRUE", condition.values) if term.excluded else condition


def _event(term: Term, _: Naming) -> Condition:
    return among("e.kind", [code for kind, code in KIND_CODE.items() if term.accepts([Kind(kind)])])


def _signature(term: Term, _: Naming) -> Condition:
    meant = [code for verdict, code in VERDICT_CODE.items() if term.accepts([Verdict(verdict)])]
    return among("e.verdict", meant)


def _since(term: Term, _: Naming) -> Condition:
    return Condition("e.received_at >= ?", (term.instant or 0,))


def _until(term: Term, _: Naming) -> Condition:
    return Condition("e.received_at < ?", (term.instant or 0,))


def _is(term: Term, _: Naming) -> Condition:
    flags = {
        Flag.REPEATED: "e.deliveries > 1",
        Flag.SYNTHETIC: "e.synthetic = 1",
        Flag.EXPECTED: "e.id IN (SELECT event FROM expected)",
        Flag.NEW: f"e.id > {term.instant or 0}",
    }
    return Condition(f"({' OR '.join(flags[Flag(value)] for value in term.values)})", ())


def _app(term: Term, naming: Naming) -> Condition:
    return among("e.app", naming.numbers("apps", term))


def _org(term: Term, naming: Naming) -> Condition:
    return among("e.org", naming.numbers("orgs", term))


def _actor(term: Term, naming: Naming) -> Condition:
    return among("e.actor", numbers_of(term, naming))


def _webhook(term: Term, naming: Naming) -> Condition:
    numbers = numbers_of(term, naming)
    first, also = among("e.webhook", numbers), among("r.webhook", numbers)
    later = f"SELECT 1 FROM readings r WHERE r.event = e.id AND r.outcome = 1 AND {also.sql}"
    sql = f"({first.sql} OR (e.deliveries > 1 AND EXISTS ({later})))"
    return Condition(sql, first.values + also.values)


def _listed(*columns: str) -> Callable[[Term, Naming], Condition]:
    def compile_listed(term: Term, naming: Naming) -> Condition:
        numbers = naming.numbers("lists", term)
        return _any(among(f"e.{column}", numbers) for column in columns)

    return compile_listed


def _word(term: Term, naming: Naming) -> Condition:
    listed = _listed("scopes", "sites", "admin_sites")
    return _any((_app(term, naming), _org(term, naming), listed(term, naming)))


_COMPILERS: dict[Key, Callable[[Term, Naming], Condition]] = {
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


def _any(conditions: Iterable[Condition]) -> Condition:
    parts = list(conditions)
    sql = " OR ".join(part.sql for part in parts)
    return Condition(f"({sql})", tuple(value for part in parts for value in part.values))
