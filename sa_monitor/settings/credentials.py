"""credentials.toml: the Webex token, an Integration's credentials and signing secrets, kept apart from events."""

import secrets
from collections.abc import Callable
from contextlib import AbstractContextManager
from copy import deepcopy
from pathlib import Path
from typing import TypeVar

from sa_monitor.model.instants import MINUTE, from_datetime, to_datetime
from sa_monitor.settings.secret_file import SecretFile, Stamp
from sa_monitor.settings.stored import Credentials, Entries, Integration, parse_entries, read_credentials

GOOD_AFTER_ROTATION = 10 * MINUTE
"""Milliseconds for which a webhook's replaced secret still verifies: deliveries signed with it may be on their way."""

_HEADER = "# Kept by sa-monitor, which rewrites it: comments don't last. Nobody else may read it.\n"

T = TypeVar("T")


class CredentialsFile:
    """The credentials of one user. Every change is on disk when its method returns, and seen by running readers.

    Every method raises CredentialsError when others can read the file, or it can't be understood or kept. Entries
    that aren't known here stay in it. `clock` gives milliseconds.
    """

    def __init__(self, path: Path, clock: Callable[[], int]) -> None:
        self._file = SecretFile(path)
        self._clock = clock

    @property
    def path(self) -> Path:
        """Where it is."""
        return self._file.path

    def stamp(self) -> Stamp | None:
        """Tell one state of the file from another, cheaply; None where there is none."""
        return self._file.stamp()

    def read(self) -> Credentials:
        """Give the credentials; none without a file."""
        return self.read_stamped()[0]

    def read_stamped(self) -> tuple[Credentials, Stamp | None]:
        """Give the credentials, with the stamp of the file that they were read from."""
        content, stamp = self._file.read()
        return read_credentials(content, self.path), stamp

    def add_secret(self, webhook_id: str | None, value: str) -> None:
        """Keep a secret. The one that the webhook had stays good for ten minutes; those of no webhook add up."""
        self._change(self._adding(webhook_id, value))

    def assign_secret(self, value: str, webhook_id: str) -> None:
        """Give a secret of no webhook to the one that it turned out to be of, in one change.

        A running listener reads the credentials only so often: each change counts.
        """
        add = self._adding(webhook_id, value)

        def assign(entries: Entries) -> None:
            add(entries)
            _drop(entries, value)

        self._change(assign)

    def retire_secret(self, webhook_id: str | None, value: str | None = None) -> None:
        """Let a secret be good for ten minutes more, or all current ones of the webhook."""
        now = self._clock()

        def retire(entries: Entries) -> None:
            entries["secrets"] = [
                _retired(s, now) if s.get("webhook_id") == webhook_id and value in (None, s["value"]) else s
                for s in entries.get("secrets", [])
            ]

        self._change(retire)

    def take_back_secret(self, value: str) -> None:
        """Forget a secret of no webhook: it came to nothing."""
        self._change(lambda entries: _drop(entries, value))

    def remove_secret(self, webhook_id: str | None) -> bool:
        """Forget every secret of the webhook, or every one of no webhook; False when there was none."""

        def remove(entries: Entries) -> bool:
            before = entries.get("secrets", [])
            others = [s for s in before if s.get("webhook_id") != webhook_id]
            if found := len(others) < len(before):
                entries["secrets"] = others
            return found

        return self._change(remove)

    def set_token(self, token: str) -> None:
        """Keep a token, in place of the token or Integration that was there."""

        def change(entries: Entries) -> None:
            entries.pop("integration", None)
            entries["token"] = token

        self._change(change)

    def set_integration(self, integration: Integration) -> None:
        """Keep an Integration's credentials, in place of the token or Integration that was there."""

        def change(entries: Entries) -> None:
            entries.pop("token", None)
            entries["integration"] = _integration_entries(integration)

        self._change(change)

    def renew_integration(self, before: Integration, after: Integration) -> bool:
        """Keep renewed tokens, where the Integration is still the one that was renewed; False where it isn't."""

        def change(entries: Entries) -> bool:
            kept = entries.get("integration")
            if kept is None or kept["client_id"] != before.client_id:
                return False
            entries["integration"] = {**kept, **_integration_entries(after)}
            return True

        return self._change(change)

    def renewing(self) -> AbstractContextManager[bool]:
        """Hold the right to renew the Integration's token, among all processes; tells at once whether it is held.

        Nobody else is kept from changing the credentials meanwhile: a renewal waits for Webex.
        """
        return self._file.claimed("renewal")

    def remove_token(self) -> bool:
        """Forget the token and the Integration; False when there was neither."""

        def remove(entries: Entries) -> bool:
            return [entries.pop(key, None) for key in ("token", "integration")] != [None, None]

        return self._change(remove)

    def local_secret(self) -> str:
        """Give the secret that this computer signs its own deliveries with; it is made when first asked for."""

        def make(entries: Entries) -> str:
            local: str = entries.setdefault("local", secrets.token_hex(32))
            return local

        return self.read().local or self._change(make)

    def _adding(self, webhook_id: str | None, value: str) -> Callable[[Entries], None]:
        now = self._clock()
        named = {} if webhook_id is None else {"webhook_id": webhook_id}
        new = {**named, "value": value, "added_at": to_datetime(now)}

        def add(entries: Entries) -> None:
            others = [s for s in entries.get("secrets", []) if not _is(s, webhook_id, value)]
            if webhook_id is not None:
                others = [_retired(s, now) if s.get("webhook_id") == webhook_id else s for s in others]
            entries["secrets"] = [s for s in others if _is_good(s, now)] + [new]

        return add

    def _change(self, change: Callable[[Entries], T]) -> T:
        """Let `change` change the entries, and keep them where it did; nobody else changes them meanwhile."""
        import tomli_w

        with self._file.locked():
            content, _ = self._file.read()
            read_credentials(content, self.path)  # what can't be understood isn't written over
            entries = parse_entries(content, self.path)
            before = deepcopy(entries)
            result = change(entries)
            if entries != before:
                self._file.replace((_HEADER + tomli_w.dumps(entries)).encode())
            return result


def _integration_entries(integration: Integration) -> Entries:
    wanted = {
        "client_id": integration.client_id,
        "client_secret": integration.client_secret,
        "refresh_token": integration.refresh_token,
        "access_token": integration.access_token,
        "expires_at": None if integration.expires_at is None else to_datetime(integration.expires_at),
    }
    return {key: value for key, value in wanted.items() if value is not None}


def _drop(entries: Entries, value: str) -> None:
    """Take out a secret of no webhook."""
    entries["secrets"] = [s for s in entries.get("secrets", []) if not _is(s, None, value)]


def _is(secret: Entries, webhook_id: str | None, value: str) -> bool:
    return secret.get("webhook_id") == webhook_id and secret["value"] == value


def _retired(secret: Entries, now: int) -> Entries:
    return {"good_until": to_datetime(now + GOOD_AFTER_ROTATION), **secret}


def _is_good(secret: Entries, now: int) -> bool:
    return "good_until" not in secret or from_datetime(secret["good_until"]) > now
