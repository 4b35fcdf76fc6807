"""One way through the events: an index and the values of its first columns, or a few ids."""

import sqlite3

from msgspec import Struct

from sa_monitor.model.query import Term
from sa_monitor.store.schema import EVENTS


class Way(Struct, frozen=True):
    """An index and its arms: the values that `where` binds for each.

    Without an index `where` names so few events by their ids that they can be sorted for every page.
    `events` is about how many they hold. `settled` are the terms that all of these match, so nothing is left to ask.
    """

    index: str | None
    where: str
    arms: tuple[tuple[int, ...], ...]
    events: int
    settled: tuple[Term, ...] = ()

    @property
    def is_sorted(self) -> bool:
        """Tell whether all its events are read and sorted for every page."""
        return self.index is None

    @property
    def source(self) -> str:
        """Give the events as a table of the way, `e`."""
        return f"events e INDEXED BY {self.index}" if self.index else "events e NOT INDEXED"


def all_events(connection: sqlite3.Connection) -> Way:
    """Give the way through everything."""
    return Way("events_received", "1", ((),), state(connection, EVENTS))


def state(connection: sqlite3.Connection, name: str) -> int:
    """Give a count that is kept; 0 for one that never began."""
    row = connection.execute("SELECT value FROM state WHERE name = ?", (name,)).fetchone()
    return int(row[0]) if row else 0
