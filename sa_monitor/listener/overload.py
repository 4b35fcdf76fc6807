"""Shedding: who can't be answered in time is told so early, and who can is answered in time."""

import logging
from collections import deque

from sa_monitor.listener.alarm import Alarm
from sa_monitor.listener.context import Context
from sa_monitor.listener.request import Request

_log = logging.getLogger(__name__)

_QUIET = 10.0
"""Seconds between two words about it."""


class Overload:
    """Judges by how long the oldest delivery has waited: however slow a store is, that says what the next will wait."""

    def __init__(self, context: Context) -> None:
        self._now = context.loop.time
        self._limits = context.limits
        self._vitals = context.vitals
        self._shed = 0
        self._last = self._spoke = -_QUIET
        self._over = Alarm(context.loop, self._end)

    def is_near(self, waiting: deque[Request], now: float) -> bool:
        """Tell whether one more would wait for longer than is reasonable."""
        return bool(waiting) and now - waiting[0].since > self._limits.slow_patience / 2

    def take_late(self, waiting: deque[Request]) -> list[Request]:
        """Take out those that have waited so long that their senders are about to give up."""
        since = self._now() - self._limits.slow_patience
        late = []
        while waiting and waiting[0].since <= since:
            late.append(waiting.popleft())
        return late

    def count(self, refused: int) -> None:
        """Note that so many were refused, and say so now and then; it is over after a while without any."""
        self._shed += refused
        now = self._last = self._now()
        if not self._over.is_set:
            self._vitals.sheds()
            self._over.set(self._limits.shed_calm)
        if now - self._spoke >= _QUIET:
            self._spoke = now
            _log.warning("answered 503 to %d: more deliveries came in than could be stored", self._shed)
            self._shed = 0

    def _end(self) -> None:
        """Say that it is over, unless another was refused since the alarm was set."""
        calm = self._now() - self._last
        if calm < self._limits.shed_calm:
            self._over.set(self._limits.shed_calm - calm)
        else:
            self._vitals.sheds_no_more()
