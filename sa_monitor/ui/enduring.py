"""Drawing on a terminal that may go away at any moment."""

from contextlib import suppress
from typing import Any, TextIO

from textual.driver import Driver


class Enduring:
    """A terminal that takes what is written also when it is gone.

    Textual's writer ends with the first error, and whoever writes after that waits for ever: the program would stay
    behind, listening, without anybody who could see or end it. That the terminal is gone is told by SIGHUP.
    """

    def __init__(self, terminal: TextIO) -> None:
        self._terminal = terminal

    def write(self, text: str) -> None:
        """Write, if there is something to write on."""
        with suppress(OSError):
            self._terminal.write(text)

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


def enduring(driver: type[Driver]) -> type[Driver]:
    """Let a driver of terminals endure that its terminal goes away; any other stays as it is."""
    from textual.drivers.linux_driver import LinuxDriver

    if not issubclass(driver, LinuxDriver):
        return driver

    class EnduringDriver(driver):  # type: ignore[misc, valid-type]
        """Writes to a terminal that may go away."""

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self._file = Enduring(self._file)  # type: ignore[has-type, arg-type]

    return EnduringDriver
