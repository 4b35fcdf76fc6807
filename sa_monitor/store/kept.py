"""Reading the requests that were kept, page by page; by key, so that a page costs the same wherever it is."""

import sqlite3

from sa_monitor.errors import NotFound
from sa_monitor.model.delivery import Delivery
from sa_monitor.store.rows import DELIVERY_COLUMNS, DELIVERY_TABLES, delivery, rejection

_REJECTION = "SELECT id, received_at, problem, remote, headers, body FROM rejections"
_OUTLINE = DELIVERY_COLUMNS.replace("d.body", "x'' AS body")


def kept_page(
    connection: sqlite3.Connection,
    *,
    rejected: bool,
    older_than: int | None,
    newer_than: int | None,
    limit: int,
) -> list[Delivery]:
    """Give rejected requests, or those that were taken without their bodies; newest first.

    They are the next ones older than an id, or those right above another.
    """
    bound = "id < ?" if older_than is not None else "id > ?" if newer_than is not None else "?1 IS NULL"
    order = "ASC" if newer_than is not None else "DESC"
    values = (older_than if older_than is not None else newer_than, limit)
    if rejected:
        sql = f"{_REJECTION} WHERE {bound} ORDER BY id {order} LIMIT ?"
        found = [rejection(row) for row in connection.execute(sql, values)]
    else:
        bound = bound.replace("id ", "d.id ")
        sql = f"SELECT {_OUTLINE} FROM {DELIVERY_TABLES} WHERE {bound} ORDER BY d.id {order} LIMIT ?"
        found = [delivery(row) for row in connection.execute(sql, values)]
    return found[::-1] if newer_than is not None else found


def kept_delivery(connection: sqlite3.Connection, number: int) -> Delivery:
    """Give one request whole. Raises NotFound: rejected ones are kept within bounds."""
    row = connection.execute(f"{_REJECTION} WHERE id = ?", (number,)).fetchone()
    if row is not None:
        return rejection(row)
    sql = f"SELECT {DELIVERY_COLUMNS} FROM {DELIVERY_TABLES} WHERE d.id = ?"
    row = connection.execute(sql, (number,)).fetchone()
    if row is None:
        raise NotFound(f"Delivery {number} isn't kept any more.", "Newer ones took its place.")
    return delivery(row)
