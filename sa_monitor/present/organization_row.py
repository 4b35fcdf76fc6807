"""One row of the pane of organizations."""

from datetime import tzinfo

from msgspec import Struct

from sa_monitor.model.authorization import Authorization
from sa_monitor.model.event import Kind
from sa_monitor.model.instants import DAY
from sa_monitor.model.webex_id import short_id
from sa_monitor.present import signs
from sa_monitor.present.ages import age, ago, rough_age, rough_ago
from sa_monitor.present.clean import clean
from sa_monitor.present.columns import Column, first_fitting, row
from sa_monitor.present.overview import OrgSummary, counted_states
from sa_monitor.present.quantities import counted, grouped
from sa_monitor.present.times import date
from sa_monitor.present.tone import Line, Tone, line

_STATE = len("lost, heard 3 min ago")
_EVENTS = len("1,000 events")
_MORE = _EVENTS + 2 + 8
_ROOM_FOR_MORE = 70
_DATED = 30 * DAY
_LONGEST_DATE = len("12 Jun 2024")


class OrgColumns(Struct, frozen=True):
    """Where the parts of an organization's row stand."""

    sign: Column
    name: Column
    state: Column
    more: Column


def org_columns(cells: int) -> OrgColumns:
    """Lay the parts out over `cells`; with much room the number of events and the UUID's start follow the state."""
    more = _MORE if cells >= _ROOM_FOR_MORE else 0
    end = cells - 1 - more
    state = _STATE + max(0, (end - 46) // 3)
    start = end - state
    return OrgColumns(Column(1, 1), Column(3, start - 4), Column(start, state), Column(end, more))


def org_row(org: OrgSummary, columns: OrgColumns, now: int, zone: tzinfo) -> Line:
    """Write an organization: its worst standing, and since when it is so, as last heard."""
    sign, tone = standing_sign(org.worst)
    return row(
        [
            (columns.sign, line(sign, tone)),
            (columns.name, line(org.label)),
            (columns.state, line(first_fitting(_state(org, now, zone), columns.state.cells), tone)),
            (columns.more, line(_more(org, columns.more.cells), Tone.QUIET)),
        ],
        last=False,
    )


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


def _state(org: OrgSummary, now: int, zone: tzinfo) -> tuple[str, ...]:
    if len(org.authorizations) == 1:
        return standing_words(org.worst, now, zone)
    counts = counted_states(org.authorizations)
    of_all = f"of {grouped(len(org.authorizations))}"
    if counts.lost:
        words = f"{grouped(counts.lost)} {of_all} lost"
        since = rough_age(org.worst.since, now)
        return f"{words} {since}" + ("" if since in ("now", "ahead") else " ago"), words
    if counts.ok:
        apps = counted(counts.ok, "Service App")
        return (f"{apps}, {grouped(counts.ended)} ended" if counts.ended else apps, apps)
    return (f"{grouped(counts.ended)} ended",)


def _more(org: OrgSummary, cells: int) -> str:
    if not cells:
        return ""
    events = counted(sum(own.events for own in org.authorizations), "event")
    short = clean(short_id(org.org_id))
    return f"{events:>{_EVENTS}}" + ("" if short in org.label else f"  {short}")
