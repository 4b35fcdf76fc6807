"""Rows of events.db as values of the model."""

import sqlite3
from typing import Any, TypeAlias

import msgspec

from sa_monitor.model.delivery import Delivery, Outcome, Verdict
from sa_monitor.model.event import Event, Step
from sa_monitor.model.payload import read_payload
from sa_monitor.store.interning import LONG_LIST, Recent, is_short
from sa_monitor.store.schema import KINDS, OUTCOMES, VERDICTS

_OWN = (
    "id, kind, date, dated, synthetic, received_at, verdict, deliveries, webhook, authorizer, actor, scopes, sites, "
    "admin_sites, problem"
)


def _own(event: str) -> str:
    """Give the columns of an event itself, of a table of that name."""
    columns = ", ".join(f"{event}.{column}" for column in _OWN.split(", "))
    return f"{columns}, {event}.id IN (SELECT event FROM expected)"


EVENT_COLUMNS = f"{_own('e')}, a.ident, a.name, o.ident, o.name"
EVENT_TABLES = "events e JOIN apps a ON a.id = e.app JOIN orgs o ON o.id = e.org"

_BEFORE = (
    "(SELECT b.id FROM events b WHERE b.app = e.app AND b.org = e.org AND b.synthetic = 0 AND e.synthetic = 0 "
    "AND (b.date, b.kind) < (e.date, e.kind) ORDER BY b.date DESC, b.kind DESC LIMIT 1)"
)
"""The event before one in its pair's order, which the index of identities gives; a synthetic one has none."""

STEP_COLUMNS = f"{EVENT_COLUMNS}, {_own('f')}"
STEP_TABLES = f"{EVENT_TABLES} LEFT JOIN events f ON f.id = {_BEFORE}"
"""Of an event, and of the one before it, which is of the same app and organization."""

_LISTS = slice(11, 14)
_NAMES = slice(16, 20)
_EVENT = slice(20)
_BEFORE_IT = slice(20, None)
"""Where in `STEP_COLUMNS` the numbers of lists stand, the names, an event, and the one before it."""

DELIVERY_COLUMNS = (
    "d.id, d.received_at, d.verdict, d.secret, d.remote, d.headers, d.body, "
    "r.outcome, r.event, r.problem, w.ident, w.name"
)
DELIVERY_TABLES = (
    "deliveries d LEFT JOIN readings r ON r.delivery = d.id LEFT JOIN webhooks w ON w.id = r.webhook"
)

Row: TypeAlias = tuple[Any, ...]
"""A row of SQLite's; the schema says what stands in it."""

_EVENTS = 1_000
"""Events that are remembered: what is read again while nothing but the newest has changed."""

_read_members = msgspec.json.Decoder(tuple[str, ...]).decode
_read_headers = msgspec.json.Decoder(dict[str, str]).decode


