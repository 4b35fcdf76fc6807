"""Where in history what a log shows was heard: read off the screen's loop, at a bounded cost."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from sa_monitor.errors import StoreError
from sa_monitor.model.instants import DAY, MINUTE
from sa_monitor.model.query import Query
from sa_monitor.monitor.history import History

if TYPE_CHECKING:
    from sa_monitor.present.loss_strip import Ladder

_SHORTEST = 1.0
_SHARE = 20
"""Reading may take one part in so many of the time, however long it takes."""

_FINE = 60
"""Days with events up to which quarters of an hour are read."""

_EVER = 2**62


class SpreadReader:
    """Reads again whenever it is woken; `spread` is called with each answer."""

    def __init__(
        self,
        history: History,
        query: Callable[[], Query],
        clock: Callable[[], int],
        spread: Callable[["Ladder"], None],
    ) -> None:
        self._history = history
        self._query = query
        self._clock = clock
        self._spread = spread
        self._woken = asyncio.Event()
        self._asked = asyncio.Event()

    def wake(self) -> None:
        """Tell that the answer may be another one."""
        self._woken.set()

    def ask(self) -> None:
        """Tell that the query is another one, which isn't kept waiting."""
        self._asked.set()
        self._woken.set()

    async def run(self) -> None:
        """Read until cancelled."""
        clock = asyncio.get_running_loop().time
        while True:
            await self._woken.wait()
            self._woken.clear()
            self._asked.clear()
            started, asked = clock(), self._query()
            try:
                ladder = await self._read(asked)
            except StoreError:
                ladder = None
            if asked != self._query():
                self._woken.set()
                continue
            if ladder is not None:
                self._spread(ladder)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._asked.wait(), max(_SHORTEST, _SHARE * (clock() - started)))

    async def _read(self, query: Query) -> "Ladder":
        from sa_monitor.present.loss_strip import ladder_of

        heard = await self._history.activity(-_EVER, _EVER, by_day=True)
        by_day = len(heard) > _FINE
        if query or not by_day:
            heard = await self._history.spread(query, -_EVER, _EVER, by_day=by_day)
        return ladder_of(heard, DAY if by_day else 15 * MINUTE, self._clock())
