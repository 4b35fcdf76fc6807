"""What the status line says, by what is so."""

from collections.abc import Iterator, Sequence
from datetime import tzinfo

from msgspec import Struct

from sa_monitor.model.instants import SECOND
from sa_monitor.monitor.status import Role, Status
from sa_monitor.present.clean import clean
from sa_monitor.present.durations import duration, span
from sa_monitor.present.health_items import health_items
from sa_monitor.present.notices import lasted
from sa_monitor.present.quantities import grouped
from sa_monitor.present.status_line import (
    Item,
    badge,
    broken,
    hint,
    listening_item,
    look,
    lost_item,
    newest_item,
    recorder_item,
    total_items,
)
from sa_monitor.present.times import day_minute
from sa_monitor.present.tone import Tone
from sa_monitor.ui.facts import Facts


class Viewpoint(Struct, frozen=True):
    """When, in which zone and over how many cells the line is written; `badges` stand first."""

    now: int
    zone: tzinfo
    cells: int
    badges: Sequence[str] = ()


def status_items(facts: Facts, view: Viewpoint) -> list[Item]:
    """Give the items of the line, from the left."""
    return [
        *(badge(words) for words in view.badges),
        *_recording(facts, view),
        *_standings(facts, view),
    ]


def _recording(facts: Facts, view: Viewpoint) -> Iterator[Item]:
    yield from _role(facts.status, view)
    if facts.status.sheds_since is not None and facts.status.fault is None:
        yield look("more comes than can be stored", "too much comes")
    if facts.unreadable is not None and facts.status.fault is None:
        yield broken(f"NOT READABLE: {clean(facts.unreadable)}", "NOT READABLE")
    if facts.status.credentials is not None:
        yield look("secrets unreadable")
    if facts.rejected:
        yield look(f"{grouped(facts.rejected)} rejected")
    if gaps := facts.unseen_gaps:
        yield look(f"gap {duration(lasted(gaps, view.now))}")


def _role(status: Status, view: Viewpoint) -> Iterator[Item]:
    if status.role is Role.VIEWING:
        yield badge("VIEWER")
        yield recorder_item(status.pid)
    elif status.role is Role.NOBODY:
        yield broken(f"NOBODY LISTENS{_since(status.since, view)}", "NOBODY LISTENS")
        if status.can_listen:
            yield hint("L listens here")
    elif status.failure is not None:
        yield broken(f"NOT LISTENING{_from(status.since, view)}", "NOT LISTENING")
    elif status.fault is not None:
        yield _fault(clean(status.fault), _from(status.since, view), behind=status.behind)
    elif status.address is not None:
        yield listening_item(status.address)


def _fault(fault: str, since: str, *, behind: bool) -> Item:
    if behind:
        return look(f"NOT SHOWING{since}: {fault}", f"NOT SHOWING{since}")
    return broken(f"NOT STORING{since}: {fault}", f"NOT STORING{since}")


def _since(instant: int | None, view: Viewpoint) -> str:
    passed = 0 if instant is None else view.now - instant
    return f" for {span(passed)}" if passed >= SECOND else ""


def _from(instant: int | None, view: Viewpoint) -> str:
    return "" if instant is None else f" since {day_minute(instant, view.now, view.zone)}"


def _standings(facts: Facts, view: Viewpoint) -> Iterator[Item]:
    if not facts.known:
        return
    if lost := facts.counts.lost:
        yield lost_item(lost)
    health = health_items(facts.health, view.now, view.zone)
    if facts.status.role is Role.NOBODY:  # nobody looks at it either: what isn't known is no news
        health = (item for item in health if item.tone is Tone.ERROR)
    yield from health
    yield newest_item(facts.totals.newest if facts.heard else None, view.now, view.zone)
    yield from total_items(view.cells, facts.totals.events)
