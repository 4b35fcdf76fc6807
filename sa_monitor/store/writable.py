"""Trying whether events.db can be written, without writing anything."""

from pathlib import Path

from sa_monitor.store.connection import open_writer
from sa_monitor.store.faults import translated


def try_writing(path: Path) -> None:
    """Take the write lock for an instant, and let go of it. Raises StoreError."""
    with translated():
        connection = open_writer(path)
        try:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
        finally:
            connection.close()
