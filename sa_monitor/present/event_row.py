"""One row of the event log."""

from collections.abc import Iterator
from datetime import UTC, tzinfo

from msgspec import Struct

from sa_monitor.model.event import Event, Kind, Step
from sa_monitor.present.ages import rough_age
from sa_monitor.present.cells import width
from sa_monitor.present.columns import Column, first_fitting, row
from sa_monitor.present.event_words import DECISIVE, Remark, change_of, kind_of, remarks_of, sign_of
from sa_monitor.present.labels import NOTHING_KNOWN, Naming
from sa_monitor.present.names import named, short
from sa_monitor.present.things import Thing
from sa_monitor.present.times import time_of_day
from sa_monitor.present.tone import Line, Span, Tone, line

NARROW_BELOW = 110
"""Cells of a log below which change and remarks share a column and the age isn't shown."""

_TIME = len("14:21:03")
_KIND = len("DEAUTHORIZED")
_AGE = len("59 min") + 2
_SEPARATOR = "  "


class EventColumns(Struct, frozen=True):
    """Where the parts of an event stand; no cells where a part isn't shown. In a narrow log remarks join changes."""

    cells: int
    time: Column
    sign: Column
    kind: Column
    app: Column
    org: Column
    change: Column
    remarks: Column
    age: Column

    @property
    def narrow(self) -> bool:
        """Whether change and remarks share one column."""
        return not self.remarks.cells


def event_columns(cells: int, zone: tzinfo, *, with_actor: bool = False) -> EventColumns:
    """Lay the parts out over `cells`; `with_actor` gives the remarks more and the change less."""
    utc = int(zone is UTC)
    if cells < NARROW_BELOW:
        return _narrow(cells, utc)
    return _roomy(cells, utc, (26, 24, 18, 20) if with_actor else (28, 24, 18, 14))


def _narrow(cells: int, utc: int) -> EventColumns:
    start = 25 + utc
    extra = max(0, cells - start - 55 + utc)
    app = 22 + extra * 3 // 10
    org = 18 - utc + extra * 3 // 10
    change = start + app + org
    return EventColumns(
        cells,
        Column(1, _TIME + utc),
        Column(10 + utc, 1),
        Column(12 + utc, _KIND),
        Column(start, app - 1),
        Column(start + app, org - 1),
        Column(change, cells - change - 1),  # what stands beside the log, such as its strip, is kept apart
        Column(cells, 0),
        Column(cells, 0),
    )


def _roomy(cells: int, utc: int, parts: tuple[int, int, int, int]) -> EventColumns:
    start = 27 + utc
    app, org, change, remarks = _share(cells - start - sum(parts) - _AGE - 1, parts)
    at_change = start + app + org
    at_remarks = at_change + change
    return EventColumns(
        cells,
        Column(1, _TIME + utc),
        Column(11 + utc, 1),
        Column(13 + utc, _KIND),
        Column(start, app - 2),
        Column(start + app, org - 2),
        Column(at_change, change - 1),
        Column(at_remarks, remarks - 1),
        Column(cells - 1 - _AGE, _AGE, right=True),
    )


def _share(extra: int, parts: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    app, org, change, remarks = parts
    if extra < 0:
        from_app = extra // 2
        return app + from_app, org + extra - from_app, change, remarks
    return (
        app + extra // 4,
        org + extra // 4,
        change + extra // 6,
        remarks + extra - 2 * (extra // 4) - extra // 6,
    )


def event_heading(columns: EventColumns) -> Line:
    """Name the columns."""
    names = (
        (columns.time, "heard"),
        (columns.kind, "event"),
        (columns.app, "Service App"),
        (columns.org, "organization"),
        (columns.change, "change"),
        (columns.remarks, "remarks"),
        (columns.age, "age"),
    )
    return row((column, line(name, Tone.QUIET)) for column, name in names)


def event_row(
    step: Step,
    columns: EventColumns,
    now: int,
    zone: tzinfo,
    *,
    actor: bool = False,
    naming: Naming = NOTHING_KNOWN,
) -> Line:
    """Write an event: when it was heard, what happened, where, what it changed, and only what is unusual."""
    event = step.event
    app = naming.within(Thing.APP, event, columns.app.cells)
    org = naming.within(Thing.ORG, event, columns.org.cells)
    sign, tone = sign_of(event)
    loud = tone is Tone.ERROR
    change, remarks = _told(step, columns, actor=actor)
    return row(
        [
            (columns.time, line(time_of_day(event.received_at, zone))),
            (columns.sign, line(sign, tone)),
            (columns.kind, line(kind_of(event), tone if loud else Tone.TEXT)),
            (columns.app, line(app)),
            (columns.org, line(org)),
            (columns.change, change),
            (columns.remarks, remarks),
            (columns.age, line(rough_age(event.received_at, now), Tone.QUIET)),
        ]
    )


def _told(step: Step, columns: EventColumns, *, actor: bool) -> tuple[Line, Line]:
    room = columns.change.cells
    if columns.narrow:
        return _joined(_most_serious(step, room), room), ()
    change = line(first_fitting(change_of(step), room))
    return change, _joined(_remarks(step.event, actor=actor), columns.remarks.cells)


def _most_serious(step: Step, room: int) -> Iterator[Remark]:
    """Give what a narrow row says: what makes the event doubtful or meant, then its change, then the rest."""
    remarks = list(remarks_of(step.event))
    doubtful = sum(words in DECISIVE for words, _tone in remarks)
    yield from remarks[:doubtful]
    if change := first_fitting(change_of(step), room):
        yield change, Tone.TEXT
    yield from remarks[doubtful:]


def _remarks(event: Event, *, actor: bool) -> Iterator[Remark]:
    yield from remarks_of(event)
    if actor and event.actor_id and named(event.actor_id):
        yield f"actor {short(event.actor_id)}", Tone.QUIET


def _joined(parts: Iterator[Remark], cells: int) -> Line:
    """Set the parts side by side, as many as fit; the first always stands, cut if need be."""
    spans: list[Span] = []
    used = 0
    for words, tone in parts:
        needed = width(words) + (len(_SEPARATOR) if spans else 0)
        if spans and used + needed > cells:
            break
        if spans:
            spans.append(Span(_SEPARATOR))
        spans.append(Span(words, tone))
        used += needed
    return tuple(spans)


def lost(event: Event) -> bool:
    """Tell whether the log marks it as a loss."""
    return event.kind is Kind.DEAUTHORIZED and not event.expected and not event.synthetic
