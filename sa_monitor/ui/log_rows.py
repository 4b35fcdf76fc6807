"""The rows of the log: events, with rules between them for new days and for times in which nobody listened."""

from collections.abc import Iterator, Sequence
from datetime import date, tzinfo
from functools import lru_cache

from msgspec import Struct

from sa_monitor.model.event import Step
from sa_monitor.model.instants import MINUTE
from sa_monitor.model.listening import Gap
from sa_monitor.present.times import there

_QUARTER = 15 * MINUTE


class DayRow(Struct, frozen=True):
    """The rows below happened on the day of this instant."""

    instant: int


class GapRow(Struct, frozen=True):
    """Nobody listened between the row above and the row below; `dated` where the days around don't tell its day."""

    gaps: tuple[Gap, ...]
    dated: bool = False


Row = Step | DayRow | GapRow


class Dress(Struct, frozen=True):
    """What is set between the events: gaps, oldest first, and days of a zone; `today` needs no rule at the top."""

    gaps: Sequence[Gap] = ()
    zone: tzinfo | None = None
    today: date | None = None

    def day(self, instant: int) -> date | None:
        """Give the day of an instant in the zone."""
        return _day(instant // _QUARTER, self.zone) if self.zone else None


@lru_cache(maxsize=4096)
def _day(quarter: int, zone: tzinfo) -> date:
    """Give the day of a quarter of an hour: every zone is whole quarters away from UTC."""
    return there(quarter * _QUARTER, zone).date()


def interleave(steps: Sequence[Step], dress: Dress, *, whole_above: bool, whole_below: bool) -> list[Row]:
    """Set the rules between the steps, which come newest first.

    Rules above the first and below the last step stand only where nothing more is known to come there.
    """
    if not steps:
        return []
    waiting = [gap for gap in dress.gaps if gap.until is None or gap.until > steps[-1].event.received_at]
    if not whole_above:
        waiting = [gap for gap in waiting if gap.until and gap.until <= steps[0].event.received_at]
    day = dress.today if whole_above else dress.day(steps[0].event.received_at)
    rows: list[Row] = []
    for step in steps:
        own = dress.day(step.event.received_at)
        above = _taken(waiting, step.event.received_at)
        rows += _rules(above, day, own, step.event.received_at, dress)
        rows.append(step)
        day = own
    if whole_below:
        rows += _gap_rows(
            [gap for gap in dress.gaps if gap.until and gap.until <= steps[-1].event.received_at], day, dress
        )
    return rows


def _taken(waiting: list[Gap], heard: int) -> list[Gap]:
    """Take the gaps that ended after an event was heard, oldest first."""
    taken = []
    while waiting and (waiting[-1].until is None or waiting[-1].until > heard):
        taken.append(waiting.pop())
    return taken[::-1]


def _rules(gaps: list[Gap], day: date | None, own: date | None, heard: int, dress: Dress) -> Iterator[Row]:
    """Give the rules above an event: gaps of the day above, its own day, gaps of its own day."""
    same = [gap for gap in gaps if day != own and gap.until is not None and dress.day(gap.until) == own]
    yield from _gap_rows([gap for gap in gaps if gap not in same], day, dress)
    if day != own:
        yield DayRow(heard)
    yield from _gap_rows(same, own, dress)


def _gap_rows(gaps: list[Gap], day: date | None, dress: Dress) -> Iterator[Row]:
    if gaps:
        until = gaps[-1].until
        yield GapRow(tuple(gaps), dated=until is not None and dress.day(until) != day)
