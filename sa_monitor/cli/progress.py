"""How far long work has come, on a terminal alone."""

import sys
import time
from contextlib import suppress
from typing import Self

from sa_monitor.present.quantities import grouped

_PAUSE = 0.1


class Progress:
    """A line on standard error that is written over; nothing without a terminal. A context manager."""

    def __init__(self, things: str) -> None:
        self._things = things
        self._shown = sys.stderr is not None and sys.stderr.isatty()
        self._next = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._next:
            self._write("\r\x1b[K")

    def tell(self, done: int, total: int) -> None:
        """Say how much of it is done; `total` 0 where that isn't known."""
        now = time.monotonic()
        if self._shown and now >= self._next:
            self._next = now + _PAUSE
            of = f" of {grouped(total)}" if total else ""
            share = f" ({100 * done // total} %)" if total else ""
            self._write(f"\r{grouped(done)}{of} {self._things}{share}\x1b[K")

    def say(self, text: str) -> None:
        """Say how far it has come in words of one's own."""
        now = time.monotonic()
        if self._shown and now >= self._next:
            self._next = now + _PAUSE
            self._write(f"\r{text}\x1b[K")

    def _write(self, text: str) -> None:
        with suppress(OSError, ValueError):
            sys.stderr.write(text)
            sys.stderr.flush()
