"""Keeping how far each person has looked; see `model.look`."""

import sqlite3
from pathlib import Path

from sa_monitor.model.event import Kind
from sa_monitor.model.look import Look, News
from sa_monitor.store.connection import open_writer
from sa_monitor.store.faults import translated
from sa_monitor.store.schema import KINDS
from sa_monitor.store.transaction import Immediate

_PATIENCE = 1.0
"""Seconds for another writer: the next look says it again."""


def keep_look(path: Path, person: str, look: Look) -> None:
    """Keep how far a person has looked; nothing that was seen becomes new again. Raises StoreError."""
    with translated():
        connection = open_writer(path, patience=_PATIENCE)
        try:
            with Immediate(connection):
                connection.execute(
                    "INSERT INTO looks VALUES (?, ?, ?, ?) ON CONFLICT (person) DO UPDATE SET "
                    "at = excluded.at, event = max(event, excluded.event), gap = max(gap, excluded.gap)",
                    (person, look.at, look.event, look.gap),
                )
        finally:
            connection.close()


def news_since(connection: sqlite3.Connection, event_id: int) -> News:
    """Count what was recorded after an event; synthetic ones changed nothing."""
    sql = "SELECT kind, count(*) FROM events WHERE id > ? AND synthetic = 0 GROUP BY kind"
    found = {KINDS[kind]: count for kind, count in connection.execute(sql, (event_id,))}
    return News(found.get(Kind.DEAUTHORIZED, 0), found.get(Kind.AUTHORIZED, 0))


def look_of(connection: sqlite3.Connection, person: str) -> Look | None:
    """Give how far a person has looked; None for one who never did."""
    row = connection.execute("SELECT at, event, gap FROM looks WHERE person = ?", (person,)).fetchone()
    return Look(at=row[0], event=row[1], gap=row[2]) if row else None
