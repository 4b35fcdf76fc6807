"""What credentials.toml holds, and how it is read. No message repeats any of it: only lines and names are told."""

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar

from msgspec import field

from sa_monitor.errors import CredentialsError
from sa_monitor.model.discreet import Discreet
from sa_monitor.model.instants import from_datetime
from sa_monitor.settings.document import mistake_line
from sa_monitor.settings.locate import line_of

Entries = dict[str, Any]
"""The file as TOML gives it: the known entries and whatever else the user keeps there."""


class Integration(Discreet, frozen=True):
    """What an Integration gets its access tokens with, and the last one that it got, good until `expires_at` (ms)."""

    KEPT: ClassVar[frozenset[str]] = frozenset({"client_secret", "refresh_token", "access_token"})

    client_id: str
    client_secret: str
    refresh_token: str
    access_token: str | None = None
    expires_at: int | None = None


class StoredSecret(Discreet, frozen=True):
    """A signing secret; without `webhook_id` it may belong to any. From `good_until` on it is good no more."""

    KEPT: ClassVar[frozenset[str]] = frozenset({"value"})

    webhook_id: str | None
    value: str
    added_at: int | None = None
    good_until: int | None = None


class Credentials(Discreet, frozen=True):
    """What is known. `local` is the secret that this computer signs its own deliveries with.

    `channels` are URLs and secrets of channels, by the names that config.toml calls them.
    """

    KEPT: ClassVar[frozenset[str]] = frozenset({"token", "local", "channels"})

    token: str | None = None
    integration: Integration | None = None
    secrets: tuple[StoredSecret, ...] = ()
    local: str | None = None
    channels: dict[str, str] = field(default_factory=dict)


def parse_entries(content: bytes, path: Path) -> Entries:
    """Parse the file. Raises CredentialsError where it is no TOML."""
    try:
        text = content.decode("utf-8-sig")
        return tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise CredentialsError(f"{path}, line {line}: this is no UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise CredentialsError(f"{path}, line {mistake_line(error, text)}: this is no TOML.") from None


def read_credentials(content: bytes, path: Path) -> Credentials:
    """Read the known entries. Raises CredentialsError, which names the line of a wrong one."""
    entries = parse_entries(content, path)
    try:
        return Credentials(
            token=_text(entries, "token", "token"),
            integration=_integration(entries),
            secrets=tuple(_secret(table, number) for number, table in enumerate(_secrets(entries), 1)),
            local=_text(entries, "local", "local"),
            channels=_channels(entries),
        )
    except _WrongEntryError as wrong:
        line = line_of(content.decode("utf-8-sig"), wrong.key)
        raise CredentialsError(f"{path}, line {line}: {wrong}.") from None


class _WrongEntryError(Exception):
    def __init__(self, key: str, what: str) -> None:
        super().__init__(what)
        self.key = key


def _text(table: Entries, key: str, top: str, name: str | None = None) -> str | None:
    value = table.get(key)
    if value is not None and (not isinstance(value, str) or not value):
        raise _WrongEntryError(top, f"{name or key} must be text")
    return value


def _integration(entries: Entries) -> Integration | None:
    table = entries.get("integration")
    if table is None:
        return None
    names = ("client_id", "client_secret", "refresh_token")
    if not isinstance(table, dict) or not all(isinstance(table.get(name), str) for name in names):
        raise _WrongEntryError("integration", f"integration must be a table with {', '.join(names)} as text")
    return Integration(
        client_id=table["client_id"],
        client_secret=table["client_secret"],
        refresh_token=table["refresh_token"],
        access_token=_text(table, "access_token", "integration", "access_token of the integration"),
        expires_at=_instant(table, "expires_at", "of the integration", "integration"),
    )


def _secrets(entries: Entries) -> list[Entries]:
    tables = entries.get("secrets", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise _WrongEntryError("secrets", "secrets must be tables, each under its own [[secrets]]")
    return tables


def _secret(table: Entries, number: int) -> StoredSecret:
    name = f"of the {number}. [[secrets]]"
    value = _text(table, "value", "secrets", f"value {name}")
    if value is None:
        raise _WrongEntryError("secrets", f"value {name} is missing")
    return StoredSecret(
        webhook_id=_text(table, "webhook_id", "secrets", f"webhook_id {name}"),
        value=value,
        added_at=_instant(table, "added_at", name),
        good_until=_instant(table, "good_until", name),
    )


def _channels(entries: Entries) -> dict[str, str]:
    table = entries.get("channels", {})
    if not isinstance(table, dict) or not all(isinstance(value, str) and value for value in table.values()):
        raise _WrongEntryError("channels", "channels must be a table of texts under [channels]")
    return table


def _instant(table: Entries, key: str, name: str, top: str = "secrets") -> int | None:
    value = table.get(key)
    if value is not None and not isinstance(value, datetime):
        raise _WrongEntryError(top, f"{key} {name} must be a date and time")
    return None if value is None else from_datetime(value)
