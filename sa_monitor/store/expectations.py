"""Keeping planned windows; see `model.expectation`."""

import sqlite3
from pathlib import Path

from msgspec.structs import replace

from sa_monitor.errors import NotFound
from sa_monitor.model.expectation import Expectation
from sa_monitor.store.connection import open_writer
from sa_monitor.store.faults import translated
from sa_monitor.store.schema import ALERTS, COUNT
from sa_monitor.store.transaction import Immediate

_COLUMNS = "id, app, org, since, until, note, made_by"


def expect(path: Path, window: Expectation) -> Expectation:
    """Keep a window, and give it with its id. Raises StoreError."""
    with translated():
        connection = open_writer(path)
        try:
            with Immediate(connection):
                row = (window.app, window.org, window.since, window.until, window.note, window.made_by)
                inserted = connection.execute(
                    "INSERT INTO expectations (app, org, since, until, note, made_by) VALUES (?, ?, ?, ?, ?, ?)",
                    row,
                )
                connection.execute(COUNT, (ALERTS, 1))
            return replace(window, id=int(inserted.lastrowid or 0))
        finally:
            connection.close()


def remove_expectation(path: Path, number: int, now: int) -> None:
    """Take a window back: what it has covered stays expected. Raises NotFound, StoreError."""
    with translated():
        connection = open_writer(path)
        try:
            with Immediate(connection):
                changed = connection.execute(
                    "UPDATE expectations SET removed_at = ? WHERE id = ? AND removed_at IS NULL",
                    (now, number),
                ).rowcount
                connection.execute(COUNT, (ALERTS, 1))
        finally:
            connection.close()
    if not changed:
        raise NotFound(f"There is no planned window {number}.", "Ids stand in: sa-monitor expect list")


def expectations(connection: sqlite3.Connection, *, until_after: int) -> list[Expectation]:
    """Give the windows that end after an instant, the one that begins first before the others."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM expectations WHERE removed_at IS NULL AND until > ? ORDER BY since, id",
        (until_after,),
    )
    return [
        Expectation(id=number, app=app, org=org, since=since, until=until, note=note, made_by=made_by)
        for number, app, org, since, until, note, made_by in rows
    ]
