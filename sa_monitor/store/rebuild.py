"""Projecting everything anew from the deliveries."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

from sa_monitor.model.rulebook import Rulebook
from sa_monitor.store.connection import open_writer
from sa_monitor.store.faults import translated
from sa_monitor.store.projection import Projection
from sa_monitor.store.schema import CURSOR, DELIVERIES, EVENTS
from sa_monitor.store.transaction import Immediate

_BATCH = 256


def rebuild(path: Path, progress: Callable[[int, int], None], rulebook: Rulebook | None = None) -> int:
    """Forget the projection and make it again; gives the number of events. Raises StoreError.

    `progress` hears how many deliveries were read, and of how many. Events keep their ids. A listener may run
    meanwhile, and screens show what is projected so far. What an interruption leaves waiting, the next listener
    projects. What raised alerts once raises none again, and alerts stay; `rulebook` judges what was never projected.
    """
    with translated():
        connection = open_writer(path)
        try:
            total = connection.execute("SELECT count(*) FROM deliveries").fetchone()[0]
            _forget(connection)
            return project_waiting(connection, lambda done: progress(done, total), rulebook)
        finally:
            connection.close()


def project_waiting(
    connection: sqlite3.Connection, progress: Callable[[int], None], rulebook: Rulebook | None = None
) -> int:
    """Project everything that waits, in short transactions; gives the number of events there are then."""
    projection, done = Projection(connection, rulebook), 0
    while read := projection.project(_BATCH).read:
        done += read
        progress(done)
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
    row = connection.execute("SELECT value FROM state WHERE name = ?", (EVENTS,)).fetchone()
    return int(row[0]) if row else 0


def _forget(connection: sqlite3.Connection) -> None:
    """Empty the projection; the small tables keep their numbers, and what occurs where: a running listener knows it."""
    with Immediate(connection):
        for table in ("events", "readings", "authorizations", "heard_webhooks", "tallies", "activity"):
            connection.execute(f"DELETE FROM {table}")
        connection.execute("DELETE FROM state WHERE name IN (?, ?, ?)", (CURSOR, DELIVERIES, EVENTS))
