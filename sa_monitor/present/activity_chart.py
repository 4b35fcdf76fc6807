"""Bars up for what was authorized and down for what was deauthorized, by hour, day, week or month."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import timedelta, tzinfo

from msgspec import Struct

from sa_monitor.model.activity import Activity
from sa_monitor.model.instants import DAY, HOUR, from_datetime
from sa_monitor.model.timeline import Times
from sa_monitor.present.cells import width
from sa_monitor.present.quantities import grouped
from sa_monitor.present.time_scale import Scale, axis
from sa_monitor.present.timeline_row import UNHEARD, covered
from sa_monitor.present.times import there
from sa_monitor.present.tone import Line, Span, Tone, line

UNITS = (("hour", HOUR), ("day", DAY), ("week", 7 * DAY), ("month", 28 * DAY))
"""What a bar can stand for, with its least length."""

_BAR, _BASE = "█", "─"
_SHOWS = 10
_MARGIN = 1


class Bars(Struct, frozen=True):
    """The instants at which bars begin, and the end of the last; `unit` is what each stands for."""

    unit: str
    edges: tuple[int, ...]

    @property
    def fine(self) -> bool:
        """Whether the parts are so short that days of UTC don't make them up."""
        return self.unit in ("hour", "day")

    @property
    def counted(self) -> tuple[int, int]:
        """Give the time that is counted: from edge to edge, or where days of UTC are counted by whole ones."""
        first, last = self.edges[0], self.edges[-1]
        return (first, last) if self.fine else (-(-first // DAY) * DAY, -(-last // DAY) * DAY)


def bars_for(start: int, end: int, cells: int, zone: tzinfo) -> Bars:
    """Choose the shortest unit of which the range has no more than fit, each bar from one whole unit to the next."""
    unit = next(
        (name for name, length in UNITS if (end - start) // length + 2 <= cells - 2 * _MARGIN), "month"
    )
    moment = there(start, zone).replace(minute=0, second=0, microsecond=0)
    if unit != "hour":
        moment = moment.replace(hour=0)
    if unit == "week":
        moment -= timedelta(days=moment.weekday())
    if unit == "month":
        moment = moment.replace(day=1)
    edges = [from_datetime(moment)]
    while edges[-1] < end:
        if unit == "month":
            moment = (moment + timedelta(days=32)).replace(day=1)
        else:
            moment += timedelta(**{f"{unit}s": 1})
        edges.append(from_datetime(moment))
    return Bars(unit, tuple(edges))


def counted_bars(bars: Bars, heard: Sequence[Activity]) -> list[tuple[int, int]]:
    """Give for each bar how many were authorized and deauthorized."""
    counts = [[0, 0] for _ in bars.edges[1:]]
    for one in heard:
        at = bisect_right(bars.edges, one.start) - 1
        if 0 <= at < len(counts):
            counts[at][0] += one.authorized
            counts[at][1] += one.deauthorized
    return [(up, down) for up, down in counts]


def chart(
    bars: Bars, counts: Sequence[tuple[int, int]], gaps: Times, size: tuple[int, int], zone: tzinfo
) -> list[Line]:
    """Draw it on so many cells and lines; both directions have one scale."""
    cells, height = size
    wide = max(1, (cells - 2 * _MARGIN) // max(1, len(counts)))
    each = max(2, (height - 2) // 2)
    ups, downs = [up for up, _ in counts], [down for _, down in counts]
    most = max([*ups, *downs, 1])
    high, low = ([_tall(count, most, each - 1) for count in own] for own in (ups, downs))
    lines = [_level(high, level, wide, Tone.TEXT) for level in range(each - 1, 0, -1)]
    lines.insert(0, ())
    _put_number(lines, ups, most, each, wide, up=True)
    lines.append(tuple(_base(bars, gaps, wide)))
    below = [_level(low, level, wide, Tone.ERROR) for level in range(1, each)]
    below.append(())
    _put_number(below, downs, most, each, wide, up=False)
    scale = Scale(bars.edges[0], bars.edges[-1], wide * len(counts))
    return [*lines, *below, line(" " * _MARGIN + axis(scale, zone), Tone.QUIET)]


def _tall(count: int, most: int, lines: int) -> int:
    return 0 if not count else max(1, round(count * lines / most))


def _level(heights: Sequence[int], level: int, wide: int, tone: Tone) -> Line:
    drawn = wide - 1 if wide > 2 else wide  # noqa: PLR2004 (bars stand apart where there is room)
    signs = "".join((_BAR if own >= level else " ") * drawn + " " * (wide - drawn) for own in heights)
    return line(" " * _MARGIN + signs.rstrip(), tone) if signs.strip() else ()


def _put_number(
    lines: list[Line], counts: Sequence[int], most: int, each: int, wide: int, *, up: bool
) -> None:
    """Write the greatest number at the end of its bar, over whatever lower bars are beside it."""
    greatest = max(counts, default=0)
    if not greatest:
        return
    words = grouped(greatest)
    tall = _tall(greatest, most, each - 1)
    number = each - 1 - tall if up else tall
    room = _MARGIN + wide * len(counts)
    at = max(0, min(_MARGIN + counts.index(greatest) * wide, room - width(words)))
    lines[number] = (Span(" " * at), Span(words, Tone.STRONG))


def _base(bars: Bars, gaps: Times, wide: int) -> Iterator[Span]:
    """Draw what the bars stand on; where nobody listened it says so."""
    yield Span(" " * _MARGIN)
    for start, end in zip(bars.edges, bars.edges[1:], strict=False):
        unheard = covered(gaps, start, end) * _SHOWS >= end - start
        yield Span((UNHEARD if unheard else _BASE) * wide, Tone.WARNING if unheard else Tone.QUIET)
