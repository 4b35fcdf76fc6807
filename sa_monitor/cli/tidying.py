"""Ending long work by a signal as tidily as by ctrl+c: nothing half written is left behind."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import click

_SIGNALS = (signal.SIGTERM, signal.SIGHUP)
_BY_SIGNAL = 128
"""What shells add a signal's number to, for the exit code of what it ended."""


@contextmanager
def tidied() -> Iterator[None]:
    """Let SIGTERM and SIGHUP end the work inside by an exception; a signal that is ignored already stays so."""
    before = {number: signal.getsignal(number) for number in _SIGNALS}
    taken = [number for number, handler in before.items() if handler is not signal.SIG_IGN]
    try:
        for number in taken:
            signal.signal(number, _end)
        yield
    finally:
        for number in taken:
            signal.signal(number, before[number])


def _end(number: int, _frame: FrameType | None) -> None:
    raise click.exceptions.Exit(_BY_SIGNAL + number)
