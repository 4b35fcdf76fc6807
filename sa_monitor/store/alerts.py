"""Reading alerts with whom they were told to, and acknowledging them."""

import sqlite3
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

import msgspec

from sa_monitor.errors import NotFound
from sa_monitor.model.alert import (
    SEVERITIES,
    About,
    Alert,
    AlertMark,
    Circumstances,
    Condition,
    Outcome,
    Status,
    Told,
)
from sa_monitor.model.annotation import Annotation
from sa_monitor.store.annotations import annotations
from sa_monitor.store.connection import open_writer
from sa_monitor.store.faults import translated
from sa_monitor.store.outbox import hold_back
from sa_monitor.store.schema import ALERTS, COUNT
from sa_monitor.store.transaction import Immediate

_COLUMNS = (
    "a.id, a.rule, a.what, a.severity, a.raised_at, a.last_at, a.count, a.lost, p.ident, p.name, o.ident, o.name, "
    "a.subject, a.facts, a.acknowledged_by, a.acknowledged_at, a.intended, a.note, a.resolved_at, a.folded_into"
)
_TABLES = "alerts a LEFT JOIN apps p ON p.id = a.app LEFT JOIN orgs o ON o.id = a.org"

_LAST_TOLD = """
    SELECT channel, outcome, at, error, about, tries, due_at FROM (
      SELECT *, min(id) OVER whole AS first, row_number() OVER (whole ORDER BY tries > 0 DESC, id DESC) AS place
      FROM outbox WHERE alert = ? WINDOW whole AS (PARTITION BY channel)
    ) WHERE place = 1 ORDER BY first
"""

_ALWAYS = -(2**62)

_STATUS = {
    Status.OPEN: "a.resolved_at IS NULL AND a.acknowledged_at IS NULL",
    Status.ACKNOWLEDGED: (
        "a.resolved_at IS NULL AND a.acknowledged_at IS NOT NULL AND (NOT a.intended OR a.acknowledged_at >= ?1)"
    ),
    Status.RESOLVED: "a.resolved_at IS NOT NULL AND a.resolved_at >= ?1",
}


def alerts(
    connection: sqlite3.Connection,
    *,
    statuses: Collection[Status] = tuple(Status),
    since: int | None = None,
    limit: int | None = None,
) -> list[Alert]:
    """Give alerts, newest first, without those that a wave took in.

    `since` leaves out what was over before that instant: resolved, or acknowledged as intended.
    """
    where = " OR ".join(f"({_STATUS[status]})" for status in statuses) or "0"
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM {_TABLES} WHERE ({where}) AND a.folded_into IS NULL "
        "ORDER BY a.raised_at DESC, a.id DESC LIMIT ?2",
        (_ALWAYS if since is None else since, -1 if limit is None else limit),
    ).fetchall()
    return [_alert(connection, row) for row in rows]


def alert(connection: sqlite3.Connection, number: int) -> Alert:
    """Give one alert whole. Raises NotFound."""
    row = connection.execute(f"SELECT {_COLUMNS} FROM {_TABLES} WHERE a.id = ?", (number,)).fetchone()
    if row is None:
        raise NotFound(f"There is no alert {number}.", "Ids stand in: sa-monitor alerts list")
    return _alert(connection, row)


def newest_alert(connection: sqlite3.Connection) -> int:
    """Give the id of the alert that was put down last; 0 for none."""
    return int(connection.execute("SELECT coalesce(max(id), 0) FROM alerts").fetchone()[0])


def alert_marks(connection: sqlite3.Connection, *, after: int) -> list[AlertMark]:
    """Give how far those are that aren't over, and all that were put down after this one, in the order of their ids.

    Those that a wave took in are left out.
    """
    rows = connection.execute(
        "SELECT id, resolved_at, acknowledged_at, count FROM alerts "
        "WHERE (resolved_at IS NULL OR id > ?) AND folded_into IS NULL ORDER BY id",
        (after,),
    )
    return [AlertMark(number, _status(resolved, taken), count) for number, resolved, taken, count in rows]


