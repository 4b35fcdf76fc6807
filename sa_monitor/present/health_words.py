"""What became of our webhooks, in words."""

from sa_monitor.model.health import Happened, HealthRecord
from sa_monitor.present import signs
from sa_monitor.present.clean import clean
from sa_monitor.present.lines import at
from sa_monitor.present.names import named


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


def health_line(record: HealthRecord) -> str:
    """Tell of it as it is noticed: `2026-11-14 13:21:03Z  ✗ webhook  Webex gave up on "reporting lost". ...`."""
    return f"{at(record.at)}  {health_sign(record)} webhook  {health_words(record)}"
