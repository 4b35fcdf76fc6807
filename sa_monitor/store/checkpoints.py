"""Moving the write-ahead log into the database, beside the listener and not in its way."""

import os
import sqlite3
import threading
from contextlib import suppress
from pathlib import Path

from sa_monitor.store.connection import uri_of

PASSIVE_AFTER = 4 * 1024 * 1024
"""Bytes by which the log has grown after which it is moved, without holding anybody up."""

RESTART_FROM = 64 * 1024 * 1024
"""Bytes of log from which the writer pauses once, so that the log can start over."""

_PAGE = 4096


class Checkpointer:
    """A thread with a connection of its own, woken by the writer.

    It is opened together with the writer's: whatever stands under that name later isn't touched.
    """

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(
            uri_of(path, "rw"), uri=True, isolation_level=None, timeout=1.0, check_same_thread=False
        )
        self._connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()  # opens its log too
        self._log = path.with_name(path.name + "-wal")
        self._moved = 0  # the size of the log when it was last asked to be moved
        self._wanted = threading.Event()
        self._overgrown = False
        self._ended = False
        self._thread = threading.Thread(target=self._run, name="checkpoints", daemon=True)
        self._thread.start()

    def wrote(self, connection: sqlite3.Connection) -> None:
        """Take note that the writer committed something on `connection`, outside of a transaction.

        The log itself is measured: a delivery that is committed alone takes up forty times its own size there.
        """
        if self._overgrown:
            self._overgrown = False
            with suppress(sqlite3.Error):  # a reader is in the way: the next passive one asks again
                connection.execute("PRAGMA wal_checkpoint(RESTART)").fetchone()
        size = _size(self._log)
        self._moved = min(self._moved, size)  # smaller: the log has started over
        if size - self._moved >= PASSIVE_AFTER:
            self._moved = size
            self._wanted.set()

    def close(self) -> None:
        """End the thread, and wait for it."""
        self._ended = True
        self._wanted.set()
        self._thread.join()
        self._connection.close()

    def _run(self) -> None:
        while True:
            self._wanted.wait()
            self._wanted.clear()
            if self._ended:
                break
            with suppress(sqlite3.Error):  # locked or full: it is asked for again
                _, pages, _ = self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
                self._overgrown = pages * _PAGE >= RESTART_FROM


def _size(path: Path) -> int:
    try:
        return os.stat(path).st_size  # noqa: PTH116 (on the way of every answer; half the time of Path.stat)
    except OSError:
        return 0
