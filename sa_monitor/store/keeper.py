"""What the listener is given of the store: append, project, beat. One thread uses it, the listener's."""

import logging
import os
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from sa_monitor.errors import StoreBusy, StoreCorrupt, StoreError, StoreUnavailable
from sa_monitor.model.delivery import Arrival
from sa_monitor.model.listening import Beat, Ending, missed
from sa_monitor.model.rulebook import Rulebook
from sa_monitor.store import periods
from sa_monitor.store.append import Rejections, append
from sa_monitor.store.checkpoints import Checkpointer
from sa_monitor.store.connection import open_writer
from sa_monitor.store.faults import as_store_error, full, has_room
from sa_monitor.store.footing import Footing, identity
from sa_monitor.store.lock import ListenerLock
from sa_monitor.store.outbox import let_go
from sa_monitor.store.projection import Projection, cursor_of
from sa_monitor.store.reopening import Reopening

_log = logging.getLogger(__name__)

_PATIENCE = 1.0
"""Seconds that opening waits for another writer, and closing."""

_SLICE = 0.02
"""Seconds that one projection takes at most, and a commit: nothing is answered meanwhile."""

_PARTING = 200
"""Milliseconds that readers are waited for before a file is let go of."""


class Keeper:
    """Keeps deliveries in one events.db.

    Nothing waits for another writer: a lock that is held is StoreBusy. After an error that says the file is gone,
    replaced, damaged or unreadable the connection is dropped, nothing is kept any more, and each call tries to open
    it anew (`Reopening` says when that may be). `rulebook` says what raises alerts, and which channels there are: what
    waits for others is let go of. `lock`, where there is one, makes sure that nobody else records where it is opened
    anew.
    """

    def __init__(
        self,
        path: Path,
        clocks: Callable[[], Beat],
        rulebook: Rulebook | None = None,
        lock: ListenerLock | None = None,
    ) -> None:
        self._path = path
        self._rulebook = rulebook
        self._clocks = clocks
        self._lock = lock
        self._open: _Open | None = None
        self._leaving: StoreError | None = None
        self._reopening: Reopening | None = None
        self._last_beat: Beat | None = None
        self._failed = False
        self._full = False

    def open(self) -> None:
        """Open the store and begin a listening period. Raises StoreError."""
        self._opened()

    def append(self, arrivals: Sequence[Arrival]) -> Sequence[int]:
        """Make the arrivals durable and give their ids. StoreBusy and StoreUnavailable: nothing was kept."""
        opened = self._opened()
        self._prove_whole(opened)
        try:
            ids = append(opened.connection, arrivals)
        except sqlite3.Error as error:
            raise self._translate(error) from error
        self._prove_in_place(opened)
        self._full = False
        opened.last = ids[-1] if ids else opened.last
        opened.checkpoints.wrote()
        return ids

    def reject(self, arrivals: Sequence[Arrival], uncounted: int) -> None:
        """Keep rejected deliveries within bounds, and count `uncounted` more. Raises StoreError."""
        opened = self._opened()
        self._prove_whole(opened)
        try:
            opened.rejections.keep(arrivals, uncounted)
        except sqlite3.Error as error:
            raise self._translate(error) from error

    def project(self, most: int) -> bool:
        """Project at most `most` waiting deliveries, for a moment at most; True while more wait.

        Raises StoreError, nothing is then lost.

        The results needn't survive a power cut: the cursor stands in the same transaction, and what is lost is
        projected again. So this commit doesn't wait for the disk.
        """
        opened = self._opened()
        if opened.projected >= opened.last:
            return False
        self._prove_whole(opened)
        try:
            opened.connection.execute("PRAGMA synchronous = NORMAL")
            try:
                progress = opened.projection.project(most, _SLICE)
            finally:
                opened.connection.execute("PRAGMA synchronous = FULL")
        except sqlite3.Error as error:
            raise self._translate(error) from error
        opened.projected = progress.cursor
        opened.checkpoints.wrote()
        if not progress.more:
            opened.last = progress.cursor
        return opened.projected < opened.last

    def beat(self) -> None:
        """Note that somebody listens; a time since the last beat in which nobody did becomes a gap."""
        opened, now = self._opened(), self._clocks()
        self._prove_whole(opened)
        if self._full and not has_room(self._path):  # a beat may fit where a delivery doesn't
            raise full()
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
        if self._lock is not None:
            self._lock.keep()

    def close(self, ending: Ending) -> None:
        """End the listening period and close. Errors are of no use to anybody any more."""
        if self._open is None:
            return
        with suppress(sqlite3.Error):  # the last beat then says how long we listened
            self._open.connection.execute(f"PRAGMA busy_timeout = {int(_PATIENCE * 1000)}")
            periods.end(self._open.connection, self._open.period, self._clocks().wall, ending)
            # Whoever copies events.db alone then has everything, also while others still read it.
            self._open.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        self._open.close()
        self._open = None

    def _opened(self) -> "_Open":
        if self._open is not None:
            if self._leaving is not None:
                self._leave(self._open, self._leaving)
            return self._open
        again, make = self._reopening, True
        try:
            if again is not None:
                make = self._permitted(again)
            self._open = _Open(
                self._path, self._clocks().wall, self._rulebook, make=make, again=again is not None
            )
        except sqlite3.Error as error:
            raise self._translate(error) from error
        except StoreError as error:
            self._failed = True
            if again is not None and isinstance(error, StoreCorrupt):
                again.suspect()
            raise
        if again is not None:
            words = "a new one is begun, without what was recorded before" if make else "it is opened again"
            _log.warning("events.db had to be let go of: %s", words)
        self._reopening = None
        if self._lock is not None:
            self._lock.records_into(self._open.footing)
        if self._last_beat is None:
            self._last_beat = self._clocks()
        return self._open

    def _permitted(self, again: Reopening) -> bool:
        """Return when it may be opened anew: True where a new one is to be made. Raises StoreError until then."""
        if self._lock is not None:
            self._lock.prove_no_other()
        make = again.permit(self._clocks().awake)
        if self._lock is not None:
            self._lock.keep()
        return make

    def _translate(self, error: sqlite3.Error) -> StoreError:
        """Give our error, and drop the connection unless the lock or the disk is all that is missing."""
        translated = as_store_error(error, self._path)
        if isinstance(translated, StoreBusy):
            return translated
        self._failed = True
        self._full = translated.title == full().title
        if self._open is not None and getattr(error, "sqlite_errorcode", 0) & 0xFF != sqlite3.SQLITE_FULL:
            self._drop(self._open, translated)
        elif self._reopening is not None and isinstance(translated, StoreCorrupt):
            self._reopening.suspect()
        return translated

    def _prove_whole(self, opened: "_Open") -> None:
        """See to it that nothing is written behind the end of a log that was cut off, where nobody would find it."""
        if not opened.footing.was_cut():
            return
        try:
            emptied = opened.empty_log(patience=0)
        except sqlite3.Error:
            advice = "What wasn't in events.db yet may be lost; storing goes on by itself."
            self._drop(opened, reason := StoreCorrupt("events.db-wal was cut off", advice), cut=True)
            raise reason from None
        if not emptied:
            raise StoreBusy("events.db-wal was cut off, and is being read", "Trying again.")
        opened.footing.in_place()

    def _prove_in_place(self, opened: "_Open") -> None:
        """Compare what we wrote to with what stands there: an unlinked or replaced file goes on saying OK."""
        if not opened.footing.in_place():
            title = f"{opened.footing.missing()} was removed or replaced"
            self._leave(opened, StoreUnavailable(title, "Storing goes on by itself."))

    def _leave(self, opened: "_Open", reason: StoreError) -> NoReturn:
        """Let go of files that don't stand in their places, as soon as all that was acknowledged is in events.db.

        Wherever that is now: whoever moved it, or removed the log alone, then has everything.
        """
        self._failed = True
        self._leaving = reason
        try:
            emptied = opened.empty_log()
        except sqlite3.Error as error:
            _log.error("what is in the log of events.db can't be kept: %s", error)
            emptied = True
        if emptied:
            self._drop(opened, reason)
        raise reason

    def _drop(self, opened: "_Open", reason: StoreError, *, cut: bool = False) -> None:
        self._open = self._leaving = None
        lost = not opened.footing.log_in_place()
        self._reopening = Reopening(opened.footing, reason, self._clocks().awake, log_was_lost=lost, cut=cut)
        opened.close()


