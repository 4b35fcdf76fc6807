"""A range of time over cells, and the axis that names its parts."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, tzinfo

from msgspec import Struct

from sa_monitor.model.instants import DAY, HOUR, from_datetime
from sa_monitor.present.times import minute, month, short_date, there

LENGTHS = (
    6 * HOUR,
    DAY,
    3 * DAY,
    7 * DAY,
    30 * DAY,
    90 * DAY,
    170 * DAY,
    366 * DAY,
    3 * 366 * DAY,
    10 * 366 * DAY,
)
"""How long a range can be, from the shortest."""

_BETWEEN = 2
"""Blanks that stand at least between two words of an axis."""

_YEAR_STARTS = 1

Naming = Callable[[int, tzinfo], str]


class Scale(Struct, frozen=True):
    """From `start` up to `end`, over `cells`."""

    start: int
    end: int
    cells: int

    def instant(self, cell: int) -> int:
        """Give the instant at which a cell begins."""
        return self.start + (self.end - self.start) * cell // self.cells

    def cell(self, instant: int) -> int:
        """Give the cell that an instant falls into; it may lie outside."""
        return (instant - self.start) * self.cells // (self.end - self.start)


def length_for(oldest: int, now: int, most: int) -> int:
    """Choose the number of the shortest length that reaches back to `oldest`, at most `most`."""
    return next((n for n, length in enumerate(LENGTHS[:most]) if now - length <= oldest), most)


def axis(scale: Scale, zone: tzinfo) -> str:
    """Name the parts of the range above the cells where they begin: hours, days, months or years, as many as fit."""
    words = [" "] * scale.cells
    free = 0
    for instant, name in _ticks(scale, zone):
        at = scale.cell(instant)
        if free <= at and at + len(name) <= scale.cells:
            words[at : at + len(name)] = name
            free = at + len(name) + _BETWEEN
    return "".join(words)


def _ticks(scale: Scale, zone: tzinfo) -> Iterator[tuple[int, str]]:
    length = scale.end - scale.start
    first = there(scale.start, zone).replace(minute=0, second=0, microsecond=0)
    if length <= DAY:
        yield from _steps(scale, zone, first, timedelta(hours=1), minute)
        return
    first = first.replace(hour=0)
    if length <= 90 * DAY:
        yield from _steps(scale, zone, first, timedelta(days=1), short_date)
        return
    moment = first.replace(day=1)
    while (instant := from_datetime(moment)) < scale.end:
        starts_year = moment.month == _YEAR_STARTS
        if instant >= scale.start and (starts_year or length <= 3 * 366 * DAY):
            yield instant, str(moment.year) if starts_year else month(instant, zone)
        moment = (moment + timedelta(days=32)).replace(day=1)


def _steps(
    scale: Scale, zone: tzinfo, moment: datetime, step: timedelta, name: Naming
) -> Iterator[tuple[int, str]]:
    while (instant := from_datetime(moment)) < scale.end:
        if instant >= scale.start:
            yield instant, name(instant, zone)
        moment += step
