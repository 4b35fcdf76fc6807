"""The names of organizations, as the API gave them, with when it was asked. Their former names find them too."""

import sqlite3
from pathlib import Path

from sa_monitor.model.instants import DAY
from sa_monitor.store.connection import open_reader, open_writer
from sa_monitor.store.faults import translated
from sa_monitor.store.schema import NAMES
from sa_monitor.store.transaction import Immediate

_GOOD = DAY
_REFUSED_FOR = 7 * DAY
"""How long an answer is good: a name, and that there is none for this token."""

_DUE = """
    SELECT o.ident FROM orgs o LEFT JOIN org_answers a ON a.org = o.id
    WHERE a.org IS NULL OR ?1 < a.at OR ?1 - a.at >= CASE WHEN a.refused THEN ?2 ELSE ?3 END
    ORDER BY a.at, o.id DESC LIMIT ?4
"""
_COUNT = "INSERT INTO state VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET value = value + 1"


def unnamed(path: Path, now: int, most: int) -> list[str]:
    """Give the ids of organizations to ask about now: those never asked about first. Raises StoreError."""
    with translated():
        connection = open_reader(path)
        try:
            return [row[0] for row in connection.execute(_DUE, (now, _REFUSED_FOR, _GOOD, most))]
        finally:
            connection.close()


def keep_org_name(path: Path, org_id: str, name: str | None, at: int) -> None:
    """Keep what was answered about an organization: its name, or None for a refusal. Raises StoreError."""
    with translated():
        connection = open_writer(path)
        try:
            with Immediate(connection):
                _keep(connection, org_id, name, at)
        finally:
            connection.close()


def _keep(connection: sqlite3.Connection, org_id: str, name: str | None, at: int) -> None:
    row = connection.execute("SELECT id, name FROM orgs WHERE ident = ?", (org_id,)).fetchone()
    if row is None:
        return
    number, before = row
    connection.execute("INSERT OR REPLACE INTO org_answers VALUES (?, ?, ?)", (number, at, name is None))
    if name is not None and name != before:
        connection.execute("UPDATE orgs SET name = ? WHERE id = ?", (name, number))
        connection.execute("INSERT OR IGNORE INTO org_names VALUES (?, ?)", (number, name))
        connection.execute(_COUNT, (NAMES,))
