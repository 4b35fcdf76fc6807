"""SQLite's errors, as ours."""

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sa_monitor.errors import StoreBusy, StoreCorrupt, StoreError, StoreUnavailable

_PRIMARY = 0xFF
_DAMAGE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_FORBIDDEN = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM}
_DISK = {sqlite3.SQLITE_FULL, *_FORBIDDEN, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR}
_SCARCE = 64 * 1024
"""Bytes below which a disk is full: less than opening a store takes."""

_COPY = "Put a whole copy of it in its place"
_AWAY = "Without a copy, move it away: a new one is begun, and SQLite's .recover may save what was in it."

DAMAGED = f"{_COPY}, and storing goes on by itself. {_AWAY}"
"""What to do about a file that is found damaged while it is recorded into."""

NOT_OPENED = f"Nothing was changed. {_COPY}. {_AWAY}"
"""What to do about one that is damaged, and so wasn't opened."""


@contextmanager
def translated(path: Path | None = None) -> Iterator[None]:
    """Let only errors of `errors.py` out of the block; with the file's path they say more exactly what is so."""
    try:
        yield
    except sqlite3.Error as error:
        raise as_store_error(error, path) from error
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise full() from error
        raise StoreUnavailable(error.strerror or "can't be opened", "Storing goes on by itself.") from error


def is_damage(error: sqlite3.Error) -> bool:
    """Tell whether SQLite found a file damaged, or no database at all."""
    return _primary(error) in _DAMAGE


def has_room(path: Path) -> bool:
    """Tell whether the disk of a file has room for more; True where that can't be known."""
    try:
        disk = os.statvfs(path.parent)
    except OSError:
        return True
    return disk.f_bfree * disk.f_frsize >= _SCARCE and (
        os.geteuid() == 0 or disk.f_bavail * disk.f_frsize >= _SCARCE
    )


def is_read_only(path: Path) -> bool:
    """Tell whether the disk of a file takes no changes at all."""
    try:
        return bool(os.statvfs(path.parent).f_flag & os.ST_RDONLY)
    except OSError:
        return False


def as_store_error(error: sqlite3.Error, path: Path | None = None) -> StoreError:
    """Give the error that says what is so; its title completes "not storing: ..."."""
    primary = _primary(error)
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return StoreBusy(
            "another program is writing to events.db",
            "End it, perhaps a database browser; storing goes on by itself.",
        )
    if primary in _DAMAGE:
        return StoreCorrupt("events.db is damaged", DAMAGED)
    if primary not in _DISK:
        return StoreUnavailable(f"SQLite says: {error}", "Storing goes on by itself.")
    if primary == sqlite3.SQLITE_FULL or (path is not None and not has_room(path)):
        return full()
    if primary in _FORBIDDEN or (path is not None and is_read_only(path)):
        return read_only()
    return StoreUnavailable(
        "events.db can't be read or written", "Look at its disk; storing goes on by itself."
    )


def read_only() -> StoreUnavailable:
    """Say that nothing can be written."""
    return StoreUnavailable("events.db is read-only", "Allow writing to it; storing goes on by itself.")


def full() -> StoreUnavailable:
    """Say that there is no room."""
    return StoreUnavailable("disk full", "Free space on the disk of events.db; storing goes on by itself.")


def _primary(error: sqlite3.Error) -> int:
    return (getattr(error, "sqlite_errorcode", None) or 0) & _PRIMARY
