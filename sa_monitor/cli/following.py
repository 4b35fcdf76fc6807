"""New events as they come, from whoever records them."""

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sa_monitor.cli.questions import BEGINNING, PAGE
from sa_monitor.errors import StoreMissing
from sa_monitor.model.event import Mark, Step
from sa_monitor.model.query import EVERYTHING, Query

if TYPE_CHECKING:
    from pathlib import Path

    from sa_monitor.store.reader import Reader

_PAUSE = 0.1
"""Seconds between two looks at the store."""


class Follower:
    """Gives each event that is new since it was made once, oldest first, also of a store that isn't there yet."""

    def __init__(self, path: "Path", query: Query) -> None:
        self._path = path
        self._query = query
        self._reader: Reader | None = None
        self._mark: Mark = BEGINNING
        self._version: int | None = None
        reader = self._open()
        if reader is not None and (newest := reader.page(EVERYTHING, limit=1)):
            self._mark = newest[0].event.mark

    def batches(self) -> Iterator[list[Step]]:
        """Give what is new as soon as it is there, for ever."""
        while True:
            if steps := self._new():
                yield steps
            else:
                time.sleep(_PAUSE)

    def close(self) -> None:
        """Close the store."""
        if self._reader is not None:
            self._reader.close()

    def _new(self) -> list[Step]:
        reader = self._reader or self._open()
        version = reader.data_version() if reader is not None else None
        if reader is None or version == self._version:
            return []
        steps = reader.page(self._query, newer_than=self._mark, limit=PAGE)[::-1]
        if steps:
            self._mark = steps[-1].event.mark
        if len(steps) < PAGE:
            self._version = version
        return steps

    def _open(self) -> "Reader | None":
        from sa_monitor.store.reader import Reader

        try:
            self._reader = Reader.open(self._path)
        except StoreMissing:
            self._reader = None
        return self._reader
