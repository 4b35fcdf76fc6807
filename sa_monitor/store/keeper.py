"""What the listener is given of the store: append, project, beat. One thread uses it, the listener's."""

import os
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from sa_monitor.errors import StoreBusy, StoreError, StoreUnavailable
from sa_monitor.model.delivery import Arrival
from sa_monitor.model.listening import Beat, Ending, missed
from sa_monitor.model.rulebook import Rulebook
from sa_monitor.store import periods
from sa_monitor.store.append import Rejections, append
from sa_monitor.store.checkpoints import Checkpointer
from sa_monitor.store.connection import open_writer
from sa_monitor.store.faults import as_store_error
from sa_monitor.store.projection import Projection, cursor_of

_PATIENCE = 1.0
"""Seconds that opening waits for another writer."""


class Keeper:
    """Keeps deliveries in one events.db.

    Nothing waits for another writer: a lock that is held is StoreBusy. After an error that says the file is gone,
    replaced or unreadable the connection is dropped, and the next call opens it anew. `rulebook` says what raises
    alerts.
    """

    def __init__(self, path: Path, clocks: Callable[[], Beat], rulebook: Rulebook | None = None) -> None:
        self._path = path
        self._rulebook = rulebook
        self._clocks = clocks
        self._open: _Open | None = None
        self._last_beat: Beat | None = None
        self._failed = False

    def open(self) -> None:
        """Open the store and begin a listening period. Raises StoreError."""
        self._opened()

    def append(self, arrivals: Sequence[Arrival]) -> Sequence[int]:
        """Make the arrivals durable and give their ids. StoreBusy and StoreUnavailable: nothing was kept."""
        opened = self._opened()
        try:
            ids = append(opened.connection, arrivals)
        except sqlite3.Error as error:
            raise self._translate(error) from error
        self._prove_in_place(opened)
        opened.last = ids[-1] if ids else opened.last
        opened.checkpoints.wrote(opened.connection)
        return ids

    def reject(self, arrivals: Sequence[Arrival], uncounted: int) -> None:
        """Keep rejected deliveries within bounds, and count `uncounted` more. Raises StoreError."""
        opened = self._opened()
        try:
            opened.rejections.keep(arrivals, uncounted)
        except sqlite3.Error as error:
            raise self._translate(error) from error

    def project(self, most: int) -> bool:
        """Project at most `most` waiting deliveries; True while more wait. Raises StoreError, nothing is then lost.

        The results needn't survive a power cut: the cursor stands in the same transaction, and what is lost is
        projected again. So this commit doesn't wait for the disk.
        """
        opened = self._opened()
        if opened.projected >= opened.last:
            return False
        try:
            opened.connection.execute("PRAGMA synchronous = NORMAL")
            try:
                progress = opened.projection.project(most)
            finally:
                opened.connection.execute("PRAGMA synchronous = FULL")
        except sqlite3.Error as error:
            raise self._translate(error) from error
        opened.projected = progress.cursor
        opened.checkpoints.wrote(opened.connection)
        if progress.read < most:
            opened.last = progress.cursor
        return opened.projected < opened.last

    def beat(self) -> None:
        """Note that somebody listens; a time since the last beat in which nobody did becomes a gap."""
        opened, now = self._opened(), self._clocks()
        try:
            reason = missed(self._last_beat, now) if self._last_beat else None
            if reason is not None and self._last_beat is not None:
                reason = Ending.FAILED if self._failed and reason is Ending.STALLED else reason
                began = self._last_beat.wall
                opened.period = periods.interrupt(opened.connection, opened.period, (began, now.wall), reason)
            else:
                periods.beat(opened.connection, opened.period, now.wall)
            opened.look_for_others()
        except sqlite3.Error as error:
            raise self._translate(error) from error
        self._last_beat, self._failed = now, False
        self._prove_in_place(opened)

    def close(self, ending: Ending) -> None:
        """End the listening period and close. Errors are of no use to anybody any more."""
        if self._open is None:
            return
        with suppress(sqlite3.Error):  # the last beat then says how long we listened
            periods.end(self._open.connection, self._open.period, self._clocks().wall, ending)
            # Whoever copies events.db alone then has everything, also while others still read it.
            self._open.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        self._drop()

    def _opened(self) -> "_Open":
        if self._open is None:
            try:
                self._open = _Open(self._path, self._clocks().wall, self._rulebook)
            except sqlite3.Error as error:
                raise self._translate(error) from error
            except StoreError:
                self._failed = True
                raise
            if self._last_beat is None:
                self._last_beat = self._clocks()
        return self._open

    def _translate(self, error: sqlite3.Error) -> StoreError:
        """Give our error, and drop the connection unless the lock or the disk is all that is missing."""
        translated = as_store_error(error)
        if isinstance(translated, StoreBusy):
            return translated
        self._failed = True
        if getattr(error, "sqlite_errorcode", 0) & 0xFF != sqlite3.SQLITE_FULL:
            self._drop()
        return translated

    def _prove_in_place(self, opened: "_Open") -> None:
        """Compare what we wrote to with what stands there: an unlinked or replaced file goes on saying OK."""
        if opened.in_place():
            return
        self._failed = True
        self._drop()
        raise StoreUnavailable("events.db was removed or replaced", "It is opened anew at once.")

    def _drop(self) -> None:
        opened, self._open = self._open, None
        if opened is not None:
            opened.close()


class _Open:
    """Everything that lives as long as one connection."""

    def __init__(self, path: Path, now: int, rulebook: Rulebook | None) -> None:
        self.connection = open_writer(path, patience=_PATIENCE)
        try:
            self.period = periods.begin(self.connection, os.getpid(), now)
            self.connection.execute("PRAGMA busy_timeout = 0")
            self.rejections = Rejections(self.connection)
            self.look_for_others()
        except BaseException:
            self.connection.close()
            raise
        self._files = (path, path.with_name(path.name + "-wal"))
        self._identity = self._identify()
        self.projection = Projection(self.connection, rulebook)
        self.checkpoints = Checkpointer(path)

    def look_for_others(self) -> None:
        """See what other processes did: an import appends, a rebuild sets the cursor back."""
        self.projected = cursor_of(self.connection)
        self.last = int(self.connection.execute("SELECT coalesce(max(id), 0) FROM deliveries").fetchone()[0])

    def in_place(self) -> bool:
        """Tell whether the files that we opened still stand under their names."""
        return self._identify() == self._identity

    def close(self) -> None:
        self.checkpoints.close()
        self.connection.close()

    def _identify(self) -> tuple[tuple[int, int] | None, ...]:
        return tuple(_identity(file) for file in self._files)


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        status = os.stat(path)  # noqa: PTH116 (on the way of every answer; half the time of Path.stat)
    except OSError:
        return None
    return status.st_dev, status.st_ino