def _status(resolved_at: int | None, acknowledged_at: int | None) -> Status:
    if resolved_at is not None:
        return Status.RESOLVED
    return Status.OPEN if acknowledged_at is None else Status.ACKNOWLEDGED


def circumstances(connection: sqlite3.Connection, found: Alert) -> Circumstances:
    """Give what helps to judge an alert."""
    if found.app_id is None:
        return Circumstances()
    told = annotations(connection).get(found.app_id, Annotation())
    organizations, lost = connection.execute(
        "SELECT count(*), total(s.kind = 1 AND s.event NOT IN (SELECT event FROM expected)) "
        "FROM authorizations s JOIN apps a ON a.id = s.app WHERE a.ident = ?",
        (found.app_id,),
    ).fetchone()
    verified, length = None, None
    if found.events:
        newest = "SELECT verdict, received_at, app, org, date, kind FROM events WHERE id = ?"
        row = connection.execute(newest, (found.events[-1],)).fetchone()
        if row is not None:
            verified, length = row[0] == 0, _authorized_for(connection, row[1], row[2:])
    return Circumstances(
        owner=told.owner,
        note=told.note,
        lost=int(lost),
        organizations=organizations,
        authorized_for=length,
        verified=verified,
    )


def _authorized_for(
    connection: sqlite3.Connection, heard: int, identity: tuple[int, int, int, int]
) -> int | None:
    """Give how long a pair had been authorized when it was lost; None where that isn't known."""
    before = connection.execute(
        "SELECT date, kind, dated FROM events WHERE app = ? AND org = ? AND synthetic = 0 AND (date, kind) < (?, ?) "
        "ORDER BY date DESC, kind DESC LIMIT 1",
        identity,
    ).fetchone()
    known = before is not None and before[1] == 0 and before[2] and identity[-1] == 1
    return heard - before[0] if known else None


def acknowledge(path: Path, number: int, *, by: str, at: int, note: str | None, intended: bool) -> Alert:
    """Note who has taken an alert on, or says that what happened was intended; gives it as it is then.

    An acknowledged one may be acknowledged anew: the last word counts. What is intended is ended, no longer lost.
    Raises NotFound, StoreError.
    """
    with translated():
        connection = open_writer(path)
        try:
            with Immediate(connection):
                before = alert(connection, number)
                connection.execute(
                    "UPDATE alerts SET acknowledged_by = ?, acknowledged_at = ?, note = coalesce(?, note), "
                    "intended = ? WHERE id = ?",
                    (by, at, note, intended, number),
                )
                connection.execute(COUNT, (ALERTS, 1))
                _mark(connection, before, intended=intended)
                hold_back(connection, number, (Outcome.QUIET,))
                return alert(connection, number)
        finally:
            connection.close()


def _mark(connection: sqlite3.Connection, found: Alert, *, intended: bool) -> None:
    """Let the losses of an alert be intended, or lost again."""
    if not found.lost:
        return
    events = msgspec.json.encode(found.events).decode()
    if intended:
        connection.execute(
            "INSERT OR IGNORE INTO expected SELECT e.id, 'intended' FROM events e "
            "WHERE e.id IN (SELECT value FROM json_each(?)) AND e.kind = 1",
            (events,),
        )
    else:
        connection.execute(
            "DELETE FROM expected WHERE why = 'intended' AND event IN (SELECT value FROM json_each(?))",
            (events,),
        )


def _alert(connection: sqlite3.Connection, row: tuple[Any, ...]) -> Alert:
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
    events = connection.execute(
        "SELECT x.event, coalesce(e.deliveries, 0) FROM alert_events x LEFT JOIN events e ON e.id = x.event "
        "WHERE x.alert = ? ORDER BY x.event",
        (number,),
    ).fetchall()
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
        told=tuple(_told(connection, number)),
    )


def _told(connection: sqlite3.Connection, number: int) -> Iterable[Told]:
    """Give how telling each channel went the last time that it was tried, else what waits for it."""
    for channel, outcome, at, error, about, tries, due in connection.execute(_LAST_TOLD, (number,)):
        yield Told(
            name=channel,
            outcome=Outcome(outcome),
            at=at,
            error=error,
            about=About(about),
            tries=tries,
            due=due,
        )
