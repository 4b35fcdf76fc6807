"""Which time a page shows: how much of it, and up to when."""

from msgspec import Struct
from msgspec.structs import replace

from sa_monitor.present.time_scale import LENGTHS

_SHIFT = 4
"""Moving goes by one part in so many of the range."""


class TimeRange(Struct, frozen=True):
    """`length` is a number in LENGTHS; `end` is the instant up to which it goes, None for the present."""

    length: int
    end: int | None = None

    def extent(self, now: int) -> tuple[int, int]:
        """Give the instants from and up to which it goes."""
        end = now if self.end is None else self.end
        return end - LENGTHS[self.length], end

    def zoomed(self, by: int) -> "TimeRange":
        """Give one that many lengths longer, or shorter."""
        return replace(self, length=min(max(0, self.length + by), len(LENGTHS) - 1))

    def moved(self, by: int, now: int) -> "TimeRange":
        """Give one that many parts later, or earlier; no later than the present."""
        end = self.extent(now)[1] + by * LENGTHS[self.length] // _SHIFT
        return replace(self, end=end if end < now else None)
