"""Opening events.db: by whom, in which mode, and whether it is ours to open."""

import errno
import os
import sqlite3
from contextlib import suppress
from pathlib import Path

from sa_monitor import __version__
from sa_monitor.errors import StoreCorrupt, StoreMissing, StoreNewer, StoreUnavailable
from sa_monitor.store.faults import NOT_OPENED, as_store_error, is_damage, is_read_only, read_only, translated
from sa_monitor.store.footing import LOG, LOG_KEPT, identity
from sa_monitor.store.lock import FILE_MODE, FOLDER_MODE, LOCK, ListenerLock, holder_of
from sa_monitor.store.migrating import Told, migrate
from sa_monitor.store.schema import APPLICATION_ID, MIGRATIONS, SET, WRITTEN_BY

INCREMENTAL = 2
"""`PRAGMA auto_vacuum` of the files that are made now: what is forgotten can be given back in small pieces."""

_PATIENCE = 10.0
"""Seconds that everything but the listener waits for another writer."""

_EMPTY = 64 * 1024
"""Bytes that a file without any table may have."""

_CACHE_KIB = 16 * 1024
_READER_CACHE_KIB = 2560
"""That of a reader holds some pages of a long log, whose events stand far from those before them."""


def open_reader(path: Path) -> sqlite3.Connection:
    """Open for reading alone; a store of an older version is migrated first.

    Raises StoreMissing also where the file is still empty, StoreNewer, StoreCorrupt, StoreUnavailable.
    """
    _prove_same(path)
    pending = _check(path)
    if pending == MIGRATIONS:
        raise _missing(path)
    if pending:
        open_writer(path).close()
    connection = open_to_look(path)
    try:
        with translated(path):
            connection.execute(f"PRAGMA cache_size = -{_READER_CACHE_KIB}")
    except BaseException:
        connection.close()
        raise
    return connection


def open_to_look(path: Path) -> sqlite3.Connection:
    """Open for reading alone, whatever stands in it. Raises StoreUnavailable."""
    with translated(path):
        uri = uri_of(path, "ro") + ("&immutable=1" if _never_changes(path) else "")
        return sqlite3.connect(uri, uri=True, isolation_level=None, timeout=_PATIENCE)


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


def open_writer(
    path: Path, *, patience: float = _PATIENCE, told: Told | None = None, make: bool | None = None
) -> sqlite3.Connection:
    """Open for writing, made and migrated as needed; a commit on it survives a power cut.

    `patience` is in seconds, for a lock that another writer holds; `told` hears of migrations. `make` says whether a
    file that isn't there is made; None: unless somebody listens, who had one. Raises StoreNewer, StoreCorrupt,
    StoreMissing, StoreUnavailable.
    """
    if make is None:
        _prove_same(path)
    try:
        pending = _check(path)
    except StoreMissing:
        if make is False:
            raise
        if make is None:
            prove_never_made(path)
        pending = MIGRATIONS
    else:
        if make is False and pending == MIGRATIONS:
            raise StoreUnavailable(f"{path.name} is empty", "Put back what was there before.")
    with translated(path):
        _make(path, fresh=pending == MIGRATIONS)
        connection = sqlite3.connect(uri_of(path, "rw"), uri=True, isolation_level=None, timeout=_PATIENCE)
        try:
            if pending == MIGRATIONS:  # a file that holds something already isn't changed by it
                connection.execute(f"PRAGMA auto_vacuum = {INCREMENTAL}")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA wal_autocheckpoint = 0")
            connection.execute(f"PRAGMA journal_size_limit = {LOG_KEPT}")
            connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
            if pending:
                migrate(connection, pending, told)
                # So that the file is one by itself from now on, whatever becomes of its log.
                connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
            connection.execute(f"PRAGMA busy_timeout = {int(patience * 1000)}")
        except BaseException:
            connection.close()
            raise
    return connection


def uri_of(path: Path, mode: str) -> str:
    """Name a file to SQLite; `mode` is ro or rw, which never make one."""
    return f"{path.absolute().as_uri()}?mode={mode}"


def _make(path: Path, *, fresh: bool) -> None:
    """Make the folder and an empty file that only we can read, before SQLite would make one that others can.

    One that isn't `fresh` stood there a moment ago: then nothing is made.

    A file that exists isn't opened: closing it again would drop every lock that this process has on it (POSIX), also
    those of SQLite's other connections, and another process would then take the log for nobody's.
    """
    try:
        if fresh:
            path.parent.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        if not path.exists():
            if not fresh:
                raise _missing(path)
            with suppress(FileExistsError):
                os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_CLOEXEC, FILE_MODE))
        elif not os.access(path, os.R_OK | os.W_OK):
            raise read_only()
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise
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
        if is_damage(error):
            advice = f"{NOT_OPENED} Or use another --data-dir."
            raise StoreCorrupt(f"{path} is no database, or a damaged one.", advice) from error
        said = as_store_error(error, path)
        if said.title != as_store_error(error).title:  # full, or read-only
            raise said from error
        advice = "Nothing was changed. Allow reading it, or use another --data-dir."
        raise StoreUnavailable(f"{path} can't be opened: {error}.", advice) from error


def _never_changes(path: Path) -> bool:
    """Tell whether nobody can change the file, and all of it is in it: then it is read without its users' memory."""
    log = path.with_name(path.name + LOG)
    return is_read_only(path) and not (log.exists() and log.stat().st_size)


def prove_never_made(path: Path) -> None:
    """Let nothing be made where a listener has a store: whatever became of that, a new one would hide it.

    Raises StoreUnavailable.
    """
    lock = path.with_name(LOCK)
    if ListenerLock.held_here(lock) or holder_of(lock) is not None:
        raise StoreUnavailable(
            f"events.db was removed from {path.parent}, for which sa-monitor listens.",
            "Put it back, or start sa-monitor again to begin a new one.",
        )


def _prove_same(path: Path) -> None:
    """Open nothing beside a recorder in this process but what it records into.

    SQLite tells the users of one process apart by the file, but knows log and shared memory by their names: those of
    a file that was replaced would be taken for those of its successor, and be cut short under whoever uses them.
    """
    recorded = ListenerLock.recorded_here(path.with_name(LOCK))
    if recorded is None or (stands := identity(path)) is None:
        return
    if stands != recorded.database or (not recorded.log_in_place() and recorded.is_held()):
        raise StoreUnavailable(
            f"{recorded.missing()} was replaced",
            "It is opened when storing goes on in what stands there now.",
        )


def _missing(path: Path) -> StoreMissing:
    advice = "Start sa-monitor, or use another --data-dir."
    return StoreMissing(f"Nothing was recorded in {path.parent} yet.", advice)


def _compare(path: Path) -> tuple[str, ...]:
    connection = open_to_look(path)
    try:
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not tables:
            if path.stat().st_size > _EMPTY:  # a file that is just being made
                raise StoreCorrupt(f"{path} holds nothing that can be read.", NOT_OPENED)
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
