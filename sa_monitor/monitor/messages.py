"""What the program said of itself in this run: what stood on the screen for a moment, and what went to its log."""

import logging
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sa_monitor.model.checkup import Grade
from sa_monitor.model.message import Message

_KEPT = 200


class Messages:
    """The newest of them, in memory. Any thread may tell some."""

    def __init__(self) -> None:
        self._kept: deque[Message] = deque(maxlen=_KEPT)

    @property
    def newest(self) -> Sequence[Message]:
        """Give them, the newest first."""
        return tuple(self._kept)[::-1]

    def tell(self, message: Message) -> None:
        """Keep it; what is told twice in a row is kept once, with the time of the second."""
        last = self._kept[-1] if self._kept else None
        if last is not None and (last.words, last.grade) == (message.words, message.grade):
            self._kept[-1] = message
        else:
            self._kept.append(message)

    @contextmanager
    def of_the_log(self) -> Iterator[None]:
        """Keep also what goes to the log, while the block runs."""
        handler, root = _Heard(self), logging.getLogger()
        root.addHandler(handler)
        try:
            yield
        finally:
            root.removeHandler(handler)


class _Heard(logging.Handler):
    """Keeps what a line of the log says, and what kind of mistake it is about: the trace stays in the file."""

    def __init__(self, messages: Messages) -> None:
        super().__init__()
        self._messages = messages

    def emit(self, record: logging.LogRecord) -> None:
        """Keep it."""
        try:
            words = record.getMessage()
        except (TypeError, ValueError):  # a mistake in what was logged must not end what logged it
            words = str(record.msg)
        if record.exc_info and record.exc_info[0] is not None:
            words = f"{words}: {record.exc_info[0].__name__}, the log has the rest"
        grade = Grade.FAIL if record.levelno >= logging.ERROR else Grade.WARN
        if record.levelno < logging.WARNING:
            grade = Grade.PASS
        self._messages.tell(Message(round(record.created * 1000), words, grade))
