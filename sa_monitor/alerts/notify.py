"""Apprise as a channel: everything that people use, Webex spaces among them. It comes with the extra `notify`."""

import logging

TITLE = "sa-monitor"

_MISSING = 'Apprise isn\'t installed: add the extra, as in pip install "sa-monitor[notify]"'


async def notify(url: str, text: str) -> str | None:
    """Send a text to one Apprise URL; None where that succeeded, else why not. The URL is a secret."""
    try:
        import apprise
    except ImportError:
        return _MISSING
    logging.getLogger("apprise").setLevel(logging.CRITICAL)  # it would log the URL
    messenger = apprise.Apprise()
    if not messenger.add(url):
        return "its URL isn't one that Apprise knows"
    sent = await messenger.async_notify(body=text, title=TITLE, body_format="text")
    return None if sent else "Apprise couldn't send it"
