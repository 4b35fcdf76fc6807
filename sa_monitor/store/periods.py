"""Listening periods: when somebody listened, so that the times in which nobody did can be told."""

import sqlite3

from msgspec import Struct

from sa_monitor.model.listening import BEAT, LATE, Ending, Gap, Period
from sa_monitor.store.transaction import Immediate


class OpenPeriod(Struct, frozen=True):
    """The period that a process keeps open."""

    id: int
    pid: int


def begin(connection: sqlite3.Connection, pid: int, now: int, left_by: Ending = Ending.KILLED) -> OpenPeriod:
    """Open a period; one that was left open before ended with its last sign of life. Raises sqlite3.Error."""
    with Immediate(connection):
        left = connection.execute("SELECT id, seen FROM periods WHERE until IS NULL").fetchall()
        for number, seen in left:
            until = min(now, max(seen, _last_received(connection)))
            _end(connection, number, until, left_by)
        return _insert(connection, pid, now)


def beat(connection: sqlite3.Connection, period: OpenPeriod, now: int) -> None:
    """Note that the period goes on."""
    with Immediate(connection):
        connection.execute("UPDATE periods SET seen = max(seen, ?) WHERE id = ?", (now, period.id))


def interrupt(
    connection: sqlite3.Connection, period: OpenPeriod, between: tuple[int, int], reason: Ending
) -> OpenPeriod:
    """End the period at the first instant, when it was last known to go on, and open a new one at the second."""
    last, now = between
    with Immediate(connection):
        _end(connection, period.id, last, reason)
        return _insert(connection, period.pid, now)


def end(connection: sqlite3.Connection, period: OpenPeriod, now: int, reason: Ending) -> None:
    """End the period for good."""
    with Immediate(connection):
        _end(connection, period.id, now, reason)


def _end(connection: sqlite3.Connection, number: int, until: int, reason: Ending) -> None:
    connection.execute(
        "UPDATE periods SET until = max(started, ?), reason = ? WHERE id = ?", (until, str(reason), number)
    )


def _insert(connection: sqlite3.Connection, pid: int, now: int) -> OpenPeriod:
    values = "INSERT INTO periods (started, seen, pid) VALUES (?, ?, ?)"
    return OpenPeriod(int(connection.execute(values, (now, now, pid)).lastrowid or 0), pid)


def _last_received(connection: sqlite3.Connection) -> int:
    row = connection.execute("SELECT received_at FROM deliveries ORDER BY id DESC LIMIT 1").fetchone()
    return int(row[0]) if row else 0


_COLUMNS = "id, started, seen, until, reason, pid"


def last_period(connection: sqlite3.Connection) -> Period | None:
    """Give the period that began last."""
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM periods ORDER BY started DESC, id DESC LIMIT 1"
    ).fetchone()
    return _period(row) if row else None


def gaps(connection: sqlite3.Connection, now: int, *, listening: bool | None = None) -> list[Gap]:
    """Give the times in which nobody listened, oldest first; the last one lasts where nobody listens now.

    A period that was left open ended with its last sign of life where `listening` says that nobody listens, or, where
    that isn't known, after a while without one.
    """
    periods = [
        _period(row) for row in connection.execute(f"SELECT {_COLUMNS} FROM periods ORDER BY started, id")
    ]
    found: list[Gap] = []
    until, reason = None, Ending.STOPPED
    for period in periods:
        if until is not None and period.started > until:
            found.append(Gap(until, period.started, reason))
        ended = period.until
        silent = now - period.seen > BEAT + LATE if listening is None else not listening
        if ended is None and (period is not periods[-1] or silent):
            ended = max(period.seen, period.started, _last_received(connection))
        until = None if ended is None else max(until or ended, ended)
        reason = period.reason or Ending.KILLED
    if until is not None and now > until:
        found.append(Gap(until, None, reason))
    return found


def _period(row: tuple[int, int, int, int | None, str | None, int]) -> Period:
    number, started, seen, until, reason, pid = row
    ending = Ending(reason) if reason else None
    return Period(id=number, started=started, seen=seen, until=until, reason=ending, pid=pid)
