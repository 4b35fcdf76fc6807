"""The whole program on a terminal that outlives it, as a person's does: the next one is started on the same."""

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import threading
import time
from pathlib import Path
from typing import Self

from sa_monitor.store.lock import holder_of
from tests.listener.wire import SECRET
from tests.reliability.senders import port_of

_PATIENCE = 60.0
_KEPT = 1 << 20
"""Of what was drawn, at most."""

KEYS = (
    *("j", "k", "\x1b[6~", "\x1b[5~", " ", "g", "G", "d", "D", "p", "u", "s", "z", "\t", "h", "l"),
    *("1", "2", "3", "4", "5", "6", "\r", "\x1b", "\x1b", "?", "/app-3\r", "f", "r", "a\x1b"),
)
"""What somebody presses who looks around; nothing that quits."""

_BECOMES = "import os, sys; os.login_tty(0); os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"
"""Takes the terminal for its own, so that it is told when that goes away, and becomes the program."""


class Pane:
    """A terminal that is read all the time, whatever is on it."""

    def __init__(self, lines: int = 36, columns: int = 120) -> None:
        self._mine, self._theirs = pty.openpty()
        fcntl.ioctl(self._theirs, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self.settings = termios.tcgetattr(self._theirs)
        self.drawn = 0
        """Bytes so far."""
        self._newest = bytearray()
        self._wakes, self._wake = os.pipe()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._wake)
        self._reader.join()
        for handle in (self._wakes, self._mine, self._theirs):
            os.close(handle)

    def start(self, *arguments: str, environ: dict[str, str]) -> subprocess.Popen[bytes]:
        """Start Python on this terminal."""
        return subprocess.Popen(
            [sys.executable, "-c", _BECOMES, *arguments],
            env=environ,
            stdin=self._theirs,
            stdout=self._theirs,
            stderr=self._theirs,
        )

    def press(self, keys: str) -> None:
        """Press keys."""
        os.write(self._mine, keys.encode())

    def reset(self) -> None:
        """Do what `stty sane` does, or a shell after a program that was killed; what was typed is forgotten."""
        termios.tcsetattr(self._theirs, termios.TCSAFLUSH, self.settings)

    @property
    def text(self) -> str:
        """The newest of what was drawn."""
        return self._newest.decode(errors="replace")

    def until(self, words: str, after: int = 0) -> None:
        """Wait until something was drawn, after as many bytes of all."""
        give_up = time.monotonic() + _PATIENCE
        while words.encode() not in self._newest[max(0, len(self._newest) - (self.drawn - after)) :]:
            assert time.monotonic() < give_up, self.text[-4000:]
            time.sleep(0.01)

    def _read(self) -> None:
        while True:
            ready, _, _ = select.select([self._mine, self._wakes], [], [])
            if self._wakes in ready:
                return
            piece = os.read(self._mine, 65536)
            self._newest += piece
            del self._newest[:-_KEPT]
            self.drawn += len(piece)


class Screen:
    """`sa-monitor` on a pane, listening at a port of its own for a folder."""

    def __init__(self, pane: Pane, folder: Path) -> None:
        data = folder / "data"
        self._pane = pane
        arguments = ("-m", "sa_monitor", "--port", "0")
        self.process = pane.start(*arguments, environ=environ_of(folder) | {"TERM": "xterm-256color"})
        self.port = self._announced(data / "listener.lock")

    def _announced(self, lock: Path) -> int:
        """Wait until it holds the lock, and has written there where it listens."""
        give_up = time.monotonic() + _PATIENCE
        while True:
            assert self.process.poll() is None, self._pane.text
            assert time.monotonic() < give_up, self._pane.text[-4000:]
            holder = holder_of(lock)
            if holder is not None and holder.pid == self.process.pid and holder.address:
                return port_of(holder.address)
            time.sleep(0.01)


def environ_of(folder: Path) -> dict[str, str]:
    """Give an environment that holds nothing of the user's: everything is in the folder."""
    return {
        **{name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ},
        "HOME": str(folder),
        "PYTHONUTF8": "1",
        "SA_MONITOR_DATA_DIR": str(folder / "data"),
        "SA_MONITOR_CONFIG": str(folder / "config.toml"),
        "SA_MONITOR_SECRET": SECRET,
    }
