"""Keeping what the health watch saw: the last list of webhooks, its checks, and a record of what became of ours."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import msgspec

from sa_monitor.model.delivery import Verdict
from sa_monitor.model.health import Checks, Happened, Health, HealthRecord, changes
from sa_monitor.model.signature import IMPORTED, LOCAL
from sa_monitor.model.webhook import Webhook
from sa_monitor.store.connection import open_writer
from sa_monitor.store.faults import translated
from sa_monitor.store.schema import VERDICT_CODE
from sa_monitor.store.targets import ours
from sa_monitor.store.transaction import Immediate

_LIST = "webhooks"
_CHECKS = "checks"
_OWN_CHANGE = "own change of webhooks"
"""Names in the table `state`; the last is the instant of the latest change that was made from here."""

_LOOKED_BACK = 1_000
"""Deliveries among which the last real one is looked for."""

_COLUMNS = "id, at, what, webhook, name, was, now"

T = TypeVar("T")


def keep_list(path: Path, listed: Sequence[Webhook], checks: Checks, asked_at: int) -> list[HealthRecord]:
    """Keep a list and the checks, and give a record of all that became of ours since the one before.

    Where the webhooks were changed from here after `asked_at`, the list may be older than that: only the checks are
    kept, and the next list tells. Raises StoreError.
    """
    with _writing(path) as connection:
        _put(connection, _CHECKS, msgspec.json.encode(checks).decode())
        if asked_at <= int(_get(connection, _OWN_CHANGE) or 0):
            return []
        before = _read(connection, _LIST, tuple[Webhook, ...])
        found = [
            _insert(connection, record)
            for record in changes(before, listed, ours(connection), checks.listed_at or asked_at)
        ]
        if before != tuple(listed):
            _put(connection, _LIST, msgspec.json.encode(listed).decode())
        return found


def keep_checks(path: Path, checks: Checks) -> None:
    """Keep the checks. Raises StoreError."""
    with _writing(path) as connection:
        _put(connection, _CHECKS, msgspec.json.encode(checks).decode())


def keep_record(path: Path, record: HealthRecord) -> HealthRecord:
    """Keep one record, and give it with its id. Raises StoreError."""
    with _writing(path) as connection:
        return _insert(connection, record)


def note_change(path: Path, now: int, *, put: Webhook | None = None, dropped: str | None = None) -> None:
    """Bring the kept list up to a change that was made from here, which is nothing to tell of. Raises StoreError.

    `put` was created or changed, `dropped` is the id of one that was deleted.
    """
    with _writing(path) as connection:
        before = _read(connection, _LIST, tuple[Webhook, ...]) or ()
        places = {webhook.id: webhook for webhook in before if webhook.id != dropped}
        if put is not None:
            places[put.id] = put
        _put(connection, _LIST, msgspec.json.encode(list(places.values())).decode())
        _put(connection, _OWN_CHANGE, now)


def forget_list(path: Path) -> None:
    """Forget the kept list: another Webex is asked from now on. Raises StoreError."""
    with _writing(path) as connection:
        connection.execute("DELETE FROM state WHERE name = ?", (_LIST,))


def health(connection: sqlite3.Connection) -> Health:
    """Give all that was kept."""
    checks = _read(connection, _CHECKS, Checks)
    return Health(
        checks=checks or Checks(),
        webhooks=_read(connection, _LIST, tuple[Webhook, ...]) or (),
        ours=ours(connection),
        gave_up_at=_given_up(connection),
        heard_at=_last_heard(connection),
        known=checks is not None,
    )


def health_records(
    connection: sqlite3.Connection, *, after: int, since: int | None, until: int | None, limit: int | None
) -> list[HealthRecord]:
    """Give records with an id above `after` and a time in [since, until), newest first."""
    rows: Iterable[tuple[int, int, str, str | None, str | None, str | None, str | None]] = connection.execute(
        f"SELECT {_COLUMNS} FROM health_records WHERE id > ?1 AND at >= coalesce(?2, at) AND at < coalesce(?3, at + 1) "
        "ORDER BY id DESC LIMIT ?4",
        (after, since, until, -1 if limit is None else limit),
    )
    return [
        HealthRecord(id=number, at=at, what=Happened(what), webhook_id=ident, name=name, was=was, now=now)
        for number, at, what, ident, name, was, now in rows
    ]


def _given_up(connection: sqlite3.Connection) -> dict[str, int]:
    """Give when each webhook was last noticed to turn inactive."""
    rows: Iterable[tuple[str, int]] = connection.execute(
        "SELECT webhook, max(at) FROM health_records WHERE what = ? AND webhook IS NOT NULL GROUP BY webhook",
        (Happened.INACTIVE,),
    )
    return dict(rows)


def _last_heard(connection: sqlite3.Connection) -> int | None:
    """Give when a real delivery last came that a secret of a webhook verified; only the newest are looked at."""
    row = connection.execute(
        "SELECT d.received_at FROM deliveries d LEFT JOIN readings r ON r.delivery = d.id "
        "LEFT JOIN events e ON e.id = coalesce(r.event, d.id) "
        "WHERE d.id > (SELECT max(id) FROM deliveries) - ? AND d.verdict = ? AND coalesce(d.secret, '') NOT IN (?, ?) "
        "AND coalesce(e.synthetic, 0) = 0 ORDER BY d.id DESC LIMIT 1",
        (_LOOKED_BACK, VERDICT_CODE[Verdict.VERIFIED], LOCAL, IMPORTED),
    ).fetchone()
    return int(row[0]) if row else None


def _insert(connection: sqlite3.Connection, record: HealthRecord) -> HealthRecord:
    row = (record.at, record.what, record.webhook_id, record.name, record.was, record.now)
    values = "INSERT INTO health_records (at, what, webhook, name, was, now) VALUES (?, ?, ?, ?, ?, ?)"
    return msgspec.structs.replace(record, id=int(connection.execute(values, row).lastrowid or 0))


def _read(connection: sqlite3.Connection, name: str, kind: type[T]) -> T | None:
    """Read a kept value; one that an older or newer version wrote otherwise is none."""
    text = _get(connection, name)
    try:
        return None if text is None else msgspec.json.decode(str(text), type=kind)
    except msgspec.DecodeError:
        return None


def _get(connection: sqlite3.Connection, name: str) -> str | int | None:
    row = connection.execute("SELECT value FROM state WHERE name = ?", (name,)).fetchone()
    return row[0] if row else None


def _put(connection: sqlite3.Connection, name: str, value: str | int) -> None:
    connection.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", (name, value))


@contextmanager
def _writing(path: Path) -> Iterator[sqlite3.Connection]:
    with translated():
        connection = open_writer(path)
        try:
            with Immediate(connection):
                yield connection
        finally:
            connection.close()
