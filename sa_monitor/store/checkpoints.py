"""Moving the write-ahead log into the database, beside the listener and not in its way."""

import sqlite3
import threading
from contextlib import suppress
from pathlib import Path

from sa_monitor.store.connection import uri_of
from sa_monitor.store.footing import LOG, LOG_KEPT, length_of

PASSIVE_AFTER = 4 * 1024 * 1024
"""Bytes by which the log has grown after which it is moved, without holding anybody up."""

COMMITS = 256
"""Commits after which it is moved too: a log that has started over is written over, and grows no more for a while."""

RESTART_FROM = LOG_KEPT
"""Bytes of log from which the writer is kept waiting for a moment, so that the log can start over."""

_PAGE = 4096
_ROUNDS = 2
"""How often what came meanwhile is moved first, so that little is left to do while the writer waits."""

_IN_THE_WAY = 20
"""Milliseconds that a reader of the log is waited for, and with it the writer."""


class Checkpointer:
    """A thread with a connection of its own, woken by the writer.

    It is opened together with the writer's: whatever stands under that name later isn't touched.
    """

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(
            uri_of(path, "rw"), uri=True, isolation_level=None, timeout=1.0, check_same_thread=False
        )
        self._connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()  # opens its log too
        self._connection.execute(f"PRAGMA busy_timeout = {_IN_THE_WAY}")
        self._log = path.with_name(path.name + LOG)
        self._moved = 0  # the size of the log when it was last asked to be moved
        self._commits = 0  # since then
        self._wanted = threading.Event()
        self._ended = False
        self._thread = threading.Thread(target=self._run, name="checkpoints", daemon=True)
        self._thread.start()

    def wrote(self) -> None:
        """Take note that the writer committed something.

        The log itself is measured: a delivery that is committed alone takes up forty times its own size there.
        """
        size = length_of(self._log)
        self._moved = min(self._moved, size)  # smaller: the log was emptied
        self._commits += 1
        if size - self._moved >= PASSIVE_AFTER or self._commits >= COMMITS:
            self._moved, self._commits = size, 0
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
                if self._move("PASSIVE") >= RESTART_FROM:
                    self._start_over()

    def _start_over(self) -> None:
        """Hold the writer's lock while the rest of the log is moved, unless somebody still reads it.

        The writer finds the store busy meanwhile, and goes on with everything else: in its own thread it would stand
        still, for as long as the disk takes. The file keeps its length: to write over it costs the disk less than to
        make it grow again.
        """
        for _ in range(_ROUNDS):
            self._move("PASSIVE")
        self._move("RESTART")

    def _move(self, how: str) -> int:
        """Move what can be moved, and give the size of the log."""
        _, pages, _ = self._connection.execute(f"PRAGMA wal_checkpoint({how})").fetchone()
        return int(pages) * _PAGE
