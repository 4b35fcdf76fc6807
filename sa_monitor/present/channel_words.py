"""What is said of the channels that are told of alerts."""

from datetime import tzinfo

from sa_monitor.model.channel import DeadChannel
from sa_monitor.model.instants import DAY
from sa_monitor.present.clean import clean
from sa_monitor.present.times import minute, short_date


def dead_words(channel: DeadChannel, now: int, zone: tzinfo) -> str:
    """Say that a channel can't be told: `Alerts to "pager" haven't gone out since 03:12 (HTTP 502). Kept, ...`."""
    since = minute(channel.since, zone)
    if now - channel.since >= DAY:
        since = f"{short_date(channel.since, zone)} {since}"
    why = f" ({clean(channel.error)})" if channel.error else ""
    return f'Alerts to "{clean(channel.name)}" haven\'t gone out since {since}{why}. Kept, tried again every minute.'


def mended_words(name: str) -> str:
    """Say that it can be told again."""
    return f'Alerts to "{clean(name)}" go out again.'
