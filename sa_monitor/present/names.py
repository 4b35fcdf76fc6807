"""What a thing is called on screen: its name, else the eight characters that tell its id from others."""

from sa_monitor.model.webex_id import short_id
from sa_monitor.present.cells import END
from sa_monitor.present.clean import clean

LONGEST = 1_000
"""Characters of a name that are shown."""


def app_label(app_id: str, name: str | None) -> str:
    """Give the Service App's friendly name, else `app 1a2b3c4d`."""
    return named(name) or f"app {short(app_id)}"


def org_label(org_id: str, name: str | None) -> str:
    """Give the organization's name, else `org 05a705d7`."""
    return named(name) or f"org {short(org_id)}"


def named(name: str | None) -> str:
    """Give a foreign name fit for a row; nothing where nothing of it can be seen.

    Of a name longer than `LONGEST` the rest is left to the exact body: nobody reads it, and every row would measure it.
    """
    if not name:
        return ""
    return clean(name).strip() if len(name) <= LONGEST else clean(name[:LONGEST]).strip() + END


def short(webex_id: str) -> str:
    """Give the id's eight characters, fit for a row."""
    return clean(short_id(webex_id)).strip() or "?"
