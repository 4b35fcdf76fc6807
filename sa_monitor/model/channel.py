"""A channel, as it is configured: who is told of alerts, and by what."""

from enum import StrEnum

from msgspec import Struct

from sa_monitor.model.alert import Severity

PATIENCE = 10
"""Seconds that telling one channel may take where its `timeout` says nothing else."""

FROM_CREDENTIALS = "credentials:"
"""Before the name of a secret that stands in credentials.toml, under `[channels]`."""


class Means(StrEnum):
    """By what a channel is told. BELL and DESKTOP are the terminal's own: screens tell them, nobody sends them."""

    COMMAND = "command"
    URL = "url"
    APPRISE = "apprise"
    BELL = "bell"
    DESKTOP = "desktop"


SENT = frozenset({Means.COMMAND, Means.URL, Means.APPRISE})
"""What is sent by whoever listens, from the outbox."""


class ChannelSetting(Struct, frozen=True, kw_only=True):
    """One `[[channels]]` entry. `timeout` is in seconds.

    `command` is a program with its arguments. `url` and `secret` are as written: a `credentials:NAME`, or of a POST the
    URL itself.
    """

    name: str
    means: Means
    min_severity: Severity = Severity.WARNING
    command: tuple[str, ...] = ()
    url: str = ""
    secret: str | None = None
    timeout: int = PATIENCE


class DeadChannel(Struct, frozen=True, kw_only=True):
    """A channel that couldn't be told of alerts for a while, and why not; `error` is foreign text.

    `since` is when the oldest of what it wasn't told happened, in milliseconds.
    """

    name: str
    since: int
    error: str = ""
