"""The rule above the log: whose events these are, what is hidden, and whether it follows."""

from datetime import tzinfo

from msgspec import Struct

from sa_monitor.present import signs
from sa_monitor.present.clean import clean
from sa_monitor.present.quantities import grouped
from sa_monitor.present.rules import Heading
from sa_monitor.present.search_words import Searching, searching_words
from sa_monitor.present.times import day
from sa_monitor.present.tone import Tone


class LogState(Struct, frozen=True, kw_only=True):
    """What the rule speaks of. `app` and `org` are labels of what the log is narrowed to, `query` as typed.

    `hidden` counts the events that the narrowing leaves out and `hidden_lost` the authorizations among them that are
    lost now. `matching` counts the events of a query, None while it isn't known. While paused `new` and `new_lost`
    count what was heard since; `searching` is how far a search came that takes long; `at` is the instant of the
    uppermost event in sight, where it isn't of today.
    """

    app: str = ""
    org: str = ""
    query: str = ""
    hidden: int = 0
    hidden_lost: int = 0
    matching: int | None = None
    following: bool = True
    new: int = 0
    new_lost: int = 0
    at: int | None = None
    searching: Searching | None = None


def log_heading(state: LogState, zone: tzinfo, *, focused: bool) -> Heading:
    """Write the rule."""
    right, tone = _right(state, zone)
    return Heading(
        _title(state),
        right=right,
        right_tone=tone,
        middle=_hidden(state),
        middle_tone=Tone.WARNING if state.hidden_lost else Tone.TEXT,
        focused=focused,
    )


def _right(state: LogState, zone: tzinfo) -> tuple[tuple[str, ...], Tone]:
    if state.searching is not None:
        words = searching_words(state.searching, zone)
        return (f"{words}, esc stops", words), Tone.TEXT
    if state.following:
        return ("following",), Tone.TEXT
    return _paused(state, zone), Tone.WARNING


def _title(state: LogState) -> str:
    title = f"Events of {state.app}" if state.app else "Events"
    if state.org:
        title += f" at {state.org}" if state.app else f" of {state.org}"
    return f"{title} matching {clean(state.query)}" if state.query else title


def _paused(state: LogState, zone: tzinfo) -> tuple[str, ...]:
    place = f" at {day(state.at, zone)}" if state.at is not None else ""
    lost = f", {grouped(state.new_lost)} {signs.LOST}" if state.new_lost else ""
    new = f", {grouped(state.new)} new{lost}" if state.new else ""
    above = f"{new} above" if new else ""
    return (
        f"paused{place}{above}, g follows",
        f"paused{place}{new}",
        f"paused{above}, g follows",
        f"paused{new}",
    )


def _hidden(state: LogState) -> tuple[str, ...]:
    lost = f"{grouped(state.hidden_lost)} {signs.LOST}" if state.hidden_lost else ""
    too = f", {lost}" if lost else ""
    shortest = f"{lost} hidden" if lost else ""
    if state.query:
        match = "" if state.matching is None else f"{grouped(state.matching)} match"
        found = f"{match}, {lost} hidden" if lost and match else match or shortest
        return (f"{found}, esc shows all", found, shortest) if found else ()
    if not state.hidden:
        return (shortest,) if shortest else ()
    number = grouped(state.hidden)
    of = "of other apps" if state.app and not state.org else "others"
    return (
        f"{number} {of} hidden{too}, esc shows all",
        f"{number} others hidden{too}, esc",
        f"{number} hidden{too}",
        shortest,
    )
