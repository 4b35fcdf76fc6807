"""The rows of the log: events, with rules between them for days, gaps, and what became of our webhooks."""

from collections.abc import Iterator, Sequence
from datetime import date, tzinfo
from functools import lru_cache
from itertools import groupby
from math import inf

from msgspec import Struct

from sa_monitor.model.event import Step
from sa_monitor.model.health import HealthRecord
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


class HealthRow(Struct, frozen=True):
    """This became of a webhook between the row above and the row below; `dated` as of a gap."""

    record: HealthRecord
    dated: bool = False


Row = Step | DayRow | GapRow | HealthRow
_Note = Gap | HealthRecord


class Dress(Struct, frozen=True):
    """What is set between the events: gaps and records, oldest first, and days of a zone.

    `today` needs no rule at the top.
    """

    gaps: Sequence[Gap] = ()
    zone: tzinfo | None = None
    today: date | None = None
    records: Sequence[HealthRecord] = ()

    def day(self, instant: int) -> date | None:
        """Give the day of an instant in the zone."""
        return _day(instant // _QUARTER, self.zone) if self.zone else None

    @property
    def notes(self) -> list[_Note]:
        """Give the gaps and the records together, oldest first."""
        return sorted((*self.gaps, *self.records), key=_over)


def _over(note: _Note) -> float:
    """Give when it was over: it stands above what was heard before."""
    if isinstance(note, HealthRecord):
        return note.at
    return inf if note.until is None else note.until


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
    notes = dress.notes
    waiting = [note for note in notes if _over(note) > steps[-1].event.received_at]
    if not whole_above:
        waiting = [note for note in waiting if _over(note) <= steps[0].event.received_at]
    day = dress.today if whole_above else dress.day(steps[0].event.received_at)
    rows: list[Row] = []
    for step in steps:
        own = dress.day(step.event.received_at)
        above = _taken(waiting, step.event.received_at)
        rows += _rules(above, day, own, step.event.received_at, dress)
        rows.append(step)
        day = own
    if whole_below:
        below = [note for note in notes if _over(note) <= steps[-1].event.received_at]
        rows += _note_rows(below, day, dress)
    return rows


def _taken(waiting: list[_Note], heard: int) -> list[_Note]:
    """Take the notes that were over after an event was heard, oldest first."""
    taken = []
    while waiting and _over(waiting[-1]) > heard:
        taken.append(waiting.pop())
    return taken[::-1]


def _rules(notes: list[_Note], day: date | None, own: date | None, heard: int, dress: Dress) -> Iterator[Row]:
    """Give the rules above an event: notes of the day above, its own day, notes of its own day."""
    same = [note for note in notes if day != own and _day_of(note, dress) == own]
    yield from _note_rows([note for note in notes if note not in same], day, dress)
    if day != own:
        yield DayRow(heard)
    yield from _note_rows(same, own, dress)


def _note_rows(notes: list[_Note], day: date | None, dress: Dress) -> Iterator[Row]:
    """Give the rules of notes, the newest first; gaps with nothing between them share one."""
    for are_gaps, group in groupby(reversed(notes), lambda note: isinstance(note, Gap)):
        found = list(group)
        if are_gaps:
            gaps = tuple(note for note in reversed(found) if isinstance(note, Gap))
            yield GapRow(gaps, dated=_is_dated(found[0], day, dress))
        else:
            for note in found:
                if isinstance(note, HealthRecord):
                    yield HealthRow(note, dated=_is_dated(note, day, dress))


def _is_dated(note: _Note, day: date | None, dress: Dress) -> bool:
    own = _day_of(note, dress)
    return own is not None and own != day


def _day_of(note: _Note, dress: Dress) -> date | None:
    """Give the day on which it was over; None of a gap that lasts."""
    over = _over(note)
    return None if over == inf else dress.day(int(over))
