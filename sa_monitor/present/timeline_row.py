"""One pair over time: a row of signs on a scale, and what it comes to."""

from collections.abc import Iterator, Sequence
from datetime import tzinfo
from itertools import groupby

from msgspec import Struct

from sa_monitor.model.authorization import Authorization
from sa_monitor.model.instants import DAY
from sa_monitor.model.timeline import State, Timeline, Times
from sa_monitor.present import signs
from sa_monitor.present.columns import Column, row
from sa_monitor.present.durations import duration
from sa_monitor.present.member_row import standing_sign
from sa_monitor.present.quantities import counted
from sa_monitor.present.time_scale import Scale, axis
from sa_monitor.present.times import date, short_date, there
from sa_monitor.present.tone import Line, Span, Tone, line

AUTHORIZED, NOT, UNHEARD, BEFORE = "█", "_", "░", " "
_SIGNS = {State.AUTHORIZED: AUTHORIZED, State.NOT: NOT, State.ASSUMED: signs.ASSUMED}
_SHOWS = 10
"""A gap is drawn in a cell of which it takes one part in so many: an instant's restart isn't."""

_NOTE = len("99.1 % of 148 days known")
_ROOM_FOR_NOTE = 110


class Columns(Struct, frozen=True):
    """Where the parts of a row stand; the note has cells only where there is room."""

    sign: Column
    name: Column
    bar: Column
    note: Column


class Sheet(Struct, frozen=True):
    """What all rows are written on: the scale, where the parts stand, the times in which nobody listened, the zone."""

    scale: Scale
    columns: Columns
    gaps: Times
    zone: tzinfo


def timeline_columns(cells: int) -> Columns:
    """Lay the parts out over `cells`."""
    name = Column(3, min(28, max(14, cells // 6)))
    note = _NOTE if cells >= _ROOM_FOR_NOTE else 0
    bar = Column(name.end + 1, cells - name.end - 2 - (note + 2 if note else 0))
    return Columns(Column(1, 1), name, bar, Column(bar.end + 2, note))


def axis_row(scale: Scale, columns: Columns, zone: tzinfo) -> Line:
    """Write the axis above the bars."""
    return row([(columns.bar, line(axis(scale, zone), Tone.QUIET))])


def timeline_row(
    standing: Authorization,
    label: str,
    timeline: Timeline | None,
    sheet: Sheet,
) -> Line:
    """Write one pair; without a timeline, which isn't read yet, only who it is."""
    sign, tone = standing_sign(standing)
    if timeline is not None and timeline.assumed_until is not None and tone is Tone.TEXT:
        sign = signs.UNKNOWN
    loss = Tone.ERROR if standing.lost else Tone.TEXT
    columns = sheet.columns
    bar = tuple(_bar(timeline, sheet.gaps, sheet.scale, loss)) if timeline else ()
    note = _note(timeline, sheet.zone) if timeline else ""
    return row(
        [
            (columns.sign, line(sign, tone)),
            (columns.name, line(label)),
            (columns.bar, bar),
            (columns.note, line(note, Tone.QUIET)),
        ],
        last=False,
    )


def summary(standing: Authorization, timeline: Timeline, now: int, zone: tzinfo) -> str:
    """Say since when it is so, how long in total, and of how much known time: what wasn't listened to is left out."""
    state = "assumed" if timeline.state is State.ASSUMED else "lost" if standing.lost else str(standing.state)
    if not standing.lost and timeline.state is State.NOT:
        state = "ended"
    since = "" if timeline.since is None else f" since {date(timeline.since, zone)}"
    parts = [f"{state}{since}"]
    if timeline.known:
        parts.append(f"authorized for {duration(timeline.authorized)}, {share_words(timeline)}")
    if timeline.assumed_until is not None:
        parts.append(f"assumed until {_near(timeline.assumed_until, now, zone)}")
    if not timeline.whole:
        parts.append(f"the newest {counted(len(timeline.steps), 'step')} alone")
    return "; ".join(parts)


def share_words(timeline: Timeline) -> str:
    """`99.1 % of 148 days known`; nothing where nothing is known."""
    share = timeline.share
    if share is None:
        return ""
    days = timeline.known // DAY
    known = counted(days, "day") if days else duration(timeline.known)
    return f"{_percent(share)} % of {known} known"


def _percent(share: float) -> str:
    """Round so that only all is 100 and only nothing is 0."""
    if share in (0.0, 1.0):
        return str(int(share * 100))
    return f"{min(99.9, max(0.1, share * 100)):.1f}"


def _note(timeline: Timeline, zone: tzinfo) -> str:
    until = timeline.assumed_until
    return share_words(timeline) if until is None else f"assumed until {short_date(until, zone)}"


def _near(instant: int, now: int, zone: tzinfo) -> str:
    same_year = there(instant, zone).year == there(now, zone).year
    return short_date(instant, zone) if same_year else date(instant, zone)


def _bar(timeline: Timeline, gaps: Times, scale: Scale, loss: Tone) -> Iterator[Span]:
    tones = {NOT: loss, UNHEARD: Tone.WARNING, signs.ASSUMED: Tone.QUIET}
    cells = [
        _cell(timeline, gaps, scale.instant(cell), scale.instant(cell + 1)) for cell in range(scale.cells)
    ]
    for sign, run in groupby(cells):
        yield Span(sign * len(list(run)), tones.get(sign, Tone.TEXT))


def _cell(timeline: Timeline, gaps: Times, start: int, end: int) -> str:
    """Choose the sign of a cell: a time without authorization is never hidden by what lies beside it."""
    own = [span for span in timeline.spans if span.start < end and (span.end > start or span.start >= start)]
    if not own:
        return BEFORE
    if any(span.state is State.NOT and span.length for span in own):
        return NOT
    if covered(gaps, start, end) * _SHOWS >= end - start:
        return UNHEARD
    return _SIGNS[own[-1].state]


def covered(times: Sequence[tuple[int, int]], start: int, end: int) -> int:
    """Give how many milliseconds between two instants fall into times."""
    return sum(max(0, min(until, end) - max(since, start)) for since, until in times)
