"""Requests that keep nothing are served few at a time: a delivery needn't wait behind a flood of them."""

from asyncio import AbstractEventLoop
from typing import Protocol

from sa_monitor.listener.alarm import Alarm
from sa_monitor.listener.limits import Limits


class Waiting(Protocol):
    """A connection that is read no further for a moment."""

    def go_on(self) -> None:
        """Read it again."""


class Courtesy:
    """Health checks, refusals and rejections of all connections share one allowance per window.

    Who goes over it is held back, and goes on in the order of coming as soon as the debt is paid off.
    """

    def __init__(self, loop: AbstractEventLoop, limits: Limits) -> None:
        self._time = loop.time
        self._most = limits.cheap
        self._window = limits.cheap_window
        self._left = float(limits.cheap)
        self._since = 0.0
        self._held: dict[Waiting, int] = {}
        self._alarm = Alarm(loop, self._let_go)

    def spend(self, connection: Waiting, cost: int) -> bool:
        """Note that so many were answered on a connection; False: it has to wait until it is told to go on."""
        self._renew()
        self._left -= cost
        if self._left >= 0:
            return True
        self._held[connection] = cost
        if not self._alarm.is_set:
            self._alarm.set(self._window)
        return False

    def forget(self, connection: Waiting) -> None:
        """Note that a connection is closed."""
        if self._held:
            self._held.pop(connection, None)

    def _renew(self) -> None:
        now = self._time()
        self._left = min(self._most, self._left + (now - self._since) / self._window * self._most)
        self._since = now

    def _let_go(self) -> None:
        """Let on as many as the allowance lasts for, if each costs what it did."""
        self._renew()
        left = self._left
        while self._held and left > 0:
            connection = next(iter(self._held))
            left -= self._held.pop(connection)
            connection.go_on()
        if self._held:
            self._alarm.set(self._window)
