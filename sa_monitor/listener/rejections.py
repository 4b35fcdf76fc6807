"""Rejected deliveries: answered at once, kept lazily and few, so that a flood of them costs next to nothing."""

import logging

from sa_monitor.errors import StoreBusy, StoreError
from sa_monitor.listener.alarm import Alarm
from sa_monitor.listener.context import Context
from sa_monitor.model.delivery import Arrival

_log = logging.getLogger(__name__)

_MOST_SECONDS = 4
"""That rejected deliveries may pile up while the store is busy."""


class Rejections:
    """At most `rejected_rate` a second are handed on, the rest are counted."""

    def __init__(self, context: Context) -> None:
        self._keeper = context.keeper
        self._limits = context.limits
        self._kept: list[Arrival] = []
        self._uncounted = 0
        self._second = 0.0
        self._left = 0
        self._now = context.loop.time
        self._alarm = Alarm(context.loop, self.write)

    @property
    def wanted(self) -> bool:
        """Whether one more would be kept; taking note of the time."""
        now = self._now()
        if now - self._second >= 1:
            self._second = now
            self._left = self._limits.rejected_rate
        return self._left > 0 and len(self._kept) < _MOST_SECONDS * self._limits.rejected_rate

    def add(self, arrival: Arrival | None) -> None:
        """Keep one that is `wanted`, or count one (None)."""
        if arrival is None:
            self._uncounted += 1
        else:
            self._left -= 1
            self._kept.append(arrival)
        if not self._alarm.is_set:
            self._alarm.set(self._limits.rejected_delay)

    def write(self) -> None:
        """Hand on what there is; best effort."""
        self._alarm.cancel()
        if not self._kept and not self._uncounted:
            return
        kept, uncounted = self._kept, self._uncounted
        self._kept, self._uncounted = [], 0
        try:
            self._keeper.reject(kept, uncounted)
        except StoreBusy:
            self._kept, self._uncounted = kept, uncounted
            self._alarm.set(self._limits.rejected_delay)
        except StoreError as error:
            _log.warning("%d rejected deliveries were not kept: %s", len(kept) + uncounted, error.title)
        except Exception:  # noqa: BLE001 (nothing that a rejected delivery holds may end the listener)
            _log.exception("%d rejected deliveries were not kept", len(kept) + uncounted)
