"""Apprise as a channel: everything that people use, Webex spaces among them. It comes with the extra `notify`."""

import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apprise import Apprise

TITLE = "sa-monitor"

_MISSING = 'Apprise isn\'t installed: add the extra, as in pip install "sa-monitor[notify]"'


def messenger(url: str) -> "Apprise | str":
    """Give what sends to one Apprise URL, else why not. The URL is a secret."""
    try:
        import apprise
    except ImportError:
        return _MISSING
    logging.getLogger("apprise").setLevel(logging.CRITICAL)  # it would log the URL
    found = apprise.Apprise()
    return found if found.add(url) else "its URL isn't one that Apprise knows"


async def notify(url: str, text: str) -> str | None:
    """Send a text; None where that succeeded, else why not."""
    found = messenger(url)
    if isinstance(found, str):
        return found
    sent = await found.async_notify(body=text, title=TITLE, body_format="text")
    return None if sent else "Apprise couldn't send it"
