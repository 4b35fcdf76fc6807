"""Ending gracefully when told to."""

import asyncio
import signal

from sa_monitor.model.listening import Ending

_ENDINGS = {
    signal.SIGTERM: Ending.STOPPED,
    signal.SIGINT: Ending.STOPPED,
    signal.SIGHUP: Ending.TERMINAL_CLOSED,
}


class Signals:
    """Takes SIGTERM, SIGINT and SIGHUP from the moment it is made in a running loop of the main thread, to its end.

    A SIGHUP that is ignored already stays so: that is what `nohup` is for.
    """

    def __init__(self) -> None:
        loop = asyncio.get_running_loop()
        self.interrupted = False
        """Whether it was SIGINT."""
        self._ending: asyncio.Future[Ending] = loop.create_future()
        for number, ending in _ENDINGS.items():
            if number is not signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:
                loop.add_signal_handler(number, self._end, number, ending)

    async def wait(self) -> Ending:
        """Wait for the first of them; gives why to end."""
        return await asyncio.shield(self._ending)

    def _end(self, number: signal.Signals, ending: Ending) -> None:
        if not self._ending.done():
            self.interrupted = number is signal.SIGINT
            self._ending.set_result(ending)
