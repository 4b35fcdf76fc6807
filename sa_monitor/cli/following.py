"""New events as they come, from whoever records them."""

import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from sa_monitor.cli.questions import PAGE
from sa_monitor.cli.streams import narrate
from sa_monitor.errors import StoreMissing, StoreUnavailable
from sa_monitor.model.event import Step
from sa_monitor.model.query import Query

if TYPE_CHECKING:
    from pathlib import Path

    from sa_monitor.store.reader import Reader

_PAUSE = 0.1
"""Seconds between two looks at the store."""

_WORTH_SAYING = 30
"""Looks in vain, one after another, until that is said: a store that is just being made can't be read for a moment."""


class Follower:
    """Gives each event that is new since it was made once, oldest first, also of a store that isn't there yet.

    It outlives a store that can't be read for a while, is removed, or is replaced. Raises StoreNewer, StoreCorrupt.
    """

    def __init__(self, path: "Path", query: Query) -> None:
        self._path = path
        self._query = query
        self._reader: Reader | None = None
        self._identity: tuple[int, int] | None = None
        self._last = 0
        self._version: int | None = None
        self._failures = 0
        reader = self._current()
        if reader is not None:
            self._last = reader.last_recorded()

    def batches(self, wanted: Callable[[], bool] = lambda: True) -> Iterator[list[Step]]:
        """Give what is new as soon as it is there, for as long as it is wanted."""
        while wanted():
            if steps := self._try():
                yield steps
            else:
                time.sleep(_PAUSE)

    def close(self) -> None:
        """Close the store."""
        if self._reader is not None:
            self._reader.close()
        self._reader, self._version = None, None

    def _try(self) -> list[Step]:
        try:
            steps = self._new()
        except StoreUnavailable as error:
            self.close()
            self._failures += 1
            if self._failures == _WORTH_SAYING:
                narrate(f"Waiting for {self._path}: {error.title}")
            return []
        self._failures = 0
        return steps

    def _new(self) -> list[Step]:
        reader = self._current()
        version = reader.data_version() if reader is not None else None
        if reader is None or version == self._version:
            return []
        newest = reader.last_recorded()
        steps = reader.recorded_after(self._last, self._query, limit=PAGE)
        if steps:
            self._last = steps[-1].event.id
        if len(steps) < PAGE:
            self._last = max(self._last, newest)  # what doesn't match isn't looked at again
            self._version = version
        return steps

    def _current(self) -> "Reader | None":
        """Give a reader of the file that stands there now; None where there is none."""
        from sa_monitor.store.reader import Reader

        identity = _identity(self._path)
        if identity is None or identity != self._identity:
            self.close()
        if identity is None:
            return None
        if identity != self._identity:
            self._last = 0  # another store counts anew, and all that it holds is new
            self._identity = identity
        if self._reader is None:
            try:
                self._reader = Reader.open(self._path)
            except StoreMissing:
                return None
        return self._reader


def _identity(path: "Path") -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
