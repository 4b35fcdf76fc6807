"""Projecting deliveries: what they mean becomes events, standings and counts, behind a durable cursor.

Runs after the answers. The cursor moves in the transaction that holds the results, so a kill replays what it cut off,
and nothing that a payload contains can cost a delivery. Repeating the projection of the same deliveries in their
order gives the same rows.
"""

import logging
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from math import inf
from time import perf_counter
from typing import Any, NamedTuple

from msgspec import Struct

from sa_monitor.model.authorization import REPEAT_WITHIN, settle_date
from sa_monitor.model.delivery import Outcome, Verdict
from sa_monitor.model.payload import Happening, Reading, read_payload
from sa_monitor.model.rulebook import Rulebook
from sa_monitor.model.signature import IMPORTED, LOCAL
from sa_monitor.store.counts import Counts
from sa_monitor.store.interning import Interning
from sa_monitor.store.raising import Change, Raising
from sa_monitor.store.schema import (
    COUNT,
    CURSOR,
    DELIVERIES,
    EVENTS,
    JUDGED,
    KIND_CODE,
    OUTCOME_CODE,
    VERDICT_CODE,
)
from sa_monitor.store.transaction import Immediate

_log = logging.getLogger(__name__)

_WAITING = "SELECT id, received_at, verdict, secret, body FROM deliveries WHERE id > ? ORDER BY id LIMIT ?"
_EVENT = (
    "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?) "
    "ON CONFLICT (app, org, synthetic, date, kind) DO NOTHING"
)
_STANDING = """
    INSERT INTO authorizations VALUES (?, ?, ?, ?, ?, ?, 1)
    ON CONFLICT (app, org) DO UPDATE SET
      event = CASE WHEN (excluded.date, excluded.kind) > (date, kind) THEN excluded.event ELSE event END,
      kind = CASE WHEN (excluded.date, excluded.kind) > (date, kind) THEN excluded.kind ELSE kind END,
      date = max(date, excluded.date),
      last_event = excluded.last_event, events = events + 1
"""
"""`model.authorization.fold`, as SQL. All expressions of SET see the row as it was."""

_READING = "INSERT OR REPLACE INTO readings VALUES (?, ?, ?, ?, ?)"
_HEARD = (
    "INSERT INTO heard_webhooks VALUES (?, ?, ?) ON CONFLICT (webhook) DO UPDATE SET "
    "deliveries = deliveries + excluded.deliveries, last = excluded.last"
)
_VERIFIED = VERDICT_CODE[Verdict.VERIFIED]


class _Waiting(NamedTuple):
    id: int
    received_at: int
    verdict: int
    secret: str | None
    body: bytes


class Progress(Struct, frozen=True):
    """How far the projection came: the last delivery that it read, how many it read this time, and if more may wait."""

    cursor: int
    read: int
    more: bool


def cursor_of(connection: sqlite3.Connection) -> int:
    """Give the last delivery that was projected; 0 for none."""
    return _state(connection, CURSOR)


def judged_of(connection: sqlite3.Connection) -> int:
    """Give the last delivery that the rules have judged; 0 for none."""
    return _state(connection, JUDGED)


def _state(connection: sqlite3.Connection, name: str) -> int:
    row = connection.execute("SELECT value FROM state WHERE name = ?", (name,)).fetchone()
    return int(row[0]) if row else 0


