"""How much to do in one transaction: little beside a listener, which can't commit meanwhile; else more."""

import time
from pathlib import Path
from typing import Final

from msgspec import Struct

from sa_monitor.store.lock import LOCK, holder_of

_LOOK: Final = 1.0
"""Seconds between two looks at whether somebody listens."""


class _Pace(Struct, frozen=True):
    """Seconds that one transaction should take, and those between two; the most rows in one."""

    aim: float
    breath: float
    most: int


_BESIDE: Final = _Pace(0.003, 0.006, 128)
"""Design: under 10 ms; a listener that found the store locked tries again after 5 ms."""

_ALONE: Final = _Pace(0.05, 0.0005, 2_048)
"""Short enough for a listener that begins, and for what a person does on a screen."""


class Stride:
    """`length` is how many rows to take next; it follows what the last ones took."""

    def __init__(self, database: Path) -> None:
        self._lock = database.with_name(LOCK)
        self._pace = _BESIDE
        self._looked_at = float("-inf")
        self.length = 16
        self._look()

    def took(self, seconds: float) -> float:
        """Learn from the last stride; gives how many seconds to let others write."""
        self._look()
        wanted = self.length * self._pace.aim / max(seconds, 1e-6)
        self.length = max(1, min(self._pace.most, round(wanted), self.length * 2))
        return self._pace.breath

    def _look(self) -> None:
        now = time.monotonic()
        if now - self._looked_at >= _LOOK:
            self._looked_at = now
            self._pace = _ALONE if holder_of(self._lock) is None else _BESIDE
