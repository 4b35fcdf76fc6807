"""Whether the sockets still take connections: one that doesn't says nothing by itself."""

import errno
import socket
from collections.abc import Callable, Sequence

from sa_monitor.listener.alarm import Alarm
from sa_monitor.listener.context import Context

_EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 (compared with, not bound to)


class Lookout:
    """Looks at them as often as the heart beats; calls `lost` with the reason as soon as nobody can connect."""

    def __init__(
        self, context: Context, sockets: Sequence[socket.socket], lost: Callable[[str], None]
    ) -> None:
        self._sockets = sockets
        self._lost = lost
        self._seconds = context.limits.beat
        self._alarm = Alarm(context.loop, self._look)

    def start(self) -> None:
        """Begin to look, one interval from now."""
        self._alarm.set(self._seconds)

    def stop(self) -> None:
        """End it."""
        self._alarm.cancel()

    def look(self) -> None:
        """Look now: something went wrong that may have to do with it."""
        if self._alarm.is_set:
            self._alarm.cancel()
            self._look()

    def _look(self) -> None:
        reasons = [reason for listening in self._sockets if (reason := why_lost(listening))]
        if reasons:
            self._lost(reasons[0])
        else:
            self._alarm.set(self._seconds)


def why_lost(listening: socket.socket) -> str | None:
    """Say why nobody can connect to a socket any more; None while they can."""
    if listening.fileno() < 0 or not _accepts(listening):
        return "it takes no connections any more"
    address = listening.getsockname()
    return "address gone" if address[0] not in _EVERYWHERE and is_gone(listening.family, address) else None


def is_gone(family: int, address: tuple[str | int, ...]) -> bool:
    """Tell whether this computer has an address no more: then nothing could be bound to it."""
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.bind((address[0], 0, *address[2:]))
    except OSError as error:
        return error.errno == errno.EADDRNOTAVAIL
    return False


def _accepts(listening: socket.socket) -> bool:
    try:
        return bool(listening.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN))
    except OSError as error:
        return error.errno == errno.ENOPROTOOPT  # a system that doesn't tell
