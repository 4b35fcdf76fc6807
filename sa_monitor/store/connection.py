"""Opening events.db: by whom, in which mode, and whether it is ours to open."""

import errno
import os
import sqlite3
from contextlib import suppress
from pathlib import Path

from sa_monitor import __version__
from sa_monitor.errors import StoreCorrupt, StoreMissing, StoreNewer, StoreUnavailable
from sa_monitor.store.faults import translated
from sa_monitor.store.migrating import Told, migrate
from sa_monitor.store.schema import APPLICATION_ID, MIGRATIONS, SET, WRITTEN_BY

INCREMENTAL = 2
"""`PRAGMA auto_vacuum` of the files that are made now: what is forgotten can be given back in small pieces."""

FOLDER_MODE = 0o700
FILE_MODE = 0o600
_PATIENCE = 10.0
"""Seconds that everything but the listener waits for another writer."""

_CACHE_KIB = 16 * 1024
_LOG_KEPT = 4 * 1024 * 1024
"""Bytes that a write-ahead log which starts over keeps on the disk."""


def open_reader(path: Path) -> sqlite3.Connection:
    """Open for reading alone; a store of an older version is migrated first.

    Raises StoreMissing also where the file is still empty, StoreNewer, StoreCorrupt, StoreUnavailable.
    """
    pending = _check(path)
    if pending == MIGRATIONS:
        raise _missing(path)
    if pending:
        open_writer(path).close()
    with translated():
        return sqlite3.connect(_uri(path, "ro"), uri=True, isolation_level=None, timeout=_PATIENCE)


def prepare(path: Path, told: Told) -> None:
    """Bring a store of an older version up to this one; does nothing where there is none, or it is up to date.

    Raises what `told` does, StoreNewer, StoreCorrupt, StoreUnavailable, StoreBusy.
    """
    try:
        pending = _check(path)
    except StoreMissing:
        return
    if pending and pending != MIGRATIONS:
        open_writer(path, told=told).close()


def open_writer(path: Path, *, patience: float = _PATIENCE, told: Told | None = None) -> sqlite3.Connection:
    """Open for writing, made and migrated as needed; a commit on it survives a power cut.

    `patience` is in seconds, for a lock that another writer holds; `told` hears of migrations.
    Raises StoreNewer, StoreCorrupt, StoreUnavailable.
    """
    try:
        pending = _check(path)
    except StoreMissing:
        pending = MIGRATIONS
    with translated():
        _make(path)
        connection = sqlite3.connect(_uri(path, "rw"), uri=True, isolation_level=None, timeout=_PATIENCE)
        try:
            if pending == MIGRATIONS:  # a file that holds something already isn't changed by it
                connection.execute(f"PRAGMA auto_vacuum = {INCREMENTAL}")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA wal_autocheckpoint = 0")
            connection.execute(f"PRAGMA journal_size_limit = {_LOG_KEPT}")
            connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
            if pending:
                migrate(connection, pending, told)
            connection.execute(f"PRAGMA busy_timeout = {int(patience * 1000)}")
        except BaseException:
            connection.close()
            raise
    return connection


def _uri(path: Path, mode: str) -> str:
    return f"{path.absolute().as_uri()}?mode={mode}"


def _make(path: Path) -> None:
    """Make the folder and an empty file that only we can read, before SQLite would make one that others can.

    A file that exists isn't opened: closing it again would drop every lock that this process has on it (POSIX), also
    those of SQLite's other connections, and another process would then take the log for nobody's.
    """
    try:
        path.parent.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        if not path.exists():
            with suppress(FileExistsError):
                os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_CLOEXEC, FILE_MODE))
        elif not os.access(path, os.R_OK | os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as error:
        advice = "Allow it, or use another --data-dir."
        raise StoreUnavailable(f"{path} can't be written: {error.strerror}.", advice) from error


def _check(path: Path) -> tuple[str, ...]:
    """Look at a file without changing it, and give the migrations that it lacks."""
    if path.parent.exists() and not path.parent.is_dir():
        raise StoreUnavailable(f"{path.parent} is no folder.", "Use another --data-dir.")
    if not path.exists():
        raise _missing(path)
    if path.stat().st_size == 0:
        return MIGRATIONS
    try:
        return _compare(path)
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            advice = "Nothing was changed. Move it away, restore a copy, or use another --data-dir."
            raise StoreCorrupt(f"{path} is no database, or a damaged one.", advice) from error
        advice = "Nothing was changed. Allow reading it, or use another --data-dir."
        raise StoreUnavailable(f"{path} can't be opened: {error}.", advice) from error


def _missing(path: Path) -> StoreMissing:
    advice = "Start sa-monitor, or use another --data-dir."
    return StoreMissing(f"Nothing was recorded in {path.parent} yet.", advice)


def _compare(path: Path) -> tuple[str, ...]:
    connection = sqlite3.connect(_uri(path, "ro"), uri=True, isolation_level=None, timeout=_PATIENCE)
    try:
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not tables:
            return MIGRATIONS
        if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            advice = "Nothing was changed. Use another --data-dir."
            raise StoreCorrupt(f"{path} is another program's database.", advice)
        rows = connection.execute("SELECT name FROM _sqlite_migrations WHERE migration_set = ?", (SET,))
        applied = {row[0] for row in rows}
        if applied - set(MIGRATIONS):
            writer = connection.execute("SELECT value FROM state WHERE name = ?", (WRITTEN_BY,)).fetchone()
            by = f"sa-monitor {writer[0]}" if writer else "a later sa-monitor"
            title = f"events.db was written by {by}, this is {__version__}."
            raise StoreNewer(title, "Nothing was changed. Update, or use another --data-dir.")
    finally:
        connection.close()
    return tuple(name for name in MIGRATIONS if name not in applied)
