"""The histories of pairs, read by key and bounded: so many pairs of a thing, so many newest events of a pair."""

import sqlite3
from collections.abc import Sequence
from typing import Protocol

from sa_monitor.model.event import Event
from sa_monitor.model.listening import Gap
from sa_monitor.model.timeline import Timeline, timeline
from sa_monitor.store.rows import EVENT_COLUMNS, EVENT_TABLES, Row

MOST_EVENTS = 200
"""Newest events of one pair that a timeline is made of."""

_PAIR = (
    f"SELECT {EVENT_COLUMNS} FROM {EVENT_TABLES} WHERE e.app = (SELECT id FROM apps WHERE ident = ?) "
    "AND e.org = (SELECT id FROM orgs WHERE ident = ?) AND e.synthetic = 0 "
    "ORDER BY e.date DESC, e.kind DESC LIMIT ?"
)
_ASSUMED = "SELECT coalesce(since, entered_at) FROM assumptions WHERE app = ? AND org = ?"

Pair = tuple[str, str]
"""The ids of a Service App and of an organization."""


class _Rows(Protocol):
    def event(self, row: Row) -> Event: ...


def timelines(
    connection: sqlite3.Connection,
    rows: _Rows,
    pairs: Sequence[Pair],
    gaps: Sequence[Gap],
    now: int,
    *,
    most: int = MOST_EVENTS,
) -> list[Timeline]:
    """Give the timeline of each pair up to `now`. Raises sqlite3.Error."""
    unheard = [gap.extent(now) for gap in gaps]
    told = []
    for pair in pairs:
        found = connection.execute(_PAIR, (*pair, most + 1)).fetchall()
        whole = len(found) <= most
        entered = connection.execute(_ASSUMED, pair).fetchone() if whole else None
        events = [rows.event(row) for row in found[:most]]
        since = entered[0] if entered else None
        told.append(timeline(events, unheard, now, assumed_since=since, whole=whole))
    return told
