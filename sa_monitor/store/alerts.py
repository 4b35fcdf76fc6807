"""Reading alerts with whom they were told to, and acknowledging them."""

import sqlite3
from collections.abc import Collection
from pathlib import Path

import msgspec

from sa_monitor.errors import NotFound
from sa_monitor.model.alert import (
    Alert,
    AlertMark,
    Circumstances,
    Outcome,
    Status,
)
from sa_monitor.model.annotation import Annotation
from sa_monitor.store.alert_rows import COLUMNS, TABLES, whole_alerts
from sa_monitor.store.annotations import annotations
from sa_monitor.store.connection import open_writer
from sa_monitor.store.faults import translated
from sa_monitor.store.outbox import hold_back
from sa_monitor.store.schema import ALERTS, COUNT
from sa_monitor.store.transaction import Immediate

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
        f"SELECT {COLUMNS} FROM {TABLES} WHERE ({where}) AND a.folded_into IS NULL "
        "ORDER BY a.raised_at DESC, a.id DESC LIMIT ?2",
        (_ALWAYS if since is None else since, -1 if limit is None else limit),
    ).fetchall()
    return whole_alerts(connection, rows)


def alert(connection: sqlite3.Connection, number: int) -> Alert:
    """Give one alert whole. Raises NotFound."""
    row = connection.execute(f"SELECT {COLUMNS} FROM {TABLES} WHERE a.id = ?", (number,)).fetchone()
    if row is None:
        raise NotFound(f"There is no alert {number}.", "Ids stand in: sa-monitor alerts list")
    return whole_alerts(connection, [row])[0]


def alerts_version(connection: sqlite3.Connection) -> int:
    """Give a number that moves when an alert rises, is acknowledged or is over, and when a channel was told."""
    row = connection.execute("SELECT value FROM state WHERE name = ?", (ALERTS,)).fetchone()
    return int(row[0]) if row else 0


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