class Rows:
    """Makes values of rows of one connection; what never changes under its number is remembered, bounded."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._members: Recent[int, tuple[str, ...]] = Recent()
        self._idents: Recent[tuple[str, int], str] = Recent()
        self._events: Recent[Row, Event] = Recent(_EVENTS)
        self._names: Recent[str, str] = Recent()

    def event(self, row: Row) -> Event:
        """Make an event of `EVENT_COLUMNS`; the same row gives the same event, also when a page is read again."""
        known = self._events.get(row)
        if known is not None:
            return known
        made = self.made(row)
        return self._events.put(row, made) if self.is_light(row, made) else made

    def is_light(self, row: Row, made: Event) -> bool:
        """Tell whether an event that was made of the row may be remembered: none of its texts is long."""
        texts = (made.app_id, made.app_name, made.org_id, made.org_name, made.authorizer_id, made.actor_id)
        return is_short(*texts, made.problem, *made.webhook_ids) and all(
            self._members.get(number) is not None for number in row[_LISTS]
        )

    def sharing(self, row: Row) -> Row:
        """Give the row with ids and names that are held once, however many events of it are kept."""
        return (*row[: _NAMES.start], *map(self._shared, row[_NAMES]))

    def _shared(self, text: str | None) -> str | None:
        if text is None or not is_short(text):
            return text
        return self._names.get(text) or self._names.put(text, text)

    def step(self, row: Row) -> Step:
        """Make an event of `STEP_COLUMNS` with the one before it."""
        before = row[_BEFORE_IT]
        return Step(self.event(row[_EVENT]), None if before[0] is None else self.event(before + row[_NAMES]))

    def made(self, row: Row) -> Event:
        """Make an event that won't be read again soon, as `event` does."""
        number, kind, date, dated, synthetic, received_at, verdict, deliveries, webhook, authorizer, *rest = (
            row
        )
        actor, scopes, sites, admin_sites, problem, expected, app_id, app_name, org_id, org_name = rest
        return Event(
            id=number,
            kind=KINDS[kind],
            app_id=app_id,
            app_name=app_name,
            org_id=org_id,
            org_name=org_name,
            authorizer_id=self._ident("people", authorizer),
            actor_id=self._ident("people", actor),
            date=date,
            dated=bool(dated),
            received_at=received_at,
            scopes=self.members(scopes),
            sites=self.members(sites),
            admin_sites=self.members(admin_sites),
            signature=VERDICTS[verdict],
            deliveries=deliveries,
            webhook_ids=self._webhooks(number, webhook, deliveries),
            synthetic=bool(synthetic),
            expected=bool(expected),
            problem=problem,
        )

    def members(self, number: int) -> tuple[str, ...]:
        """Give a list of scopes or sites by its number."""
        known = self._members.get(number)
        if known is not None:
            return known
        row = self._connection.execute("SELECT members FROM lists WHERE id = ?", (number,)).fetchone()
        members = _read_members(row[0])
        return self._members.put(number, members) if len(row[0]) <= LONG_LIST else members

    def _ident(self, table: str, number: int | None) -> str | None:
        if number is None:
            return None
        known = self._idents.get((table, number))
        if known is not None:
            return known
        row = self._connection.execute(f"SELECT ident FROM {table} WHERE id = ?", (number,)).fetchone()
        ident = str(row[0])
        return self._idents.put((table, number), ident) if is_short(ident) else ident

    def _webhooks(self, event: int, first: int | None, deliveries: int) -> tuple[str, ...]:
        """Give the webhooks that reported the event, each once, in the order of their first deliveries."""
        if deliveries == 1:
            ident = self._ident("webhooks", first)
            return () if ident is None else (ident,)
        repeated = "SELECT webhook FROM readings WHERE event = ? AND outcome = 1 ORDER BY delivery"
        numbers = dict.fromkeys((first, *(row[0] for row in self._connection.execute(repeated, (event,)))))
        idents = (self._ident("webhooks", number) for number in numbers)
        return tuple(ident for ident in idents if ident is not None)


def delivery(row: Row) -> Delivery:
    """Make a delivery of `DELIVERY_COLUMNS`."""
    number, received_at, verdict, secret, remote, headers, body, outcome, event, problem, webhook_id, name = (
        row
    )
    return Delivery(
        id=number,
        received_at=received_at,
        verdict=VERDICTS[verdict],
        outcome=None if outcome is None else OUTCOMES[outcome],
        secret=secret,
        webhook_id=webhook_id,
        webhook_name=name,
        remote=remote,
        headers=_read_headers(headers),
        body=body,
        problem=problem,
        event_id=event,
    )


def rejection(row: Row) -> Delivery:
    """Make a rejected delivery of `id, received_at, problem, remote, headers, body`; what it claims is not believed."""
    number, received_at, problem, remote, headers, body = row
    claims = read_payload(body)
    return Delivery(
        id=number,
        received_at=received_at,
        verdict=Verdict.REJECTED,
        outcome=Outcome.REJECTED,
        secret=None,
        webhook_id=claims.webhook_id,
        webhook_name=claims.webhook_name,
        remote=remote,
        headers=_read_headers(headers),
        body=body,
        problem=problem,
        event_id=None,
    )
