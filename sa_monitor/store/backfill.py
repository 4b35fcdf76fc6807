"""Laying history into a store: deliveries of a past time, and when somebody listened then."""

import os
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from sa_monitor.model.delivery import Arrival
from sa_monitor.model.listening import Ending
from sa_monitor.store.append import append
from sa_monitor.store.connection import open_writer
from sa_monitor.store.faults import translated
from sa_monitor.store.rebuild import project_waiting
from sa_monitor.store.schema import JUDGED
from sa_monitor.store.transaction import Immediate

_BATCH = 256


def backfill(path: Path, arrivals: Iterable[Arrival], periods: Iterable[tuple[int, int, Ending]] = ()) -> int:
    """Append the arrivals in their order and project them; gives the number of events. Raises StoreError.

    History raises no alert.
    `periods` are listening periods of the past: from, until, and why each ended.
    """
    with translated():
        connection = open_writer(path)
        try:
            with Immediate(connection):
                connection.executemany(
                    "INSERT INTO periods (started, seen, until, reason, pid) VALUES (?1, ?2, ?2, ?3, ?4)",
                    [(since, until, str(reason), os.getpid()) for since, until, reason in periods],
                )
            remaining = iter(arrivals)
            while batch := list(islice(remaining, _BATCH)):
                append(connection, batch)
            with Immediate(connection):
                newest = "SELECT ?, coalesce(max(id), 0) FROM deliveries"
                connection.execute(f"INSERT OR REPLACE INTO state {newest}", (JUDGED,))
            return project_waiting(connection, lambda _: None)
        finally:
            connection.close()
