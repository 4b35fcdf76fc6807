"""Kept counts over time: as many rows as there are quarters of an hour, or days, however many events there were."""

import sqlite3

from sa_monitor.model.activity import Activity
from sa_monitor.store.schema import Span


def activity(connection: sqlite3.Connection, since: int, until: int, *, by_day: bool) -> list[Activity]:
    """Give what was heard in [since, until) by quarters of an hour, or by days of UTC; what is empty is left out."""
    rows = connection.execute(
        "SELECT start, authorized, deauthorized FROM activity WHERE span = ? AND start >= ? AND start < ? "
        "AND authorized + deauthorized > 0 ORDER BY start",
        (Span.DAY if by_day else Span.QUARTER, since, until),
    )
    return [Activity(*row) for row in rows]
