"""When the simulator's own traffic happens."""

import asyncio
from collections.abc import Awaitable, Callable
from random import Random

from sa_monitor.simulator.registry import Registry

_AT_ONCE = 64
"""Occurrences that are told at the same time; with slow receivers the pace drops instead of piling up."""

_BEHIND = 1.0
"""Seconds of delay that are caught up; more is dropped."""


class Pace:
    """Lets things happen `rate` times a second on average, as long as any webhook would hear of it.

    Nothing happens unheard, so that what a receiver knows and what is true stay the same.
    """

    def __init__(
        self,
        rate: float,
        happen: Callable[[], Awaitable[object]],
        registry: Registry,
        chance: Random,
        heard: asyncio.Event,
    ) -> None:
        """`happen` makes something happen. `heard` is set when somebody may hear now: the wait begins anew."""
        self._rate = rate
        self._happen = happen
        self._registry = registry
        self._chance = chance
        self._heard = heard
        self._room = asyncio.Semaphore(_AT_ONCE)

    def change(self, rate: float) -> None:
        """Go on at another rate, 0 for none."""
        self._rate = rate
        self._heard.set()

    async def run(self) -> None:
        """Go on until cancelled."""
        async with asyncio.TaskGroup() as telling:
            due = 0.0
            while True:
                due = await self._wait(due)
                await self._room.acquire()
                telling.create_task(self._tell())

    async def _wait(self, due: float) -> float:
        """Wait until the next occurrence is due; give when that was. Any change begins the wait anew."""
        now = asyncio.get_running_loop().time
        while True:
            while self._rate <= 0 or not self._registry.anyone:
                self._heard.clear()
                await self._heard.wait()
                due = now()
            due = max(due, now() - _BEHIND) + self._chance.uniform(0.5, 1.5) / self._rate
            self._heard.clear()
            try:
                async with asyncio.timeout_at(due):
                    await self._heard.wait()
                due = now()
            except TimeoutError:
                return due

    async def _tell(self) -> None:
        try:
            await self._happen()
        finally:
            self._room.release()
