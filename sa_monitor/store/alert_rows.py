"""Alerts from their rows, with their events and how telling each channel went: read for all of them together."""

import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import msgspec

from sa_monitor.model.alert import SEVERITIES, About, Alert, Condition, Outcome, Told

COLUMNS = (
    "a.id, a.rule, a.what, a.severity, a.raised_at, a.last_at, a.count, a.lost, p.ident, p.name, o.ident, o.name, "
    "a.subject, a.facts, a.acknowledged_by, a.acknowledged_at, a.intended, a.note, a.resolved_at, a.folded_into"
)
"""What a row of an alert holds, selected from TABLES."""

TABLES = "alerts a LEFT JOIN apps p ON p.id = a.app LEFT JOIN orgs o ON o.id = a.org"

_EVENTS = """
    SELECT x.alert, x.event, coalesce(e.deliveries, 0) FROM alert_events x LEFT JOIN events e ON e.id = x.event
    WHERE x.alert IN (SELECT value FROM json_each(?)) ORDER BY x.alert, x.event
"""

_LAST_TOLD = """
    SELECT alert, channel, outcome, at, error, about, tries, due_at FROM (
      SELECT *, min(id) OVER whole AS first, row_number() OVER (whole ORDER BY tries > 0 DESC, id DESC) AS place
      FROM outbox WHERE alert IN (SELECT value FROM json_each(?)) WINDOW whole AS (PARTITION BY alert, channel)
    ) WHERE place = 1 ORDER BY alert, first
"""

_Events = Sequence[tuple[int, int]]
"""Ids of events, each with the number of its deliveries."""


def whole_alerts(connection: sqlite3.Connection, rows: Sequence[tuple[Any, ...]]) -> list[Alert]:
    """Give the alerts of these rows, in their order."""
    numbers = msgspec.json.encode([row[0] for row in rows]).decode()
    events: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for number, event, deliveries in connection.execute(_EVENTS, (numbers,)):
        events[number].append((event, deliveries))
    told: dict[int, list[Told]] = defaultdict(list)
    for number, *last in connection.execute(_LAST_TOLD, (numbers,)):
        told[number].append(_told(last))
    return [_alert(row, events[row[0]], told[row[0]]) for row in rows]


def _alert(row: tuple[Any, ...], events: _Events, told: Sequence[Told]) -> Alert:
    (
        number,
        rule,
        what,
        severity,
        raised_at,
        last_at,
        count,
        lost,
        app_id,
        app_name,
        org_id,
        org_name,
        *rest,
    ) = row
    subject, facts, by, acknowledged_at, intended, note, resolved_at, folded_into = rest
    return Alert(
        id=number,
        rule=rule,
        what=Condition(what),
        severity=SEVERITIES[severity],
        raised_at=raised_at,
        last_at=last_at,
        count=count,
        lost=lost,
        app_id=app_id,
        app_name=app_name,
        org_id=org_id,
        org_name=org_name,
        subject=subject or None,
        facts=msgspec.json.decode(facts) if facts else {},
        events=tuple(event for event, _ in events),
        deliveries=sum(deliveries for _, deliveries in events),
        acknowledged_by=by,
        acknowledged_at=acknowledged_at,
        intended=bool(intended),
        note=note,
        resolved_at=resolved_at,
        folded_into=folded_into,
        told=tuple(told),
    )


def _told(row: Sequence[Any]) -> Told:
    """Give how telling a channel went the last time that it was tried, else what waits for it."""
    channel, outcome, at, error, about, tries, due = row
    return Told(
        name=channel,
        outcome=Outcome(outcome),
        at=at,
        error=error,
        about=About(about),
        tries=tries,
        due=due,
    )
