"""Doing something at once when it is wanted, and then no more often than now and then."""

import asyncio
from collections.abc import Callable


class Pacing:
    """Calls `work` when it is wanted, at most once in so many seconds; the last wish is never forgotten.

    `work` tells whether there was anything to do: only then the next time has to wait. Nothing wakes while nothing is
    wanted.
    """

    def __init__(self, seconds: float, work: Callable[[], bool]) -> None:
        self._seconds = seconds
        self._work = work
        self._next = 0.0
        self._waiting: asyncio.TimerHandle | None = None

    def want(self) -> None:
        """Ask for it."""
        if self._waiting is not None:
            return
        loop = asyncio.get_running_loop()
        wait = self._next - loop.time()
        if wait > 0:
            self._waiting = loop.call_later(wait, self._do)
        else:
            self._do()

    def stop(self) -> None:
        """Forget what is still wanted."""
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _do(self) -> None:
        self._waiting = None
        if self._work():
            self._next = asyncio.get_running_loop().time() + self._seconds
