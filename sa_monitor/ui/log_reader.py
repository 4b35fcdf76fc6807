"""Reads what a log window needs, one page at a time, outside the loop of the screen."""

import asyncio
from collections.abc import Callable

from sa_monitor.errors import StoreError
from sa_monitor.model.event import Step
from sa_monitor.monitor.history import History
from sa_monitor.present.search_words import Searching
from sa_monitor.ui.fetch import Fetch
from sa_monitor.ui.log_window import LogWindow

_NOTED = 200
"""Records of webhooks that are read at most for the events that are loaded."""

_LATE = 0.1
"""Seconds after which a reading says how far it came, and then as often as that."""


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
        self._window.supply(fetch, await self._search(fetch))
        if (span := self._window.unnoted) is not None:
            found = await self._history.health_records(since=span.since, until=span.until, limit=_NOTED)
            self._window.note(span, found[::-1])
        self._refreshed()

    async def _search(self, fetch: Fetch) -> list[Step]:
        """Read a page; where that takes long, say how far it came. What nobody wants any more is given up."""
        upward = fetch.newer_than is not None
        next_word = asyncio.get_running_loop().time() + _LATE
        late = asyncio.get_running_loop().call_later(_LATE, self._say, Searching(upward=upward))

        def came_to(instant: int) -> bool:
            nonlocal next_word
            now = asyncio.get_running_loop().time()
            if now >= next_word:
                late.cancel()
                next_word = now + _LATE
                self._say(Searching(instant, upward))
            return self._window.wants(fetch)

        try:
            return await self._history.page(
                fetch.query,
                older_than=fetch.older_than,
                newer_than=fetch.newer_than,
                limit=fetch.limit,
                reached=came_to,
            )
        finally:
            late.cancel()
            self._window.searching = None

    def _say(self, searching: Searching) -> None:
        self._window.searching = searching
        self._refreshed()
