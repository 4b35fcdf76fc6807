"""How much to do in one transaction beside a listener, which can't commit meanwhile."""

from typing import Final

_AIM: Final = 0.003
"""Seconds that one transaction should take; design: under 10 ms."""

_BREATH: Final = 0.006
"""Seconds between two: a listener that found the store locked tries again after 5 ms."""

_MOST: Final = 128


class Stride:
    """`length` is how many rows to take next; it follows what the last ones took."""

    def __init__(self) -> None:
        self.length = 16

    def took(self, seconds: float) -> float:
        """Learn from the last stride; gives how many seconds to let others write."""
        wanted = self.length * _AIM / max(seconds, 1e-6)
        self.length = max(1, min(_MOST, round(wanted), self.length * 2))
        return _BREATH
