"""Apprise as a channel: everything that people use, Webex spaces among them. It comes with the extra `notify`."""

import asyncio
import logging
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sa_monitor.model.alert import About, Severity

if TYPE_CHECKING:
    from apprise import Apprise

TITLE = "sa-monitor"

_MISSING = 'Apprise isn\'t installed: add the extra, as in pip install "sa-monitor[notify]"'
_UNKNOWN = "its URL isn't one that Apprise knows"

_KINDS = {Severity.CRITICAL: "failure", Severity.WARNING: "warning", Severity.NOTICE: "info"}
"""What Apprise calls them: many services colour a message by it."""

_STATUS = re.compile(r"error=(\d{3})\b")


def messenger(url: str) -> "Apprise | str":
    """Give what sends to one Apprise URL, else why not. The URL is a secret."""
    try:
        import apprise
    except ImportError:
        return _MISSING
    with _listening():
        found = apprise.Apprise()
        if not found.add(url):
            return _UNKNOWN
    for service in found:
        # As markdown, what is foreign in it would become links and mentions.
        service.notify_format = apprise.NotifyFormat.TEXT
    return found


async def notify(url: str, text: str, about: About, severity: Severity) -> str | None:
    """Send a text; None where that succeeded, else why not."""
    kind = "success" if about is About.RESOLVED else "info" if about is About.TEST else _KINDS[severity]
    return await asyncio.to_thread(_send, url, text, kind)


def _send(url: str, text: str, kind: str) -> str | None:
    found = messenger(url)
    if isinstance(found, str):
        return found
    with _listening() as said:
        sent = found.notify(body=text, title=TITLE, body_format="text", notify_type=kind)
    return None if sent else _why(said)


@contextmanager
def _listening() -> Iterator[list[str]]:
    """Give what Apprise logs in this thread meanwhile; it goes to no log, as it may hold a secret."""
    said: list[str] = []
    logger, ear = logging.getLogger("apprise"), _Ear(said)
    logger.propagate = False
    logger.addHandler(ear)
    try:
        yield said
    finally:
        logger.removeHandler(ear)


class _Ear(logging.Handler):
    """Keeps warnings of the thread that it was made in."""

    def __init__(self, said: list[str]) -> None:
        super().__init__(logging.WARNING)
        self._said = said
        self._thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self._thread:
            self._said.append(record.getMessage())


def _why(said: list[str]) -> str:
    """Give what can be told of it without what may be a secret."""
    for words in said:
        if status := _STATUS.search(words):
            return f"HTTP {status[1]}"
        if "onnection error" in words:
            return "Apprise couldn't reach it"
    return "Apprise couldn't send it"