class Projection:
    """Projects with one connection. `project` holds one short write transaction.

    `rulebook` says what raises alerts. Every delivery is judged once, whoever projects it and how often.
    """

    def __init__(self, connection: sqlite3.Connection, rulebook: Rulebook | None = None) -> None:
        self._connection = connection
        self._raising = Raising(connection, rulebook or Rulebook())
        self._judged = 0
        self._interning = Interning(connection)
        self._counts = Counts(connection)

    def project(self, most: int, seconds: float = inf) -> Progress:
        """Project at most `most` waiting deliveries, of which none is begun after so many seconds, but for the first.

        Raises sqlite3.Error; nothing is then changed.
        """
        connection, until = self._connection, perf_counter() + seconds
        try:
            with Immediate(connection):
                cursor, self._judged = cursor_of(connection), judged_of(connection)
                waiting = _in_time(connection.execute(_WAITING, (cursor, most)), until)
                done = self._read_all(waiting)
                if done:
                    cursor = done[-1]
                    self._counts.write()
                    connection.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", (CURSOR, cursor))
                    if cursor > self._judged:
                        connection.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", (JUDGED, cursor))
        except BaseException:
            self._interning.forget()
            self._counts.forget()
            raise
        return Progress(cursor, len(done), more=len(done) == most or (bool(done) and perf_counter() > until))

    def _read_all(self, waiting: Iterable[_Waiting]) -> list[int]:
        """Read what waits, and give the ids."""
        readings: list[tuple[int, int, int | None, int | None, str | None]] = []
        recorded = 0
        heard: Counter[int] = Counter()
        last: dict[int, int] = {}
        for delivery in waiting:
            reading = read_payload(delivery.body)
            outcome, event, problem = Outcome.UNRECOGNISED, None, reading.problem
            if reading.happening is not None:
                try:
                    outcome, event, settled = self._happen(delivery, reading, reading.happening)
                except (ValueError, TypeError, OverflowError):  # a payload must never stop the projection
                    _log.exception("delivery %d can't be projected", delivery.id)
                    settled = "it can't be projected; please report this delivery"
                problem = "; ".join(part for part in (problem, settled) if part) or None
                recorded += outcome is Outcome.RECORDED
            elif reading.concerns_service_app and delivery.verdict == _VERIFIED and self._judges(delivery):
                self._raising.unreadable(reading, delivery.received_at)
            webhook = self._interning.optional("webhooks", reading.webhook_id)
            if webhook is not None:
                self._interning.name("webhooks", webhook, reading.webhook_name)
                if delivery.secret not in (LOCAL, IMPORTED):
                    heard[webhook] += 1
                    last[webhook] = delivery.id
            readings.append((delivery.id, OUTCOME_CODE[outcome], event, webhook, problem))
        self._connection.executemany(_READING, readings)
        self._connection.executemany(_HEARD, ((webhook, n, last[webhook]) for webhook, n in heard.items()))
        if readings:
            self._connection.executemany(COUNT, ((DELIVERIES, len(readings)), (EVENTS, recorded)))
        return [reading[0] for reading in readings]

    def _happen(
        self, delivery: _Waiting, reading: Reading, happening: Happening
    ) -> tuple[Outcome, int, str | None]:
        """Record or repeat the event; give it with what had to be settled about its date."""
        synthetic = _is_synthetic(delivery.secret, happening)
        app = self._interning.ident("apps", happening.app_id)
        org = self._interning.ident("orgs", happening.org_id)
        name = self._interning.name_nameless if synthetic else self._interning.name
        name("apps", app, happening.app_name)
        kind = KIND_CODE[happening.kind]
        date, dated, settled = self._date(delivery, happening, (app, org, synthetic, kind))
        details = self._details(reading, happening)
        digest = None if dated else happening.data_digest
        problem = "; ".join(part for part in (reading.problem, settled) if part) or None
        identity = (
            delivery.id,
            app,
            org,
            kind,
            date,
            dated,
            synthetic,
            delivery.received_at,
            delivery.verdict,
        )
        if self._connection.execute(_EVENT, (*identity, *details, digest, problem)).rowcount == 0:
            return (
                Outcome.REPEATED,
                self._repeat(delivery, (app, org, synthetic, date, kind), reading, happening, details),
                settled,
            )
        self._counts.add((app, org, kind, delivery.verdict, synthetic), delivery.received_at)
        self._counts.occur(app, org, details)
        if not synthetic:
            before = self._raising.before(app, org) if self._judges(delivery) else None
            self._connection.execute(_STANDING, (app, org, date, kind, delivery.id, delivery.id))
            if self._judges(delivery):
                heard = (delivery.id, delivery.received_at, delivery.verdict)
                self._raising.heard(
                    Change(*heard, app, org, kind, date, reading, happening, details[3:], before)
                )
        return Outcome.RECORDED, delivery.id, settled

    def _details(self, reading: Reading, happening: Happening) -> tuple[int | None, ...]:
        """Give the numbers of everything that an event carries beside its identity."""
        interning = self._interning
        return (
            interning.optional("webhooks", reading.webhook_id),
            interning.optional("people", happening.authorizer_id),
            interning.optional("people", happening.actor_id),
            interning.list(happening.scopes),
            interning.list(happening.sites),
            interning.list(happening.admin_sites),
        )

    def _date(
        self, delivery: _Waiting, happening: Happening, pair: tuple[int, int, bool, int]
    ) -> tuple[int, bool, str | None]:
        """Settle the date: that of the payload, that of the undated event which this repeats, or a new one."""
        app, org, synthetic, _ = pair
        date, dated = settle_date(happening.date, delivery.received_at, None)
        if dated:
            return date, True, None
        settled = "authorizationDate is more than 24 h ahead" if happening.date is not None else None
        repeated = self._connection.execute(
            "SELECT date FROM events WHERE app = ? AND org = ? AND synthetic = ? AND kind = ? AND dated = 0 "
            "AND digest = ? AND abs(received_at - ?) <= ? ORDER BY received_at DESC LIMIT 1",
            (*pair, happening.data_digest, delivery.received_at, REPEAT_WITHIN),
        ).fetchone()
        if repeated:
            return int(repeated[0]), False, settled
        greatest = self._connection.execute(
            "SELECT max(date) FROM events WHERE app = ? AND org = ? AND synthetic = ?", (app, org, synthetic)
        ).fetchone()
        date, _ = settle_date(None, delivery.received_at, greatest[0])
        return date, False, settled

    def _repeat(
        self,
        delivery: _Waiting,
        identity: tuple[int, int, bool, int, int],
        reading: Reading,
        happening: Happening,
        details: tuple[int | None, ...],
    ) -> int:
        """Count one more delivery of a known event; the first verified one says what an unsigned one only claimed."""
        where = "app = ? AND org = ? AND synthetic = ? AND date = ? AND kind = ?"
        found = f"SELECT id, verdict FROM events WHERE {where}"
        event, verdict = self._connection.execute(found, identity).fetchone()
        app, org, synthetic, _, kind = identity
        self._connection.execute("UPDATE events SET deliveries = deliveries + 1 WHERE id = ?", (event,))
        self._counts.occur(app, org, (details[0], None, None, None, None, None))
        if delivery.verdict < verdict == VERDICT_CODE[Verdict.UNSIGNED]:
            self._connection.execute(
                "UPDATE events SET verdict = ?, webhook = ?, authorizer = ?, actor = ?, scopes = ?, sites = ?, "
                "admin_sites = ? WHERE id = ?",
                (delivery.verdict, *details, event),
            )
            self._counts.occur(app, org, details)
            before, after = ((app, org, kind, said, synthetic) for said in (verdict, delivery.verdict))
            self._counts.resort(before, after)
            if not synthetic and self._judges(delivery):
                heard = (event, delivery.received_at, delivery.verdict)
                pair, standing = (app, org, kind, identity[3]), self._raising.before(app, org)
                self._raising.confirmed(Change(*heard, *pair, reading, happening, details[3:], standing))
        return int(event)

    def _judges(self, delivery: _Waiting) -> bool:
        """Tell whether a delivery may raise an alert: it is new, and was heard rather than imported."""
        return delivery.id > self._judged and delivery.secret != IMPORTED


def _in_time(rows: Iterable[tuple[Any, ...]], until: float) -> Iterator[_Waiting]:
    """Give deliveries as long as there is time: the first in any case."""
    for row in rows:
        yield _Waiting(*row)
        if perf_counter() > until:
            return


def _is_synthetic(secret: str | None, happening: Happening) -> bool:
    """Only the local secret verifies it: synthetic unless marked otherwise. Else as the signed body says."""
    if secret == LOCAL:
        return happening.synthetic is not False
    return happening.synthetic is True
