"""The beat by which a listening period is known to go on."""

import logging

from sa_monitor.errors import StoreBusy, StoreError
from sa_monitor.listener.alarm import Alarm
from sa_monitor.listener.context import Context
from sa_monitor.listener.health import Part

_log = logging.getLogger(__name__)


class Heart:
    """Beats every 5 s, and every second while storing fails: a beat that works again says that storing does."""

    def __init__(self, context: Context) -> None:
        self._keeper = context.keeper
        self._vitals = context.vitals
        self._limits = context.limits
        self._now = context.loop.time
        self._busy_since: float | None = None
        self._told = False
        self._alarm = Alarm(context.loop, self._beat)

    def start(self) -> None:
        """Begin to beat, one interval from now."""
        self._alarm.set(self._limits.beat)

    def stop(self) -> None:
        """End it."""
        self._alarm.cancel()

    def _beat(self) -> None:
        self._alarm.set(self._try())

    def _try(self) -> float:
        """Beat, and give the seconds until the next."""
        try:
            self._keeper.beat()
        except StoreBusy as error:
            return self._while_busy(error)
        except StoreError as error:
            self._vitals.fails(Part.BEAT, error.title, error.advice)
        except Exception as error:  # noqa: BLE001 (the listener goes on, and says what it can't do)
            _log.exception("a beat failed")
            self._vitals.fails(Part.BEAT, type(error).__name__)
        else:
            self._busy_since = None
            self._vitals.works(Part.APPEND, Part.BEAT)
        if self._vitals.health.fault is None:
            return self._limits.beat
        return min(self._limits.mend, self._limits.beat)

    def _while_busy(self, error: StoreBusy) -> float:
        now = self._now()
        if self._busy_since is None or (
            self._told and self._vitals.health.stores
        ):  # stored since, by a delivery
            self._busy_since, self._told = now, False
        if now - self._busy_since > self._limits.busy_patience:
            self._told = True
            self._vitals.fails(Part.BEAT, error.title, error.advice)
            return min(self._limits.mend, self._limits.beat)
        return self._limits.busy_retry
