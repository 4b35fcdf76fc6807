"""A program in a pseudo-terminal, with everything that it writes and when."""

import bisect
import fcntl
import itertools
import os
import pty
import select
import signal
import struct
import termios
import threading
import time
from types import TracebackType
from typing import Self

_READ = 65536


class Terminal:
    """Runs a command until `close`. `written` grows as the program writes; every piece has its time."""

    def __init__(
        self, command: list[str], *, columns: int = 120, rows: int = 36, environ: dict[str, str]
    ) -> None:
        self.started = time.perf_counter()
        self.pid, self._fd = pty.fork()
        if self.pid == 0:  # the child
            os.execvpe(command[0], command, environ | {"TERM": "xterm-256color", "COLORTERM": "truecolor"})
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.written: list[tuple[float, bytes]] = []
        self._changed = threading.Condition()
        self._ended = False
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def press(self, keys: str) -> None:
        os.write(self._fd, keys.encode())

    def wait_for(self, text: str, *, since: int = 0, patience: float = 60) -> float:
        """Wait until the text was written after the piece `since`; gives the time of the piece that completed it."""
        wanted, seen, place = text.encode(), b"", since
        deadline = time.perf_counter() + patience
        with self._changed:
            while True:
                while place < len(self.written):
                    at, piece = self.written[place]
                    place += 1
                    seen = seen[-4 * len(wanted) :] + piece
                    if wanted in seen:
                        return at
                if self._ended or time.perf_counter() > deadline:
                    raise TimeoutError(
                        f"{text!r} was never written: {b''.join(p for _, p in self.written)[-2000:]!r}"
                    )
                self._changed.wait(0.5)

    def first_written(self, texts: list[str]) -> list[float | None]:
        """Give when each text was first written whole; None where it never was."""
        with self._changed:
            pieces = list(self.written)
        ends = list(itertools.accumulate(len(piece) for _, piece in pieces))
        whole = b"".join(piece for _, piece in pieces)
        places = [whole.find(text.encode()) for text in texts]
        return [
            None if place < 0 else pieces[bisect.bisect_left(ends, place + len(text.encode()))][0]
            for text, place in zip(texts, places, strict=True)
        ]

    def close(self) -> None:
        """End the program and wait for it."""
        try:
            os.kill(self.pid, signal.SIGTERM)
            os.waitpid(self.pid, 0)
        except (ProcessLookupError, ChildProcessError):
            pass
        self._ended = True
        self._reader.join(5)
        os.close(self._fd)

    def _read(self) -> None:
        while not self._ended:
            if not select.select([self._fd], [], [], 0.2)[0]:
                continue
            try:
                piece = os.read(self._fd, _READ)
            except OSError:
                break
            if not piece:
                break
            with self._changed:
                self.written.append((time.perf_counter(), piece))
                self._changed.notify_all()
        self._ended = True
        with self._changed:
            self._changed.notify_all()
