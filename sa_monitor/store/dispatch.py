"""What whoever sends alerts is given of the store: what is due, what it says, and noting how it went."""

from pathlib import Path
from typing import Self

from sa_monitor.model.alert import Alert, Circumstances
from sa_monitor.store import outbox
from sa_monitor.store.alerts import alert, circumstances
from sa_monitor.store.anchored import Anchored
from sa_monitor.store.outbox import Errand


class Dispatch:
    """Reads and notes with one connection, in one thread. Every method raises StoreError where the file fails."""

    def __init__(self, store: Anchored) -> None:
        self._store = store

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open the store."""
        return cls(Anchored(path))

    def close(self) -> None:
        """Close the connection."""
        self._store.close()

    def next(self, channel: str, now: int) -> Errand | None:
        """Give what is due for a channel and waits longest."""
        with self._store.use() as connection:
            return outbox.next_errand(connection, channel, now)

    def next_due(self, channel: str) -> int | None:
        """Give when the next errand of a channel is due; None where nothing waits."""
        with self._store.use() as connection:
            return outbox.next_due(connection, channel)

    def subject(self, errand: Errand) -> tuple[Alert, Circumstances]:
        """Give the alert of an errand as it is now, and what helps to judge it."""
        with self._store.use() as connection:
            found = alert(connection, errand.alert)
            return found, circumstances(connection, found)

    def sent(self, errand: Errand, at: int) -> None:
        """Note that it was told."""
        with self._store.use() as connection:
            outbox.note_sent(connection, errand, at)

    def failed(self, errand: Errand, at: int, error: str) -> None:
        """Note why it couldn't be told; it is tried again later."""
        with self._store.use() as connection:
            outbox.note_failed(connection, errand, at, error)
