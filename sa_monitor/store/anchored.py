"""A writing connection that is kept for long, beside the listener's."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sa_monitor.errors import StoreUnavailable
from sa_monitor.store.connection import open_writer
from sa_monitor.store.faults import translated
from sa_monitor.store.footing import Footing


class Anchored:
    """Opens a store, and refuses to go on with a file that was removed or replaced meanwhile."""

    def __init__(self, path: Path) -> None:
        self.connection = open_writer(path)
        try:
            with translated():
                self.connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()  # opens its log too
        except BaseException:
            self.connection.close()
            raise
        self._footing = Footing(path)

    @contextmanager
    def use(self) -> Iterator[sqlite3.Connection]:
        """Give the connection. Raises StoreError also where its files don't stand in their places any more."""
        with translated(self._footing.path):
            if self._footing.was_cut():  # an error, unless all that was in it is in events.db
                self.connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
            if not self._footing.in_place():
                title = f"{self._footing.missing()} was removed or replaced"
                raise StoreUnavailable(title, "It is opened anew.")
            yield self.connection

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()