class _Open:
    """Everything that lives as long as one connection."""

    def __init__(self, path: Path, now: int, rulebook: Rulebook | None, *, make: bool, again: bool) -> None:
        stood = identity(path)
        self.connection = open_writer(path, patience=_PATIENCE, make=make)
        try:
            left_by = Ending.FAILED if again else Ending.KILLED
            self.period = periods.begin(self.connection, os.getpid(), now, left_by)
            if rulebook is not None:
                let_go(self.connection, [channel.name for channel in rulebook.channels])
            if again:  # what a failed write left in the log may not be on the disk, though it looks so
                self.empty_log()
            self.connection.execute("PRAGMA busy_timeout = 0")
            self.rejections = Rejections(self.connection)
            self.look_for_others()
            self.footing = Footing(path, stood)
            self.checkpoints = Checkpointer(path)
        except BaseException:
            self.connection.close()
            raise
        self.projection = Projection(self.connection, rulebook)

    def look_for_others(self) -> None:
        """See what other processes did: an import appends, a rebuild sets the cursor back."""
        self.projected = cursor_of(self.connection)
        self.last = int(self.connection.execute("SELECT coalesce(max(id), 0) FROM deliveries").fetchone()[0])

    def empty_log(self, patience: int = _PARTING) -> bool:
        """Move all that is in the log into events.db; False where somebody is in the way. Raises sqlite3.Error."""
        before = self.connection.execute("PRAGMA busy_timeout").fetchone()[0]
        self.connection.execute(f"PRAGMA busy_timeout = {patience}")
        try:
            return not self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        finally:
            self.connection.execute(f"PRAGMA busy_timeout = {before}")

    def close(self) -> None:
        self.checkpoints.close()
        self.connection.close()
