"""What became of our webhooks, in words."""

from sa_monitor.model.health import Happened, HealthRecord
from sa_monitor.present import signs
from sa_monitor.present.cells import cut
from sa_monitor.present.clean import clean
from sa_monitor.present.lines import at
from sa_monitor.present.names import named

_NAME = 24
"""Cells that a webhook's name takes between the rows of the log, so that what became of it is seen."""


def health_sign(record: HealthRecord) -> str:
    """Give its sign."""
    match record.what:
        case Happened.ACTIVE:
            return signs.OK
        case Happened.MOVED:
            return signs.LOOK
        case _:
            return signs.LOST


def health_words(record: HealthRecord) -> str:
    """Say what happened, then what it means."""
    name = f'"{named(record.name) or clean(record.webhook_id or "?")}"'
    was, now = clean(record.was or "?"), clean(record.now or "?")
    match record.what:
        case Happened.INACTIVE:
            return f"Webex gave up on {name}. Its events are lost until it is reactivated."
        case Happened.ACTIVE:
            return f"{name} is active again."
        case Happened.VANISHED:
            return f"{name} is gone from Webex. Its events no longer come."
        case Happened.MOVED:
            return f"{name} points to {now} now, no longer to {was}."
        case Happened.URL_CHANGED:
            return f"The public URL is now {now}; webhooks of ours point to {was}."


def health_title(record: HealthRecord) -> str:
    """Say what happened in few words, as between the rows of the log."""
    name = f'"{cut(named(record.name) or clean(record.webhook_id or "?"), _NAME)}"'
    now = clean(record.now or "?")
    match record.what:
        case Happened.INACTIVE:
            return f"{name} inactive: Webex gave up on it"
        case Happened.ACTIVE:
            return f"{name} active again"
        case Happened.VANISHED:
            return f"{name} gone from Webex"
        case Happened.MOVED:
            return f"{name} points to {now} now"
        case Happened.URL_CHANGED:
            return f"the public URL is now {now}"


def health_line(record: HealthRecord) -> str:
    """Tell of it as it is noticed: `2026-11-14 13:21:03Z  ✗ webhook  Webex gave up on "reporting lost". ...`."""
    return f"{at(record.at)}  {health_sign(record)} webhook  {health_words(record)}"
