"""Where the program's own messages go: a file beside the data, never the terminal."""

import logging
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from sa_monitor.present.clean import clean
from sa_monitor.present.trace import trace_of

_log = logging.getLogger(__name__)

_LARGEST = 1024 * 1024
_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


@contextmanager
def logging_to(path: Path, *, verbose: bool) -> Iterator[None]:
    """Log to the file while the block runs; the file is made with the first message, for its owner alone.

    What ends a thread, or goes wrong where nothing can be raised, goes there too, and no value with it.
    """
    handler = _PrivateFile(path, maxBytes=_LARGEST, backupCount=1, encoding="utf-8", delay=True)
    handler.setFormatter(_OneLine(_FORMAT))
    root, ours, loops = logging.getLogger(), logging.getLogger("sa_monitor"), logging.getLogger("asyncio")
    before = root.level, ours.level, threading.excepthook, sys.unraisablehook
    threading.excepthook, sys.unraisablehook = _thread_ended, _not_raised
    loops.addFilter(_without_values)
    root.addHandler(handler)
    root.setLevel(logging.WARNING)  # libraries tell whole URLs below that, and some URLs are secrets
    ours.setLevel(logging.DEBUG if verbose else logging.WARNING)
    try:
        yield
    finally:
        root.removeHandler(handler)
        root.setLevel(before[0])
        ours.setLevel(before[1])
        threading.excepthook, sys.unraisablehook = before[2:]
        loops.removeFilter(_without_values)
        handler.close()


class _PrivateFile(RotatingFileHandler):
    """Opens with mode 0600, and keeps what it can't write to itself."""

    def _open(self) -> TextIOWrapper:
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
        return os.fdopen(os.open(self.baseFilename, flags, 0o600), "a", encoding="utf-8")

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 (logging's)
        """Let it be: a full disk must not fill the terminal too."""


def _thread_ended(ended: threading.ExceptHookArgs) -> None:
    if ended.exc_value is not None and not isinstance(ended.exc_value, SystemExit):
        name = ended.thread.name if ended.thread else "one"
        _log.error("the thread %r ended", name, exc_info=ended.exc_value)


def _not_raised(what: "sys.UnraisableHookArgs") -> None:
    if what.exc_value is not None:
        _log.error("something could not be ended as it should", exc_info=what.exc_value)


def _without_values(record: logging.LogRecord) -> bool:
    """Keep what a loop says of what went wrong, without what it was busy with: it tells all of its values."""
    record.msg, record.args = record.getMessage().partition("\n")[0].partition("(")[0].strip(), ()
    return True


class _OneLine(logging.Formatter):
    """Keeps foreign text from writing lines of its own, and values out of traces."""

    def format(self, record: logging.LogRecord) -> str:
        """Give the record, each of its lines clean."""
        record.exc_text = None  # another handler's, which may hold values
        return "\n".join(clean(line) for line in super().format(record).splitlines())

    def formatException(  # noqa: N802 (logging's)
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        """Give the trace."""
        return "" if ei[1] is None else "\n".join(trace_of(ei[1]))
