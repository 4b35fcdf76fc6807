"""Bringing events.db up to this version, a step at a time: whoever ends it, or is killed, has what was done."""

import sqlite3
from collections.abc import Callable, Sequence

from sa_monitor import __version__
from sa_monitor.store.schema import APPLICATION_ID, MIGRATIONS, WRITTEN_BY

Told = Callable[[int, int], None]
"""Hears which step is being done, from 1, and of how many; raises to end it. Called many times a second."""

_OFTEN = 50_000
"""Instructions of SQLite's between two calls: some milliseconds."""

_CACHE_KIB = 128 * 1024
"""For the time of a migration: sorting a million events in a small cache takes three times as long."""


def migrate(connection: sqlite3.Connection, pending: Sequence[str], told: Told | None = None) -> None:
    """Apply what is pending, each in a transaction of its own; a new file gets all of it at once.

    Raises what `told` does, sqlite3.Error; then the steps before are kept, and the next time goes on after them.
    """
    if tuple(pending) == MIGRATIONS:
        _apply(connection)
        return
    size = connection.execute("PRAGMA cache_size").fetchone()[0]
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    try:
        for step, after in enumerate((*pending[1:], None), start=1):
            _told_meanwhile(connection, step, len(pending), told, after)
    finally:
        connection.execute(f"PRAGMA cache_size = {size}")


def _told_meanwhile(
    connection: sqlite3.Connection, step: int, steps: int, told: Told | None, after: str | None
) -> None:
    """Do one step. An error of a callback reaches nobody, so it is kept and raised when SQLite has stopped."""
    if told is None:
        _apply(connection, after)
        return
    raised: list[BaseException] = []

    def tell() -> int:
        try:
            told(step, steps)
        except BaseException as error:  # noqa: BLE001 (it is raised below)
            raised.append(error)
        return len(raised)

    told(step, steps)
    connection.set_progress_handler(tell, _OFTEN)
    try:
        _apply(connection, after)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
            raise (raised[0] if raised else KeyboardInterrupt) from None
        raise
    finally:
        connection.set_progress_handler(None, 0)


def _apply(connection: sqlite3.Connection, stop_before: str | None = None) -> None:
    from sqlite_utils import Database

    from sa_monitor.store.migrations import migrations

    connection.execute("BEGIN IMMEDIATE")  # several processes may start at once
    try:
        database = Database(connection, execute_plugins=False)
        applied = {done.name for done in migrations.applied(database)}
        if stop_before not in applied:  # else another process was quicker
            migrations.apply(database, stop_before=stop_before)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", (WRITTEN_BY, __version__))
        connection.execute("COMMIT")
    except BaseException:
        connection.rollback()
        raise
