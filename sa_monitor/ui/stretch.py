"""The events of the log that are loaded: one stretch without holes, newest first."""

from collections.abc import Sequence
from itertools import dropwhile, takewhile

from sa_monitor.model.event import Mark, Step


class Stretch:
    """Grows and shrinks at its ends. `whole_above` and `whole_below` say that nothing more is known to come there."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.whole_above = False
        self.whole_below = False

    def __len__(self) -> int:
        return len(self.steps)

    def mark(self, index: int) -> Mark:
        """Give the mark of an event; negative indexes count from the oldest."""
        return self.steps[index].event.mark

    def index(self, mark: Mark) -> int:
        """Say where the event of a mark is, or else the next older one, or else the oldest."""
        low, high = 0, len(self.steps)
        while low < high:
            middle = (low + high) // 2
            if self.mark(middle) > mark:
                low = middle + 1
            else:
                high = middle
        return min(low, len(self.steps) - 1)

    def holds(self, mark: Mark) -> bool:
        """Tell whether the event is loaded."""
        return bool(self.steps) and self.mark(self.index(mark)) == mark

    def touches(self, newest: Sequence[Step]) -> bool:
        """Tell whether no event can be missing between a page of the newest and this stretch."""
        return bool(self.steps and newest) and newest[-1].event.mark <= self.mark(0)

    def begin(self, steps: Sequence[Step], *, whole_above: bool, whole_below: bool) -> None:
        """Start anew with a page from anywhere."""
        self.steps, self.whole_above, self.whole_below = list(steps), whole_above, whole_below

    def renew_top(self, steps: Sequence[Step], *, whole: bool) -> None:
        """Take a page of the newest; what is older stays where the two touch. `whole`: the page is all there is."""
        if whole or not self.touches(steps):
            self.begin(steps, whole_above=True, whole_below=whole)
            return
        last = steps[-1].event.mark
        self.steps = [*steps, *dropwhile(lambda step: step.event.mark >= last, self.steps)]
        self.whole_above = True

    def renew_inside(self, steps: Sequence[Step], older_than: Mark, limit: int) -> None:
        """Take a part as it is now, asked for by `older_than` and `limit`: events change, and are forgotten."""
        above = list(takewhile(lambda step: step.event.mark >= older_than, self.steps))
        below = self.steps[len(above) + limit :]
        if steps:
            last = steps[-1].event.mark
            below = list(dropwhile(lambda step: step.event.mark >= last, below))
        self.steps = [*above, *steps, *below]

    def add_older(self, steps: Sequence[Step], *, whole: bool) -> None:
        """Add the next older ones; `whole`: there are no more."""
        self.steps += steps
        self.whole_below = whole

    def add_newer(self, steps: Sequence[Step], *, whole: bool) -> None:
        """Add the ones right above; `whole`: there are no more."""
        self.steps[:0] = steps
        self.whole_above = whole

    def trim(self, index: int, most: int, *, above: bool, below: bool) -> None:
        """Forget what is more than `most` events away from one of them, above it, below it, or both."""
        if below and len(self.steps) - index > most:
            del self.steps[index + most :]
            self.whole_below = False
        if above and index > most:
            del self.steps[: index - most]
            self.whole_above = False
