"""One timer of the loop."""

from asyncio import AbstractEventLoop, TimerHandle
from collections.abc import Callable


class Alarm:
    """Calls `ring` once after it was set; setting it again replaces what was set before."""

    def __init__(self, loop: AbstractEventLoop, ring: Callable[[], None]) -> None:
        self._loop = loop
        self._ring = ring
        self._handle: TimerHandle | None = None

    @property
    def is_set(self) -> bool:
        """Whether it is still to ring."""
        return self._handle is not None

    def set(self, seconds: float) -> None:
        """Ring that long from now."""
        self.set_at(self._loop.time() + seconds)

    def set_at(self, time: float) -> None:
        """Ring at that time of the loop."""
        self.cancel()
        self._handle = self._loop.call_at(time, self._rings)

    def cancel(self) -> None:
        """Don't ring."""
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None

    def _rings(self) -> None:
        self._handle = None
        self._ring()
