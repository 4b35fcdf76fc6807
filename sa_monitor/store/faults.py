"""SQLite's errors, as ours."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sa_monitor.errors import StoreBusy, StoreCorrupt, StoreError, StoreUnavailable

_PRIMARY = 0xFF
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


@contextmanager
def translated() -> Iterator[None]:
    """Let only errors of `errors.py` out of the block."""
    try:
        yield
    except sqlite3.Error as error:
        raise as_store_error(error) from error
    except OSError as error:
        raise StoreUnavailable(error.strerror or "can't be opened", "Storing goes on by itself.") from error


def as_store_error(error: sqlite3.Error) -> StoreError:
    """Give the error that says what is so; its title completes "not storing: ..."."""
    code = getattr(error, "sqlite_errorcode", None) or 0
    primary = code & _PRIMARY
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return StoreBusy("another program is writing to events.db", "Trying again.")
    if primary == sqlite3.SQLITE_FULL:
        return StoreUnavailable(
            "disk full", "Free space on the disk of events.db; storing goes on by itself."
        )
    if primary in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM):
        return StoreUnavailable("events.db is read-only", "Allow writing to it; storing goes on by itself.")
    if primary in _DAMAGED:
        return StoreCorrupt("events.db is damaged", "Move it away, or restore a copy.")
    if primary in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR):
        return StoreUnavailable(
            "events.db can't be read or written", "Look at its disk; storing goes on by itself."
        )
    return StoreUnavailable(f"SQLite says: {error}", "Storing goes on by itself.")
