"""Where the program's own messages go: a file beside the data, never the terminal."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from sa_monitor.present.clean import clean

_LARGEST = 1024 * 1024
_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


@contextmanager
def logging_to(path: Path, *, verbose: bool) -> Iterator[None]:
    """Log to the file while the block runs; the file is made with the first message, for its owner alone."""
    handler = _PrivateFile(path, maxBytes=_LARGEST, backupCount=1, encoding="utf-8", delay=True)
    handler.setFormatter(_OneLine(_FORMAT))
    root, ours = logging.getLogger(), logging.getLogger("sa_monitor")
    before = root.level, ours.level
    root.addHandler(handler)
    root.setLevel(logging.WARNING)  # libraries tell whole URLs below that, and some URLs are secrets
    ours.setLevel(logging.DEBUG if verbose else logging.WARNING)
    try:
        yield
    finally:
        root.removeHandler(handler)
        root.setLevel(before[0])
        ours.setLevel(before[1])
        handler.close()


class _PrivateFile(RotatingFileHandler):
    """Opens with mode 0600, and keeps what it can't write to itself."""

    def _open(self) -> TextIOWrapper:
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
        return os.fdopen(os.open(self.baseFilename, flags, 0o600), "a", encoding="utf-8")

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 (logging's)
        """Let it be: a full disk must not fill the terminal too."""


class _OneLine(logging.Formatter):
    """Keeps foreign text from writing lines of its own."""

    def format(self, record: logging.LogRecord) -> str:
        """Give the record, each of its lines clean."""
        return "\n".join(clean(line) for line in super().format(record).splitlines())
