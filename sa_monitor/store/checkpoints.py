"""Moving the write-ahead log into the database, beside the listener and not in its way."""

import sqlite3
import threading
from contextlib import suppress
from pathlib import Path

PASSIVE_AFTER = 4 * 1024 * 1024
"""Bytes written after which the log is moved, without holding anybody up."""

RESTART_FROM = 64 * 1024 * 1024
"""Bytes of log from which the writer pauses once, so that the log can start over."""

_PAGE = 4096


class Checkpointer:
    """A thread with a connection of its own, woken by the writer."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._written = 0
        self._wanted = threading.Event()
        self._overgrown = False
        self._ended = False
        self._thread = threading.Thread(target=self._run, name="checkpoints", daemon=True)
        self._thread.start()

    def wrote(self, size: int, connection: sqlite3.Connection) -> None:
        """Take note of about `size` bytes that the writer committed on `connection`, outside of a transaction."""
        self._written += size
        if self._overgrown:
            self._overgrown = False
            with suppress(sqlite3.Error):  # a reader is in the way: the next passive one asks again
                connection.execute("PRAGMA wal_checkpoint(RESTART)").fetchone()
        if self._written >= PASSIVE_AFTER:
            self._written = 0
            self._wanted.set()

    def close(self) -> None:
        """End the thread, and wait for it."""
        self._ended = True
        self._wanted.set()
        self._thread.join()

    def _run(self) -> None:
        connection: sqlite3.Connection | None = None
        while True:
            self._wanted.wait()
            self._wanted.clear()
            if self._ended:
                break
            with suppress(sqlite3.Error):  # locked or gone: it is asked for again
                if connection is None:
                    connection = sqlite3.connect(self._path, isolation_level=None, timeout=1.0)
                _, pages, _ = connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
                self._overgrown = pages * _PAGE >= RESTART_FROM
        if connection is not None:
            connection.close()
