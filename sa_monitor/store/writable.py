"""Trying whether events.db can be written, without changing anything in it."""

import os
from contextlib import suppress
from pathlib import Path
from secrets import token_hex

from sa_monitor.store.connection import open_writer
from sa_monitor.store.faults import translated
from sa_monitor.store.lock import FILE_MODE

_PATIENCE = 2.0
"""Seconds that another writer is waited for: as long as a delivery waits before it is answered 503."""

_TRIED = 256 * 1024
"""Bytes that are written beside it, and removed again: less than a batch of deliveries may take."""


def try_writing(path: Path) -> None:
    """Take the write lock for an instant, and have a little written to its disk. Raises StoreError."""
    with translated(path):
        connection = open_writer(path, patience=_PATIENCE, make=False)
        try:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
        finally:
            connection.close()
        _try_disk(path.with_name(f".{path.name}.{token_hex(4)}"))


def _try_disk(path: Path) -> None:
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE), "wb") as file:
            file.write(bytes(_TRIED))
            file.flush()
            os.fsync(file.fileno())
    finally:
        with suppress(OSError):
            path.unlink(missing_ok=True)
