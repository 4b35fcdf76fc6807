"""Forgetting what is older than the settings keep, for as long as this process listens: at start, and every hour."""

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from sa_monitor.errors import SaMonitorError
from sa_monitor.model.retention import Retention
from sa_monitor.monitor.beside import Beside
from sa_monitor.monitor.clocks import wall_clock

if TYPE_CHECKING:
    from sa_monitor.monitor.health_watch import Listening
    from sa_monitor.settings.schema import Settings

_log = logging.getLogger(__name__)

EVERY = 3600.0
"""Seconds between two rounds."""

_LOOK = 5.0
"""Seconds between two looks at whether this process listens by now."""


class RetentionWatch(Beside):
    """Prunes from `start` to `close`, in a thread of its own, while `here` listens; without a bound it does nothing."""

    def __init__(
        self,
        here: "Listening",
        database: Path,
        retention: Retention,
        *,
        clock: Callable[[], int] = wall_clock,
        every: float = EVERY,
        look: float = _LOOK,
    ) -> None:
        super().__init__("retention", wanted=bool(retention))
        self._here = here
        self._database = database
        self._retention = retention
        self._clock = clock
        self._every = every
        self._look = look

    def _run(self) -> None:
        while not self._ends.is_set():
            listens = bool(self._here.instance)
            if listens:
                self._round()
            self._ends.wait(self._every if listens else self._look)

    def _round(self) -> None:
        try:
            forget(self._database, self._retention, self._clock(), self._ends)
        except SaMonitorError as error:
            _log.warning("old events could not be forgotten: %s", error)
        except Exception:  # noqa: BLE001 (a mistake in one round must not end the watch, nor the listening)
            _log.exception("forgetting old events failed")


def forget(database: Path, retention: Retention, now: int, ends: threading.Event) -> None:
    """Forget what is old, and give its space back. Raises StoreError."""
    from sa_monitor.store.pruning import prune
    from sa_monitor.store.space import give_back

    gone = prune(database, retention, now, ends=ends)
    if gone:
        freed = give_back(database, ends)
        _log.info("forgot %d old events with %d deliveries, %d bytes", gone.events, gone.deliveries, freed)


def retention_of(settings: "Settings") -> Retention:
    """Give what the settings keep."""
    return Retention(settings.retention_days, settings.retention_events)
