"""Ending as gracefully on a signal as by `q`, at whatever moment it comes."""

import asyncio
import signal
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Self

from sa_monitor.model.listening import Ending

INTERRUPTED = 130
"""The exit code after SIGINT."""

_ENDINGS = {
    signal.SIGTERM: Ending.STOPPED,
    signal.SIGINT: Ending.STOPPED,
    signal.SIGHUP: Ending.TERMINAL_CLOSED,
}


class Stopping:
    """Takes SIGTERM, SIGINT and SIGHUP from `with` on, and gives them back to what had them before.

    A signal is only noted, so that nothing is torn from its work: who starts something looks at `asked` first, and
    tells by `leaves` how to leave it once it can be left. A SIGHUP that is ignored stays so: `nohup` is for that.
    """

    def __init__(self) -> None:
        self.asked = False
        """Whether a signal came."""
        self.ending = Ending.STOPPED
        """Why it ends."""
        self.exit_code = 0
        """The exit code that the signal asks for."""
        self._leave = _nothing
        self._before: dict[int, object] = {}

    def __enter__(self) -> Self:
        for number in _ENDINGS:
            if number is not signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:
                self._before[number] = signal.signal(number, self._note)
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]  # as getsignal gave it

    def leaves(self, leave: Callable[[], None]) -> None:
        """Have `leave` called in the running loop when a signal comes, or now if one came already."""
        loop = asyncio.get_running_loop()

        def leave_soon() -> None:
            with suppress(RuntimeError):  # the loop has ended, and with it what there was to leave
                loop.call_soon_threadsafe(leave)

        self._leave = leave_soon
        if self.asked:
            leave()

    def _note(self, number: int, _frame: FrameType | None) -> None:
        if not self.asked:
            self.asked = True
            self.ending = _ENDINGS[signal.Signals(number)]
            self.exit_code = INTERRUPTED if number == signal.SIGINT else 0
        self._leave()


def _nothing() -> None:
    """Leave nothing: no screen stands."""
