"""Whether another's commit has changed anything that a screen shows."""

import time
from collections.abc import Callable

from sa_monitor.errors import StoreError
from sa_monitor.monitor.history import History

_LONGEST = 600.0
"""Seconds after which a commit counts as news whatever it changed: reading all again is most of what idling costs."""


class Novelty:
    """Looks at a store. A listener beats every few seconds, which changes the file and nothing that is shown."""

    def __init__(self, history: History, clock: Callable[[], float] = time.monotonic) -> None:
        self._history = history
        self._clock = clock
        self._version: object = None
        self._contents: object = None
        self._told = 0.0
        self._news = 0

    async def look(self) -> int:
        """Give a number that is another one when there may be something new to read."""
        try:
            *identity, _number = version = await self._history.data_version()
            if version != self._version:
                self._weigh((*identity, await self._history.contents()))
            self._version = version
        except StoreError as error:
            if str(error) != self._version:
                self._weigh(str(error))
            self._version = str(error)
        return self._news

    def _weigh(self, contents: object) -> None:
        now = self._clock()
        if contents != self._contents or now - self._told >= _LONGEST:
            self._news += 1
            self._told = now
        self._contents = contents
