"""Exporting for a screen: in a thread, over a reader of its own, and ended where it is given up."""

import asyncio
from datetime import tzinfo
from pathlib import Path
from threading import Event as Signal

from msgspec import Struct

from sa_monitor.errors import StoreMissing
from sa_monitor.model.query import Query
from sa_monitor.monitor.exportable import EventsOf, Exportable, KeptRequests
from sa_monitor.present.exports import Format
from sa_monitor.present.quantities import counted
from sa_monitor.present.times import there
from sa_monitor.settings.places import Places
from sa_monitor.store.reader import Reader

_MOST_ALIKE = 1000
"""Files of one day that a free name is looked for among."""


class Exported(Struct, frozen=True):
    """What was written, `12 events`, and where."""

    counted: str
    path: Path


class _GivenUp(Exception):
    """Ends the thread that writes."""


class ExportJob:
    """One export of `what`. `done` and `total` may be read while it runs; `give_up` leaves nothing behind."""

    def __init__(self, database: Path, what: Exportable) -> None:
        self._database = database
        self.what = what
        self._given_up = Signal()
        self.done = 0
        self.total = 0

    async def count(self) -> int:
        """Count the rows that there are to write. Raises StoreError."""
        return await asyncio.to_thread(self._count)

    async def write(self, path: Path, form: Format, *, replace: bool) -> Exported | None:
        """Write them; gives None where it was given up. Raises SaMonitorError where the file can't be written."""
        try:
            rows = await asyncio.to_thread(self._write, path, form, replace=replace)
        except _GivenUp:
            return None
        return Exported(self.counted(rows), path)

    def counted(self, rows: int) -> str:
        """Say how many of what: `12 events`."""
        return counted(rows, self.what.thing, self.what.things)

    def give_up(self) -> None:
        """End it; `write` then gives None."""
        self._given_up.set()

    @property
    def given_up(self) -> bool:
        """Whether it was given up."""
        return self._given_up.is_set()

    def _count(self) -> int:
        try:
            with Reader.open(self._database) as reader:
                return self.what.count(reader)
        except StoreMissing:
            return 0

    def _write(self, path: Path, form: Format, *, replace: bool) -> int:
        from sa_monitor.monitor.exporting import export_to

        with Reader.open(self._database) as reader:
            return export_to(path, reader, self.what, form, replace=replace, told=self._told)

    def _told(self, done: int, total: int) -> None:
        self.done, self.total = done, total
        if self._given_up.is_set():
            raise _GivenUp


class Exports:
    """Makes exports of one data folder, and proposes where to write them."""

    def __init__(self, places: Places, home: Path | None = None) -> None:
        self._database = places.database
        self._home = home

    def job(self, query: Query) -> ExportJob:
        """Make an export of what a query asks for."""
        return ExportJob(self._database, EventsOf(query))

    def job_of_requests(self) -> ExportJob:
        """Make an export of every request that was kept."""
        return ExportJob(self._database, KeptRequests())

    def proposed(self, job: ExportJob, now: int, zone: tzinfo, form: Format) -> str:
        """Propose a file that doesn't exist yet: `~/sa-monitor-2026-11-14.jsonl`."""
        day = there(now, zone).date().isoformat()
        names = (f"~/{job.what.name}-{day}{'' if n == 1 else f'-{n}'}.{form}" for n in range(1, _MOST_ALIKE))
        return next(name for name in names if not self.path(name).exists())

    def path(self, typed: str) -> Path:
        """Give the path that is meant by what was typed; `~` is the home folder."""
        home = self._home
        if home is not None and (typed == "~" or typed.startswith("~/")):
            return home / typed[2:]
        try:
            return Path(typed).expanduser().absolute()
        except RuntimeError:
            return Path(typed).absolute()

    def written(self, path: Path) -> str:
        """Write a path as people do: the home folder as `~`."""
        home = self._home or Path("~").expanduser()
        return f"~/{path.relative_to(home)}" if path.is_relative_to(home) else str(path)
