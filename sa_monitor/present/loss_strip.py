"""The strip beside the log: where in all of history losses and gaps are, and which part of it is in sight."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from msgspec import Struct

from sa_monitor.model.activity import Activity
from sa_monitor.model.timeline import Times
from sa_monitor.present import signs
from sa_monitor.present.tone import Line, Span, Tone

GAP, BOTH, SIGHT = "░", "▓", "┃"
"""Signs of a gap, of a gap with losses, and of what is in sight."""

FEWER, AS_MANY = ":", "="
"""Signs of losses where there are fewer than in a cell on average, and about as many; `signs.LOST` where more."""

_LESS, _MORE = 0.5, 1.5
"""How many times the average is fewer, and more."""


class Ladder(Struct, frozen=True):
    """History by its events: the place of an instant is how many events are newer, whatever time lies between.

    `heard` comes newest first; each part of it begins at its start and ends at the same place of `ends`. `above` tells
    how many events are newer than each part, and last how many there are at all.
    """

    heard: Sequence[Activity]
    ends: Sequence[int]
    above: Sequence[int]

    @property
    def events(self) -> int:
        """How many events there are at all."""
        return self.above[-1]

    def place(self, instant: int) -> float:
        """Give how many events are newer than an instant, as far as counts tell."""
        at = bisect_right(self.heard, -instant, key=lambda part: -part.start)
        if at < len(self.heard) and instant < self.ends[at]:
            part = (self.ends[at] - instant) / (self.ends[at] - self.heard[at].start)
            return self.above[at] + part * (self.above[at + 1] - self.above[at])
        return self.above[at]

    def instant(self, place: float) -> int:
        """Give the instant that so many events are newer than."""
        at = min(bisect_right(self.above, place), len(self.heard)) - 1
        part = (place - self.above[at]) / (self.above[at + 1] - self.above[at])
        return round(self.ends[at] - min(part, 1) * (self.ends[at] - self.heard[at].start))


def ladder_of(heard: Sequence[Activity], length: int, now: int) -> Ladder:
    """Make it of what was heard, oldest first, in times of so many milliseconds; the last may not be over yet."""
    newest_first = [part for part in reversed(heard) if part.authorized + part.deauthorized]
    return Ladder(
        newest_first,
        [max(part.start + 1, min(part.start + length, now + 1)) for part in newest_first],
        [0, *accumulate(part.authorized + part.deauthorized for part in newest_first)],
    )


class Marked(Struct, frozen=True):
    """What falls into the cells of a strip, the newest on top: losses, and in which of them nobody listened."""

    ladder: Ladder
    losses: Sequence[float]
    gaps: frozenset[int]

    @property
    def cells(self) -> int:
        """How many cells there are."""
        return len(self.losses)


def marked(ladder: Ladder, gaps: Times, cells: int) -> Marked:
    """Lay losses and gaps over so many cells; over none where nothing was heard."""
    if not ladder.events:
        return Marked(ladder, (), frozenset())
    within = (at for since, until in gaps for at in _cells(ladder, until, since, cells))
    return Marked(ladder, _losses(ladder, cells), frozenset(within))


def loss_strip(strip: Marked, sight: tuple[int, int]) -> list[Line]:
    """Draw the strip; `sight` is the newest and the oldest instant in view."""
    if not strip.cells:
        return []
    seen = _cells(strip.ladder, *sight, strip.cells)
    average = sum(strip.losses) / strip.cells
    return [
        (_cell(losses, average, gap=at in strip.gaps, seen=at in seen),)
        for at, losses in enumerate(strip.losses)
    ]


def pointed(strip: Marked, cell: int) -> int:
    """Give the instant at which a cell of the strip begins, from the newest on."""
    return strip.ladder.instant(cell * strip.ladder.events / strip.cells)


def _losses(ladder: Ladder, cells: int) -> list[float]:
    """Give how many losses fall into each cell; those of a time that takes several cells are shared among them."""
    losses = [0.0] * cells
    for part, above, below in zip(ladder.heard, ladder.above, ladder.above[1:], strict=False):
        if part.deauthorized:
            own = _between(above, below, ladder.events, cells)
            for at in own:
                losses[at] += part.deauthorized / len(own)
    return losses


def _cells(ladder: Ladder, newest: int, oldest: int, cells: int) -> range:
    return _between(ladder.place(newest), ladder.place(oldest), ladder.events, cells)


def _between(above: float, below: float, events: int, cells: int) -> range:
    """Give the cells of what lies between two places; it has one at least."""
    first = min(int(above * cells / events), cells - 1)
    last = min(int(max(above, below - 1) * cells / events), cells - 1)
    return range(first, max(first, last) + 1)


def _cell(losses: float, average: float, *, gap: bool, seen: bool) -> Span:
    if losses:
        many = signs.LOST if losses > _MORE * average else AS_MANY if losses >= _LESS * average else FEWER
        sign = BOTH if gap else many
        return Span(sign, Tone.BADGE if seen else Tone.ERROR)
    if gap:
        return Span(GAP, Tone.BADGE if seen else Tone.WARNING)
    return Span(SIGHT, Tone.ACCENT) if seen else Span(" ")
