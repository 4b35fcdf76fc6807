"""What is said for a moment: what has just become so and stands nowhere else on the screen."""

from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import Protocol

from textual.notifications import Notification

from sa_monitor.model.instants import SECOND
from sa_monitor.monitor.status import Role, Status

_FINE = 5
SAID_LONG = 10
"""Seconds that it stays: longer where something isn't in order, or there is something to do about it."""


_LEAST = 0.001


@dataclass
class Toast(Notification):
    """What stands for `timeout` seconds, whatever becomes of the clock on the wall.

    Some time is always left: where it is over between the look at that and the drawing, Textual's timer gets a negative
    time, and never lets the loop go on.
    """

    said_at: float = field(default_factory=monotonic)

    @property
    def time_left(self) -> float:
        """How many seconds it is still to stand."""
        return max(_LEAST, self._left)

    @property
    def has_expired(self) -> bool:
        """Whether it isn't to be drawn any more."""
        return self._left <= 0

    @property
    def _left(self) -> float:
        return self.said_at + self.timeout - monotonic()


class Show(Protocol):
    """Shows words for so many seconds; `wrong` says that something isn't in order."""

    def __call__(self, words: str, *, seconds: float, wrong: bool) -> None:
        """Show them."""


class Toasts:
    """Says each thing once as long as it stands there."""

    def __init__(self, clock: Callable[[], int], show: Show) -> None:
        self._clock = clock
        self._show = show
        self._again: dict[str, int] = {}

    def tell(
        self, words: str, *, wrong: bool = False, lasting: bool = False, cause: str = "", every: int = 0
    ) -> None:
        """Say it; not where the same cause was told less than `every` seconds ago, or still stands there."""
        now, seconds = self._clock(), SAID_LONG if wrong or lasting else _FINE
        cause = cause or words
        if now < self._again.get(cause, 0):
            return
        self._again[cause] = now + max(seconds, every) * SECOND
        self._show(words, seconds=seconds, wrong=wrong)


def role_words(status: Status) -> str | None:
    """Say what this process has become to its data folder; None where the status line says it already."""
    if status.role is Role.VIEWING:
        return "Another sa-monitor listens. This screen watches its events."
    return None
