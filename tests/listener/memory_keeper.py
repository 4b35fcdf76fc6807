"""A store in memory, which can be made to fail: the listener's far side, in place of events.db."""

import threading
import time
from collections.abc import Sequence

from sa_monitor.errors import StoreError
from sa_monitor.model.delivery import Arrival
from sa_monitor.model.listening import Ending


class MemoryKeeper:
    """`fails` names a method and the error that it raises, for as long as it stands there.

    `lag` is the seconds that each append takes. `gate` holds one back until it is opened; `inside` tells that one is
    held.
    """

    def __init__(self) -> None:
        self.fails: dict[str, Exception] = {}
        self.gate = threading.Event()
        self.gate.set()
        self.inside = threading.Event()
        self.lag = 0.0
        self.kept: list[Arrival] = []
        self.batches: list[int] = []
        self.attempts = 0
        self.rejected: list[Arrival] = []
        self.uncounted = 0
        self.waiting = 0
        self.slices: list[int] = []
        self.beats = 0
        self.opened = 0
        self.ended: list[Ending] = []
        self.threads: set[int] = set()

    def open(self) -> None:
        self._enter("open")
        self.opened += 1

    def append(self, arrivals: Sequence[Arrival]) -> Sequence[int]:
        self.attempts += 1
        self.inside.set()
        self.gate.wait(30)
        time.sleep(self.lag)
        self._enter("append")
        first = len(self.kept) + 1
        self.kept.extend(arrivals)
        self.batches.append(len(arrivals))
        self.waiting += len(arrivals)
        return range(first, first + len(arrivals))

    def reject(self, arrivals: Sequence[Arrival], uncounted: int) -> None:
        self._enter("reject")
        self.rejected.extend(arrivals)
        self.uncounted += uncounted

    def project(self, most: int) -> bool:
        self._enter("project")
        self.slices.append(min(most, self.waiting))
        self.waiting -= self.slices[-1]
        return self.waiting > 0

    def beat(self) -> None:
        self._enter("beat")
        self.beats += 1

    def close(self, ending: Ending) -> None:
        self._enter("close")
        self.ended.append(ending)

    def _enter(self, name: str) -> None:
        self.threads.add(threading.get_ident())
        error = self.fails.get(name)
        if error is not None:
            raise error.with_traceback(None)


def busy() -> StoreError:
    from sa_monitor.errors import StoreBusy

    return StoreBusy("events.db is held by another program")


def full() -> StoreError:
    from sa_monitor.errors import StoreUnavailable

    return StoreUnavailable("disk full")
