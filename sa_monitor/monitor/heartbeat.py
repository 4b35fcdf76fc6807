"""A heartbeat: a URL that is fetched every minute while storing works, so that its owner notices when it stops."""

import asyncio
import logging
from typing import TYPE_CHECKING

from sa_monitor.monitor.beside import Beside

if TYPE_CHECKING:
    from sa_monitor.monitor.recorder import Recorder

_log = logging.getLogger(__name__)

EVERY = 60.0
"""Seconds between two."""

_LOOK = 1.0


class Heartbeat(Beside):
    """Fetches from `start` to `close`, while `here` listens and stores; without a URL it does nothing."""

    def __init__(
        self, here: "Recorder", url: str | None, *, every: float = EVERY, look: float = _LOOK
    ) -> None:
        super().__init__("heartbeat", wanted=bool(url))
        self._here = here
        self._url = url
        self._every = every
        self._look = look

    def _run(self) -> None:
        while not self._ends.is_set():
            works = (
                bool(self._here.instance) and self._here.health.stores and self._here.health.failure is None
            )
            if works:
                self._beat()
            self._ends.wait(self._every if works else self._look)

    def _beat(self) -> None:
        from sa_monitor.model.reach import Unreached
        from sa_monitor.present.reach_words import obstacle_words
        from sa_monitor.reach.visit import visit

        answer = asyncio.run(visit(self._url or ""))
        if isinstance(answer, Unreached):
            words = obstacle_words(Unreached(answer.obstacle))  # its reason may repeat the URL, a secret
            _log.warning("the heartbeat URL can't be reached: %s", words)
        elif answer.status >= 400:  # noqa: PLR2004 (HTTP's errors begin there)
            _log.warning("the heartbeat URL answers HTTP %d", answer.status)
