"""Reads what a log window needs, one page at a time, outside the loop of the screen."""

import asyncio
from collections.abc import Callable

from sa_monitor.errors import StoreError
from sa_monitor.monitor.history import History
from sa_monitor.ui.fetch import Fetch
from sa_monitor.ui.log_window import LogWindow

_NOTED = 200
"""Records of webhooks that are read at most for the events that are loaded."""


class LogReader:
    """Keeps a window supplied. `refreshed` is called when there is something new to show."""

    def __init__(self, history: History, window: LogWindow, refreshed: Callable[[], None]) -> None:
        self._history = history
        self._window = window
        self._refreshed = refreshed
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Tell that something may be needed."""
        self._woken.set()

    async def run(self) -> None:
        """Read until cancelled. Where the store can't be read, what is shown stays until it can."""
        while True:
            await self._woken.wait()
            self._woken.clear()
            try:
                while (fetch := self._window.need()) is not None:
                    await self._read(fetch)
            except StoreError:
                await asyncio.sleep(1)
                self._woken.set()

    async def _read(self, fetch: Fetch) -> None:
        steps = await self._history.page(
            fetch.query, older_than=fetch.older_than, newer_than=fetch.newer_than, limit=fetch.limit
        )
        self._window.supply(fetch, steps)
        if (span := self._window.unnoted) is not None:
            found = await self._history.health_records(since=span.since, until=span.until, limit=_NOTED)
            self._window.note(span, found[::-1])
        self._refreshed()
