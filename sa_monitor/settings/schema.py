"""Every setting: its name, its default, and what it may be."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import msgspec
from msgspec import Struct

from sa_monitor.settings import values
from sa_monitor.settings.values import Sort


class Settings(Struct, frozen=True, kw_only=True):
    """The settings in force. None where there is none; `channels`, `rules` and `keys` stay as they were written.

    `public_url` with a path is the whole target; `target_url` tells it for both forms. `retention_days` and
    `retention_events` 0 keep everything. `check_seconds` is how often the webhooks are listed at Webex,
    `quiet_seconds` for how long the same alert isn't told twice.
    """

    data_dir: Path | None = None
    host: str = "127.0.0.1"
    port: int = 8787
    path: str = "/webhook"
    public_url: str | None = None
    allow_unsigned: bool = False
    tls_cert: Path | None = None
    tls_key: Path | None = None
    api_url: str = "https://webexapis.com/v1"
    read_only: bool = False
    verbose: bool = False
    view: bool = False
    mouse: bool = True
    ascii: bool = False
    theme: str = "dark"
    retention_days: int = 0
    retention_events: int = 0
    check_seconds: int = 60
    heartbeat_url: str | None = None
    quiet_seconds: int = 300
    channels: tuple[dict[str, Any], ...] = ()
    rules: tuple[dict[str, Any], ...] = ()
    keys: dict[str, Any] = msgspec.field(default_factory=dict)


SORTS: dict[str, Sort] = {
    "data_dir": values.MAYBE_PATH,
    "host": values.HOST,
    "port": values.PORT,
    "path": values.ROUTE,
    "public_url": values.MAYBE_URL,
    "allow_unsigned": values.FLAG,
    "tls_cert": values.MAYBE_PATH,
    "tls_key": values.MAYBE_PATH,
    "api_url": values.BASE_URL,
    "read_only": values.FLAG,
    "verbose": values.FLAG,
    "view": values.FLAG,
    "mouse": values.FLAG,
    "ascii": values.FLAG,
    "theme": values.THEME,
    "retention_days": values.COUNT,
    "retention_events": values.COUNT,
    "check_seconds": values.INTERVAL,
    "heartbeat_url": values.MAYBE_URL,
    "quiet_seconds": values.COUNT,
    "channels": values.TABLES,
    "rules": values.TABLES,
    "keys": values.TABLE,
}

IN_FILE_ALONE = frozenset({"channels", "rules", "keys"})
"""Settings that no option and no variable can hold."""


def target_url(settings: Settings) -> str | None:
    """Give the whole URL that webhooks should have; None without a public one."""
    if settings.public_url is None:
        return None
    parts = urlsplit(settings.public_url)
    whole = parts if parts.path.strip("/") else parts._replace(path=settings.path)
    return urlunsplit(whole)
