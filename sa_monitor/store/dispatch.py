"""What whoever sends alerts is given of the store: what is due, what it says, and noting how it went."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from sa_monitor.model.alert import Alert, Circumstances
from sa_monitor.store import outbox
from sa_monitor.store.alerts import alert, circumstances
from sa_monitor.store.connection import open_writer
from sa_monitor.store.faults import translated
from sa_monitor.store.outbox import Errand


class Dispatch:
    """Reads and notes with one connection, in one thread. Every method raises StoreError where the file fails."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open the store."""
        return cls(open_writer(path))

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def let_go(self, channels: Sequence[str]) -> None:
        """Send nothing any more to other channels than these, which are those that are configured."""
        with translated():
            outbox.let_go(self._connection, channels)

    def next(self, channel: str, now: int) -> Errand | None:
        """Give what is due for a channel and waits longest."""
        with translated():
            return outbox.next_errand(self._connection, channel, now)

    def next_due(self, channel: str) -> int | None:
        """Give when the next errand of a channel is due; None where nothing waits."""
        with translated():
            return outbox.next_due(self._connection, channel)

    def subject(self, errand: Errand) -> tuple[Alert, Circumstances]:
        """Give the alert of an errand as it is now, and what helps to judge it."""
        with translated():
            found = alert(self._connection, errand.alert)
            return found, circumstances(self._connection, found)

    def sent(self, errand: Errand, at: int) -> None:
        """Note that it was told."""
        with translated():
            outbox.note_sent(self._connection, errand, at)

    def failed(self, errand: Errand, at: int, error: str) -> None:
        """Note why it couldn't be told; it is tried again later."""
        with translated():
            outbox.note_failed(self._connection, errand, at, error)
