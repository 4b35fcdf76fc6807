"""Drawing on a terminal, and reading from it, that may go away at any moment."""

import os
import signal
import termios
from contextlib import suppress
from threading import Event
from typing import Any, TextIO

from textual.driver import Driver

from sa_monitor.ui.steady import steady


class Enduring:
    """A terminal that takes what is written also when it is gone.

    Textual's writer ends with the first error, and whoever writes after that waits for ever: the program would stay
    behind, listening, without anybody who could see or end it.
    """

    def __init__(self, terminal: TextIO) -> None:
        self._terminal = terminal

    def write(self, text: str) -> None:
        """Write, columns kept in their places, if there is something to write on."""
        with suppress(OSError):
            self._terminal.write(steady(text))

    def flush(self) -> None:
        """Send what was written, if there is something to send it to."""
        with suppress(OSError):
            self._terminal.flush()

    def isatty(self) -> bool:
        """Tell whether it is a terminal."""
        return self._terminal.isatty()

    def fileno(self) -> int:
        """Give its number."""
        return self._terminal.fileno()


def is_gone(number: int) -> bool:
    """Tell whether a terminal has gone away."""
    try:
        termios.tcgetattr(number)
    except termios.error:
        return True
    return False


class EndOfInput(Event):
    """Set when no more is to be read, and from the moment on when there is nothing to read from.

    A terminal that is gone is always readable and never gives anything: Textual would read it over and over.
    """

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number

    def is_set(self) -> bool:
        """Tell whether to end."""
        return super().is_set() or is_gone(self._number)


def enduring(driver: type[Driver]) -> type[Driver]:
    """Let a driver of terminals endure that its terminal goes away; any other stays as it is."""
    from textual.drivers.linux_driver import LinuxDriver

    if not issubclass(driver, LinuxDriver):
        return driver

    class EnduringDriver(driver):  # type: ignore[misc, valid-type]
        """Writes to a terminal that may go away, and ends as by SIGHUP when it has.

        Where SIGHUP is ignored it goes on without a terminal: that is what ignoring it is for.
        """

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self._file = Enduring(self._file)  # type: ignore[has-type, arg-type]
            self.exit_event = EndOfInput(self.fileno)

        def run_input_thread(self) -> None:
            """Read until told to end, or until there is no terminal."""
            try:
                super().run_input_thread()
            except OSError:
                if not is_gone(self.fileno):
                    raise
            if is_gone(self.fileno):
                os.kill(os.getpid(), signal.SIGHUP)

        def _sigcont_application(self, *_: object) -> None:
            """Begin to draw again where drawing was ended; SIGCONT comes at other times too, such as after SIGHUP."""
            if self._must_signal_resume:
                super()._sigcont_application()

    return EnduringDriver
