"""What one answer tells beside its content: how long it took, and what time it is at Webex."""

from email.utils import parsedate_to_datetime

from msgspec import Struct

from sa_monitor.model.instants import from_datetime
from sa_monitor.webex.answers import Answer


class Exchange(Struct, frozen=True):
    """An answer that came at `answered_at` (ms, this computer's clock), `seconds` after the request.

    `date` is the `Date` of its header (ms, cut to whole seconds); None where there is none that reads.
    """

    status: int
    answered_at: int
    seconds: float
    date: int | None

    @property
    def ahead(self) -> int | None:
        """Milliseconds that this computer's clock is ahead of Webex's, good to about a second; None if unknown."""
        return None if self.date is None else self.answered_at - self.date


def exchange_of(answer: Answer, now: int) -> Exchange:
    """Take down an answer that came now."""
    return Exchange(answer.status, now, answer.seconds, _date(answer.headers.get("date", "")))


def _date(text: str) -> int | None:
    try:
        return from_datetime(parsedate_to_datetime(text))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
