"""One step of a timeline: when, what, by whom, and the difference in scopes and sites to the step before."""

from collections.abc import Iterator
from datetime import tzinfo

from sa_monitor.model.event import Event, Kind
from sa_monitor.model.timeline import Told
from sa_monitor.present import signs
from sa_monitor.present.cells import width
from sa_monitor.present.clean import clean
from sa_monitor.present.columns import Column, row
from sa_monitor.present.event_words import change_of, sign_of
from sa_monitor.present.names import short
from sa_monitor.present.quantities import counted
from sa_monitor.present.scopes_pane import Difference, scope_differences, site_differences
from sa_monitor.present.times import date, minute, short_date, there
from sa_monitor.present.tone import Line, Tone, line

_WHEN = len("12 Jun 2024 16:19")
_WORD = len("authorized")
_BY = len("by 9f31c2aa")
_BETWEEN = "   "
_NAMED = 2
"""Scopes and sites that are named; of more it is said how many."""


def step_rows(told: Told, cells: int, now: int, zone: tzinfo) -> Iterator[Line]:
    """Write a step in one line, or in two where what it tells of missed events finds no room beside it."""
    event = told.step.event
    sign, tone = sign_of(event)
    word = "authorized"
    if event.kind is Kind.DEAUTHORIZED:
        word = "ended" if event.expected else "lost"
    when = Column(1, _WHEN, right=True)
    marked = Column(when.end + 2, 1)
    what = Column(marked.end + 1, _WORD)
    by = Column(what.end + 2, _BY)
    change = Column(by.end + 2, cells - by.end - 3)
    said = _change(told)
    notice = "" if told.notice is None else str(told.notice)
    beside = width(notice) + width(said) + len(_BETWEEN) <= change.cells
    yield row(
        [
            (when, line(_when(told.at, now, zone))),
            (marked, line(sign, tone)),
            (what, line(word, tone)),
            (by, line(f"by {short(event.actor_id)}" if event.actor_id else "", Tone.QUIET)),
            (change, (*line(said + _BETWEEN if said else ""), *line(notice if beside else "", Tone.WARNING))),
        ]
    )
    if notice and not beside:
        yield line(f"   {signs.LOOK} {notice}", Tone.WARNING)


def _when(instant: int, now: int, zone: tzinfo) -> str:
    same_year = there(instant, zone).year == there(now, zone).year
    day = short_date(instant, zone) if same_year else date(instant, zone)
    return f"{day} {minute(instant, zone)}"


def _change(told: Told) -> str:
    """Say how long it had been so, and what was added and removed: by name where that is little."""
    event = told.step.event
    own = change_of(told.step)[:1] if _tells_time(event, told) else ()
    parts = [*own, *_differences(told)]
    return _BETWEEN.join(parts)


def _tells_time(event: Event, told: Told) -> bool:
    before = told.step.before
    return event.kind is Kind.DEAUTHORIZED or before is None or before.kind is Kind.DEAUTHORIZED


def _differences(told: Told) -> Iterator[str]:
    yield from _counted(scope_differences(told.step), "scope")
    yield from _counted(site_differences(told.step, "sites"), "site")
    yield from _counted(site_differences(told.step, "admin_sites"), "admin site")


def _counted(differences: Difference, thing: str) -> Iterator[str]:
    for sign in (signs.ADDED, signs.REMOVED):
        items = [item for own, item in differences if own == sign]
        if items:
            named = ", ".join(clean(item) for item in items) if len(items) < _NAMED else ""
            yield f"{sign} {named or counted(len(items), thing)}"
