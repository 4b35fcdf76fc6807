"""Appending deliveries: the only thing that stands between a request and its 200."""

import sqlite3
from collections.abc import Sequence

import msgspec

from sa_monitor.model.delivery import Arrival
from sa_monitor.store.schema import COUNT, REJECTED, VERDICT_CODE
from sa_monitor.store.transaction import Immediate

_NEXT = "SELECT max(coalesce((SELECT max(id) FROM deliveries), 0), coalesce((SELECT max(id) FROM rejections), 0)) + 1"
_DELIVERY = "INSERT INTO deliveries VALUES (?, ?, ?, ?, ?, ?, ?)"
_REJECTION = "INSERT INTO rejections VALUES (?, ?, ?, ?, ?, ?)"

MOST_REJECTED_ROWS = 10_000
MOST_REJECTED_BYTES = 16 * 1024 * 1024
"""Of all that their senders chose: kept headers may be as large as bodies."""

_SIZE = "length(CAST(headers AS BLOB)) + length(body)"

_encode = msgspec.json.encode


def append(connection: sqlite3.Connection, arrivals: Sequence[Arrival]) -> list[int]:
    """Append in one transaction and give the ids, in order. Raises sqlite3.Error; nothing is then kept."""
    with Immediate(connection):
        first = connection.execute(_NEXT).fetchone()[0]
        ids = list(range(first, first + len(arrivals)))
        connection.executemany(
            _DELIVERY,
            [
                (
                    number,
                    a.received_at,
                    VERDICT_CODE[a.verdict],
                    a.secret,
                    a.remote,
                    _encode(a.headers).decode(),
                    a.body,
                )
                for number, a in zip(ids, arrivals, strict=True)
            ],
        )
    return ids


class Rejections:
    """Keeps the newest rejected deliveries, within bounds, and counts them all."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        measured = connection.execute(
            f"SELECT count(*), coalesce(sum({_SIZE}), 0) FROM rejections"
        ).fetchone()
        self._rows, self._bytes = measured

    def keep(self, arrivals: Sequence[Arrival], uncounted: int) -> None:
        """Keep these, forget the oldest past the bounds, and count `uncounted` more that nobody kept."""
        connection, rows, size = self._connection, self._rows, self._bytes
        with Immediate(connection):
            number = connection.execute(_NEXT).fetchone()[0]
            for offset, a in enumerate(arrivals):
                headers = _encode(a.headers)
                row = (number + offset, a.received_at, a.problem, a.remote, headers.decode(), a.body)
                connection.execute(_REJECTION, row)
                rows, size = rows + 1, size + len(headers) + len(a.body)
            while rows > 1 and (rows > MOST_REJECTED_ROWS or size > MOST_REJECTED_BYTES):
                oldest, length = connection.execute(
                    f"SELECT id, {_SIZE} FROM rejections ORDER BY id LIMIT 1"
                ).fetchone()
                connection.execute("DELETE FROM rejections WHERE id = ?", (oldest,))
                rows, size = rows - 1, size - length
            connection.execute(COUNT, (REJECTED, len(arrivals) + uncounted))
        self._rows, self._bytes = rows, size
