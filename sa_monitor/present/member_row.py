"""One row of the second pane: an organization, or a Service App, and how it stands."""

from datetime import tzinfo

from msgspec import Struct

from sa_monitor.model.authorization import Authorization
from sa_monitor.model.event import Kind
from sa_monitor.model.instants import DAY
from sa_monitor.present import signs
from sa_monitor.present.ages import age, ago, rough_age, rough_ago
from sa_monitor.present.columns import Column, first_fitting, row
from sa_monitor.present.names import short
from sa_monitor.present.overview import Member, counted_states
from sa_monitor.present.quantities import counted, grouped
from sa_monitor.present.things import Thing
from sa_monitor.present.times import date
from sa_monitor.present.tone import Line, Tone, line

_STATE = len("lost, heard 3 min ago")
_ROOM_FOR_MORE = 70
_SHORT = len("05a705d7")
_EVENTS = len("events")
_WIDEST = 80
"""Cells that name and state take at most: what belongs together isn't read over a whole wide screen."""

_MORE = 2 * (_SHORT + 2) + _EVENTS + 2
_DATED = 30 * DAY
_LONGEST_DATE = len("12 Jun 2024")


class MemberColumns(Struct, frozen=True):
    """Where the parts of a row stand; the last three have cells only where there is much room."""

    sign: Column
    name: Column
    critical: Column
    state: Column
    uuid: Column
    by: Column
    events: Column

    def named(self) -> list[tuple[str, int]]:
        """Give the names of the last three with the cell at which each column ends."""
        columns = (("UUID", self.uuid), ("by", self.by), ("events", self.events))
        return [(name, column.end) for name, column in columns if column.cells]


def member_columns(cells: int, *, critical: bool = False) -> MemberColumns:
    """Lay the parts out over `cells`; with much room the UUID, who authorized, and the number of events follow.

    `critical`: a Service App among them is marked so.
    """
    roomy = cells >= _ROOM_FOR_MORE
    end = min(cells - 1 - (_MORE if roomy else 0), _WIDEST)
    state = _STATE + max(0, (end - 46) // 3)
    start = end - state
    uuid = Column(end + 2, _SHORT if roomy else 0)
    by = Column(uuid.end + 2, uuid.cells)
    events = Column(by.end + 2, _EVENTS if roomy else 0, right=True)
    mark = Column(start - 2, int(critical))
    name = Column(3, (mark.start if critical else start) - 4)
    return MemberColumns(Column(1, 1), name, mark, Column(start, state), uuid, by, events)


def member_row(
    member: Member,
    thing: Thing,
    columns: MemberColumns,
    now: int,
    zone: tzinfo,
    *,
    label: str | None = None,
) -> Line:
    """Write its worst standing, and since when it is so, as last heard; `thing` is what it is.

    `label` is its name cut to the column, where that was done already.
    """
    sign, tone = standing_sign(member.worst)
    by = member.worst.authorizer_id
    events = sum(own.events for own in member.authorizations)
    return row(
        [
            (columns.sign, line(sign, tone)),
            (columns.name, line(member.label if label is None else label)),
            (columns.critical, line(signs.CRITICAL if is_critical(member, thing) else "")),
            (
                columns.state,
                line(first_fitting(_state(member, thing.other, now, zone), columns.state.cells), tone),
            ),
            (columns.uuid, line(short(member.key), Tone.QUIET)),
            (columns.by, line(short(by) if by else "", Tone.QUIET)),
            (columns.events, line(grouped(events) if events else "", Tone.QUIET)),
        ],
        last=False,
    )


def is_critical(member: Member, thing: Thing) -> bool:
    """Tell whether it is a Service App that is marked so."""
    return thing is Thing.APP and member.worst.critical


def standing_sign(authorization: Authorization) -> tuple[str, Tone]:
    """Give the sign of a standing and its weight."""
    if authorization.lost:
        return signs.LOST, Tone.ERROR
    if authorization.state is Kind.DEAUTHORIZED:
        return signs.ENDED, Tone.QUIET
    return (signs.ASSUMED, Tone.QUIET) if authorization.assumed else (signs.OK, Tone.TEXT)


def standing_words(authorization: Authorization, now: int, zone: tzinfo) -> tuple[str, ...]:
    """Say how it stands and since when, ever shorter: `lost, heard 3 min ago`, `since  3 Mar 2026`, `ended 5 d ago`."""
    since = authorization.since
    old = now - since >= _DATED
    if authorization.state is Kind.AUTHORIZED:
        dated = f"since {date(since, zone):>{_LONGEST_DATE}}"
        return (dated,) if old else (f"for {age(since, now, zone)}", f"for {rough_age(since, now)}")
    word = "lost" if authorization.lost else "ended"
    if old:
        return (f"{word:<5} {date(since, zone):>{_LONGEST_DATE}}",)
    exact, short = ago(since, now, zone), rough_ago(since, now, zone)
    if authorization.lost:
        return f"lost, heard {exact}", f"lost, heard {short}", f"lost {short}"
    return f"ended {exact}", f"ended {short}"


def _state(member: Member, counted_by: Thing, now: int, zone: tzinfo) -> tuple[str, ...]:
    if len(member.authorizations) == 1:
        return standing_words(member.worst, now, zone)
    counts = counted_states(member.authorizations)
    of_all = f"of {grouped(len(member.authorizations))}"
    if counts.lost:
        words = f"{grouped(counts.lost)} {of_all} lost"
        since = rough_age(member.worst.since, now)
        when = since if since in ("now", "ahead") else f"{since} ago"
        short = f"{grouped(counts.lost)}/{grouped(len(member.authorizations))} lost"
        return f"{words} {when}", f"{short} {when}", words
    if counts.ok:
        ok = counted(counts.ok, counted_by.one, counted_by.many)
        return (f"{ok}, {grouped(counts.ended)} ended" if counts.ended else ok, ok)
    return (f"{grouped(counts.ended)} ended",)
