"""What is said of the channels that are told of alerts."""

from datetime import tzinfo

from sa_monitor.model.channel import ChannelSetting, DeadChannel, Means
from sa_monitor.present import signs
from sa_monitor.present.clean import clean
from sa_monitor.present.durations import duration
from sa_monitor.present.paragraph import Said
from sa_monitor.present.times import day_minute
from sa_monitor.present.tone import Tone

NO_CHANNEL = (
    'No channel is configured: write [[channels]] in config.toml; "sa-monitor info" tells where that is. '
    "Banner and bell need none."
)


def dead_words(channel: DeadChannel, now: int, zone: tzinfo) -> str:
    """Say that a channel can't be told: `Alerts to "pager" haven't gone out since 03:12 (HTTP 502). Kept, ...`."""
    since = day_minute(channel.since, now, zone)
    why = f" ({clean(channel.error)})" if channel.error else ""
    return f'Alerts to "{clean(channel.name)}" haven\'t gone out since {since}{why}. Kept, tried again every minute.'


def mended_words(name: str) -> str:
    """Say that it can be told again."""
    return f'Alerts to "{clean(name)}" go out again.'


def waiting_words(channel: ChannelSetting) -> Said:
    """Say that a channel is being told."""
    return f"{signs.UNKNOWN} {clean(channel.name)}: is being told", Tone.QUIET


def here_words(channel: ChannelSetting) -> Said:
    """Say what this terminal was sent: whether anybody heard or saw it isn't known."""
    sent = (
        "the bell of this terminal was rung"
        if channel.means is Means.BELL
        else "this terminal was sent a notice"
    )
    return f"{signs.UNKNOWN} {clean(channel.name)}: {sent}", Tone.TEXT


def tried_words(channel: ChannelSetting, error: str | None, took: int) -> Said:
    """Say how telling it went: `✓ team: told in 84 ms`, `✗ pager: HTTP 502`."""
    if error is None:
        return f"{signs.OK} {clean(channel.name)}: told in {duration(took)}", Tone.SUCCESS
    return f"{signs.LOST} {clean(channel.name)}: {clean(error)}", Tone.ERROR
