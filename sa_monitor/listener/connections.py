"""All open connections: how many there may be, and when each of them has waited long enough."""

import resource
from asyncio import AbstractEventLoop, Event
from collections import OrderedDict
from collections.abc import Callable
from typing import Protocol

from sa_monitor.listener.alarm import Alarm
from sa_monitor.listener.limits import Limits

_FEWEST = 16
NEVER = float("inf")


class Held(Protocol):
    """A connection, as seen from here."""

    deadline: float
    """In the seconds of `Connections.now`, after which `expire` is called."""

    @property
    def answering(self) -> bool:
        """Whether a request of it waits for its answer."""

    def expire(self) -> None:
        """End what took too long."""

    def wind_down(self) -> None:
        """Close as soon as everything in flight is answered."""

    def cut_off(self) -> None:
        """Refuse what is still incomplete."""

    def drop(self) -> None:
        """Close at once."""


class Connections:
    """Open connections, the longest silent first.

    `now` is a coarse clock in seconds, moved by the sweep: a time in which this process didn't run (a slow disk, a
    computer that slept) doesn't count against anybody. `receiving` is the bytes of incomplete bodies, over all.
    """

    def __init__(
        self,
        loop: AbstractEventLoop,
        limits: Limits,
        on_sweep: Callable[[], None],
        *,
        most: int,
    ) -> None:
        self._time = loop.time
        self._limits = limits
        self._on_sweep = on_sweep
        self._most = most
        self._open: OrderedDict[Held, None] = OrderedDict()
        self._empty = Event()
        self._empty.set()
        self._alarm = Alarm(loop, self._sweep)
        self._swept_at = loop.time()
        self.winding_down = False
        self.receiving = 0
        self.now = 0.0
        self.touch = self._open.move_to_end  # called at each read

    def __len__(self) -> int:
        return len(self._open)

    def admit(self, connection: Held) -> bool:
        """Take one in; over the limit the longest idle goes first. False: all are busy, this one has to go."""
        if len(self._open) >= self._most and not self._make_room():
            return False
        if not self._alarm.is_set:
            self._begin_sweeping()
        self._open[connection] = None
        self._empty.clear()
        return True

    def forget(self, connection: Held) -> None:
        """Note that one is closed."""
        self._open.pop(connection, None)
        if not self._open:
            self._empty.set()

    def wind_down(self) -> None:
        """Let each close as soon as what it asked is answered."""
        self.winding_down = True
        for connection in list(self._open):
            connection.wind_down()

    def cut_off(self) -> None:
        """Refuse requests that are still incomplete."""
        for connection in list(self._open):
            connection.cut_off()

    def drop_all(self) -> None:
        """Close all at once."""
        self._alarm.cancel()
        for connection in list(self._open):
            connection.drop()

    async def emptied(self) -> None:
        """Wait until none is open."""
        await self._empty.wait()

    def _make_room(self) -> bool:
        longest_idle = next((held for held in self._open if not held.answering), None)
        if longest_idle is None:
            return False
        self.forget(longest_idle)
        longest_idle.drop()
        return True

    def _begin_sweeping(self) -> None:
        """Sweep as long as there is anybody: nothing wakes while nobody is connected."""
        self._swept_at = self._time()
        self._on_sweep()
        self._alarm.set(self._limits.sweep)

    def _sweep(self) -> None:
        time = self._time()
        self.now += min(time - self._swept_at, 2 * self._limits.sweep)
        self._swept_at = time
        now = self.now
        for connection in [held for held in self._open if held.deadline <= now]:
            connection.expire()
        self._on_sweep()
        if self._open:
            self._alarm.set(self._limits.sweep)


def room_for_connections(limits: Limits, *, tls: bool) -> int:
    """Give how many connections there may be, with the file descriptors that this process may open."""
    most = limits.tls_connections if tls else limits.connections
    files = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    if files == resource.RLIM_INFINITY:
        return most
    return min(most, max(_FEWEST, files - limits.spare_files))
