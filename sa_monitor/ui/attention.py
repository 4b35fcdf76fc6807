"""What the reader has seen, and when they last did something here."""

from collections.abc import Callable

from sa_monitor.model.instants import MINUTE
from sa_monitor.model.look import Look
from sa_monitor.monitor.looking import Looking
from sa_monitor.ui.facts import Facts

_OFTEN = MINUTE
"""Milliseconds between two times that it is kept, while the reader goes on."""


class Attention:
    """Follows what one reader sees, and keeps it, so that what comes while they are away can be told.

    `before` is how far they had looked when this screen was opened; None where they never did. `gap_seen` is the
    beginning of the newest gap that they have seen, None until that is known.
    """

    def __init__(self, looking: Looking, clock: Callable[[], int]) -> None:
        self._looking = looking
        self._clock = clock
        self._opened = clock()
        self._look: Look | None = None
        self._kept_at = 0
        self.before: Look | None = None
        self.gap_seen: int | None = None
        self.event_seen = 0
        """The newest event that they had seen by then: those after it are new."""

    @property
    def known(self) -> bool:
        """Whether it is known what was seen before."""
        return self.gap_seen is not None

    async def begin(self, facts: Facts) -> None:
        """Learn how far the reader has looked. Raises StoreError.

        Who never did has missed nothing but the gap that ended as this screen was opened; from now on they may.
        """
        self.before = await self._looking.last()
        self.event_seen = facts.last_event if self.before is None else self.before.event
        if self.before is not None:
            self.gap_seen = self.before.gap
            return
        over = [
            gap.since for gap in facts.gaps if gap.until is not None and gap.until < self._opened - MINUTE
        ]
        self.gap_seen = max(over, default=0)
        self._look = Look(at=self._opened, event=facts.last_event, gap=self.gap_seen)

    def touched(self, facts: Facts, *, shows_gaps: bool) -> bool:
        """Note that the reader did something; True where the gaps that they had in sight were new to them."""
        if not facts.known or self.gap_seen is None:
            return False
        unseen = facts.unseen_gaps if shows_gaps else ()
        if unseen:
            self.gap_seen = unseen[-1].since
        self._look = Look(at=self._clock(), event=facts.last_event, gap=self.gap_seen)
        return bool(unseen)

    @property
    def due(self) -> bool:
        """Whether it is time to keep it."""
        return self._look is not None and self._look.at - self._kept_at >= _OFTEN

    async def keep(self) -> None:
        """Keep what was seen until now."""
        look, self._look = self._look, None
        if look is not None and await self._looking.keep(look):
            self._kept_at = look.at
