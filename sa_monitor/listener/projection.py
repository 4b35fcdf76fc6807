"""When what was acknowledged becomes what is shown."""

import logging
from math import inf
from time import perf_counter, thread_time

from sa_monitor.errors import StoreBusy, StoreError
from sa_monitor.listener.alarm import Alarm
from sa_monitor.listener.context import Context
from sa_monitor.listener.health import Part

_log = logging.getLogger(__name__)

_FIRST, _FEWEST, _MOST = 64, 32, 4096
"""Deliveries per slice."""
_BREATH = 0.001
"""Seconds between two slices, for the loop to read and answer what came."""

_QUIET = 0.05
"""Seconds after the last delivery in which more may be on their way: who was just answered sends the next."""


class Projection:
    """Lets the keeper project, in slices, so that it costs acknowledgement little and a screen lags little.

    - When little comes in, a slice runs right after the answers: a row stands on the screen within milliseconds.
    - After each slice it rests while deliveries come in: the longer, the busier answering keeps this thread. Where
      that takes all it can get, projecting has a tenth of the time, in pieces of about 10 ms (or as long as a commit
      takes here, where disks are slow). The backlog that grows is durable, and replayed after a kill.
    - Once nothing has come in for a moment, slices grow to 20 ms and follow each other with a millisecond between
      them.
    - The number of deliveries in a slice follows from how long the last one took.

    What fails is tried again by itself and costs no acknowledgement.
    """

    def __init__(self, context: Context) -> None:
        self._keeper = context.keeper
        self._vitals = context.vitals
        self._limits = context.limits
        self._on_change = context.on_change
        self._most = _FIRST
        self._rests_until = 0.0
        self._came_at = -inf
        self._commit_took = 0.0
        self._ended_at = inf  # the last slice
        self._used = 0.0  # seconds that this thread had worked until then
        self._now = context.loop.time
        self._alarm = Alarm(context.loop, self._go_on)

    def owe(self, count: int, took: float) -> None:
        """Note that so many deliveries were committed, which took so long (seconds)."""
        if count:
            self._came_at = self._now()
        self._commit_took = took
        if self._alarm.is_set:
            return
        if self._now() >= self._rests_until:
            self._slice()
        else:
            self._alarm.set_at(self._rests_until)

    def finish(self) -> None:
        """Project what waits, for a bounded time; the next start does the rest."""
        self._alarm.cancel()
        until = perf_counter() + self._limits.last_projection
        try:
            while perf_counter() < until and self._keeper.project(_MOST):
                pass
        except StoreError as error:
            _log.warning("the last deliveries wait for the next start to be projected: %s", error.title)
        except Exception:  # noqa: BLE001 (a delivery that can't be projected is durable nevertheless)
            _log.exception("projecting failed")

    def _go_on(self) -> None:
        if not self._quiet and self._now() < self._rests_until:
            self._alarm.set_at(self._rests_until)
        else:
            self._slice()

    @property
    def _quiet(self) -> bool:
        return self._now() - self._came_at > _QUIET

    def _slice(self) -> None:
        quiet, busy, began = self._quiet, self._busy, perf_counter()
        try:
            more = self._keeper.project(self._most)
        except StoreBusy:
            self._alarm.set(self._limits.busy_retry)
        except StoreError as error:
            self._fail(error.title, error.advice)
        except Exception:  # noqa: BLE001 (a delivery that can't be projected must not cost the ones to come)
            _log.exception("projecting failed")
            self._fail("deliveries can't be read")
        else:
            took = perf_counter() - began
            self._vitals.works(Part.PROJECTION)
            self._rests_until = self._now() + took * busy * (1 / self._limits.projection_share - 1)
            if more:
                self._adapt(took, self._limits.long_slice if quiet else self._limits.slice)
                self._alarm.set(_BREATH)
            self._on_change()
        self._ended_at, self._used = perf_counter(), thread_time()

    @property
    def _busy(self) -> float:
        """Give how busy answering was since the last slice: 1 where this thread worked for half of the time.

        The other half it waits for the disk.
        """
        passed = perf_counter() - self._ended_at
        return min(1.0, 2 * (thread_time() - self._used) / passed) if passed > 0 else 1.0

    def _fail(self, words: str, advice: str = "") -> None:
        self._vitals.fails(Part.PROJECTION, words, advice)
        self._alarm.set(self._limits.mend)

    def _adapt(self, took: float, wanted: float) -> None:
        wanted = max(wanted, self._commit_took)
        if took > 2 * wanted:
            self._most = max(_FEWEST, self._most // 2)
        elif took < wanted / 2:
            self._most = min(_MOST, self._most * 2)
