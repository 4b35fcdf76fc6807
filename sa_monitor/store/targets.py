"""What makes a webhook ours: the targets that were this monitor's, and the webhooks that were created here."""

import sqlite3
from pathlib import Path

from sa_monitor.model.health import Ours
from sa_monitor.model.reach import plain_url
from sa_monitor.store.connection import open_writer
from sa_monitor.store.faults import translated
from sa_monitor.store.transaction import Immediate


def remember_target(path: Path, url: str, now: int) -> None:
    """Note that the whole URL is this monitor's target now. Raises StoreError."""
    _write(
        path,
        "INSERT INTO targets VALUES (?1, ?2, ?2) ON CONFLICT (url) DO UPDATE SET used = max(used, ?2)",
        (plain_url(url), now),
    )


def remember_created(path: Path, webhook_id: str, now: int) -> None:
    """Note that the webhook was created here. Raises StoreError."""
    _write(path, "INSERT OR IGNORE INTO created_webhooks VALUES (?, ?)", (webhook_id, now))


def ours(connection: sqlite3.Connection) -> Ours:
    """Give all that was ever noted."""
    targets = connection.execute("SELECT url FROM targets")
    ids = connection.execute("SELECT ident FROM created_webhooks")
    return Ours(frozenset(row[0] for row in targets), frozenset(row[0] for row in ids))


def _write(path: Path, statement: str, values: tuple[object, ...]) -> None:
    with translated():
        connection = open_writer(path)
        try:
            with Immediate(connection):
                connection.execute(statement, values)
        finally:
            connection.close()
