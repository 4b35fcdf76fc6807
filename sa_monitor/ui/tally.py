"""Counts that the rule above the log tells, and how they are kept up to date at a bounded cost."""

import asyncio
from collections.abc import Callable

from msgspec import Struct

from sa_monitor.errors import StoreError
from sa_monitor.model.event import Mark
from sa_monitor.model.query import EVERYTHING, Query
from sa_monitor.monitor.history import History
from sa_monitor.ui.selection import losses_of

_SHORTEST = 0.25
_SHARE = 20
"""Counting may take one part in so many of the time, however long it takes."""


class Question(Struct, frozen=True):
    """What to count: events of `query` newer than `seen`, if any; and all events of a query that was `typed`."""

    query: Query = EVERYTHING
    seen: Mark | None = None
    typed: bool = False


class Tally(Struct, frozen=True):
    """The answer: what is new, how much of it is a deauthorization, and how many events match a typed query."""

    new: int = 0
    new_lost: int = 0
    matching: int | None = None


class TallyReader:
    """Counts again whenever it is woken; `counted` is called with each answer."""

    def __init__(
        self, history: History, question: Callable[[], Question], counted: Callable[[Tally], None]
    ) -> None:
        self._history = history
        self._question = question
        self._counted = counted
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Tell that the answer may be another one."""
        self._woken.set()

    async def run(self) -> None:
        """Count until cancelled."""
        clock = asyncio.get_running_loop().time
        while True:
            await self._woken.wait()
            self._woken.clear()
            started = clock()
            try:
                asked = self._question()
                tally = await self._count(asked)
                if asked == self._question():
                    self._counted(tally)
                else:
                    self._woken.set()
            except StoreError:
                pass
            await asyncio.sleep(max(_SHORTEST, _SHARE * (clock() - started)))

    async def _count(self, asked: Question) -> Tally:
        count = self._history.count
        matching = await count(asked.query) if asked.typed else None
        if asked.seen is None:
            return Tally(matching=matching)
        new = await count(asked.query, newer_than=asked.seen)
        lost = await count(losses_of(asked.query), newer_than=asked.seen) if new else 0
        return Tally(new, lost, matching)
