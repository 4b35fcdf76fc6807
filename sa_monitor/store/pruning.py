"""Forgetting old events with their deliveries, in short transactions, beside whoever listens.

An event stays, however old, while something stands on it: it decides a standing or is the last of one, it backs an
alert that isn't over, an undated event took its date from it, or one of its deliveries is the newest of all (whose id
mustn't be free again) or of a webhook.
So the standings are the same before and after, and a rebuild from what is left gives them too.
"""

import sqlite3
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from sa_monitor.model.event import Mark
from sa_monitor.model.instants import DAY
from sa_monitor.model.retention import Forgotten, Retention
from sa_monitor.model.signature import IMPORTED, LOCAL
from sa_monitor.store.connection import open_reader, open_writer
from sa_monitor.store.counts import Counts
from sa_monitor.store.faults import translated
from sa_monitor.store.schema import DELIVERIES, EVENTS
from sa_monitor.store.stride import Stride
from sa_monitor.store.transaction import Immediate

Told = Callable[[int, int], None]
"""Hears how many old events were gone through, and of how many; 0 where that isn't known."""

_READ = 2_000
"""Events that are looked at in one reading transaction."""

_BETWEEN_CHECKPOINTS = 8_000
"""Events after which the log is moved into the database."""

_HELD = """(
    EXISTS (SELECT 1 FROM authorizations s WHERE s.app = e.app AND s.org = e.org AND e.id IN (s.event, s.last_event))
    OR EXISTS (SELECT 1 FROM events u WHERE u.app = e.app AND u.org = e.org AND u.synthetic = e.synthetic
               AND u.date = e.date + 1 AND u.dated = 0)
    OR EXISTS (SELECT 1 FROM alert_events x JOIN alerts a ON a.id = x.alert
               WHERE x.event = e.id AND a.resolved_at IS NULL AND a.intended = 0)
    OR e.id IN (SELECT value FROM json_each(:pinned))
)"""

_OLD = f"""
    SELECT e.received_at, e.id, e.deliveries, {_HELD} FROM events e
    WHERE (e.received_at, e.id) > (:at, :id) AND (e.received_at, e.id) < (:before_at, :before_id)
    ORDER BY e.received_at, e.id LIMIT :limit
"""

_UNRECOGNISED = """
    SELECT r.delivery FROM readings r JOIN deliveries d ON d.id = r.delivery
    WHERE r.outcome = 2 AND r.delivery > ? AND d.received_at < ? ORDER BY r.delivery LIMIT ?
"""

_NEWEST = "SELECT max(id) FROM deliveries UNION SELECT last FROM heard_webhooks"


class _Old(NamedTuple):
    received_at: int
    id: int
    deliveries: int
    held: int


def what_would_go(
    path: Path, retention: Retention, now: int, told: Told = lambda _done, _total: None
) -> Forgotten:
    """Tell what `prune` would forget, without changing anything. Raises StoreError."""
    with translated():
        connection = open_reader(path)
        try:
            bound, found, mark, done = _bound(connection, retention, now), Forgotten(), _BEGINNING, 0
            while page := _old(connection, mark, bound, _READ):
                found, mark = _added(found, page), Mark(page[-1].received_at, page[-1].id)
                done += len(page)
                told(done, 0)
            lone = sum(map(len, _lone_pages(connection, bound.received_at)))
            return msgspec.structs.replace(found, deliveries=found.deliveries + lone)
        finally:
            connection.close()


def prune(
    path: Path,
    retention: Retention,
    now: int,
    *,
    told: Told = lambda _done, _total: None,
    ends: threading.Event | None = None,
) -> Forgotten:
    """Forget what is older than the bounds; gives what was forgotten. Raises StoreError.

    It ends early where `ends` is set; what is forgotten until then, or until the process is killed, is whole pieces.
    """
    ends = ends or threading.Event()
    with translated():
        connection = open_writer(path)
        try:
            # What is lost of it in a power cut is forgotten again; so its commits don't wait for the disk.
            connection.execute("PRAGMA synchronous = NORMAL")
            return _prune(connection, _bound(connection, retention, now), Stride(path), told, ends)
        finally:
            connection.close()


_BEGINNING = Mark(-(2**62), 0)


def _prune(
    connection: sqlite3.Connection, bound: Mark, stride: Stride, told: Told, ends: threading.Event
) -> Forgotten:
    found, mark, done = Forgotten(), _BEGINNING, 0
    checkpointed = 0
    while not ends.is_set():
        with Immediate(connection):
            began = time.perf_counter()  # what it waited for others tells nothing of what it holds them up
            page = _old(connection, mark, bound, stride.length)
            _forget(connection, Counts(connection), [old.id for old in page if not old.held])
        if not page:
            break
        found, mark = _added(found, page), Mark(page[-1].received_at, page[-1].id)
        done += len(page)
        told(done, 0)
        if done - checkpointed >= _BETWEEN_CHECKPOINTS:
            checkpointed = done
            connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        if not all(old.held for old in page):
            ends.wait(stride.took(time.perf_counter() - began))
    lone = 0
    for page_of_lone in [] if ends.is_set() else list(_lone_pages(connection, bound.received_at)):
        with Immediate(connection):
            lone += _forget_lone(connection, page_of_lone)
    connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
    return msgspec.structs.replace(found, deliveries=found.deliveries + lone)


def _bound(connection: sqlite3.Connection, retention: Retention, now: int) -> Mark:
    """Give the mark below which events are old."""
    bounds = [_BEGINNING]
    if retention.days:
        bounds.append(Mark(now - retention.days * DAY, 0))
    if retention.events:
        sql = "SELECT received_at, id FROM events ORDER BY received_at DESC, id DESC LIMIT 1 OFFSET ?"
        row = connection.execute(sql, (retention.events - 1,)).fetchone()
        bounds += [Mark(*row)] if row else []
    return max(bounds)


def _old(connection: sqlite3.Connection, above: Mark, bound: Mark, limit: int) -> list[_Old]:
    values = {
        "at": above.received_at,
        "id": above.id,
        "before_at": bound.received_at,
        "before_id": bound.id,
        "limit": limit,
        "pinned": _json(_pinned(connection)),
    }
    return [_Old(*row) for row in connection.execute(_OLD, values)]


def _pinned(connection: sqlite3.Connection) -> list[int]:
    """Give the events that were reported by the newest delivery of all, or of a webhook."""
    sql = f"SELECT event FROM readings WHERE delivery IN ({_NEWEST}) AND event IS NOT NULL"
    return [row[0] for row in connection.execute(sql)]


def _added(found: Forgotten, page: Sequence[_Old]) -> Forgotten:
    gone = [old for old in page if not old.held]
    return Forgotten(
        events=found.events + len(gone),
        deliveries=found.deliveries + sum(old.deliveries for old in gone),
        kept=found.kept + len(page) - len(gone),
        oldest=found.oldest if found.oldest is not None or not gone else gone[0].received_at,
        newest=gone[-1].received_at if gone else found.newest,
    )


def _forget(connection: sqlite3.Connection, counts: Counts, events: list[int]) -> None:
    """Delete events with their deliveries, and take them out of the counts."""
    if not events:
        return
    counts.forget_events(events)
    counts.write()
    which = _json(events)
    among = "(SELECT value FROM json_each(?))"
    connection.executemany(
        "UPDATE authorizations SET events = events - ? WHERE app = ? AND org = ?",
        connection.execute(
            f"SELECT count(*), app, org FROM events WHERE id IN {among} AND synthetic = 0 GROUP BY app, org",
            (which,),
        ).fetchall(),
    )
    repeats = connection.execute(
        f"SELECT delivery FROM readings WHERE event IN {among} AND outcome = 1", (which,)
    ).fetchall()
    _forget_deliveries(connection, [*events, *(row[0] for row in repeats)])
    connection.execute(f"DELETE FROM events WHERE id IN {among}", (which,))
    _count(connection, EVENTS, len(events))


def _lone_pages(connection: sqlite3.Connection, before: int) -> "list[list[int]]":
    """Give old deliveries that mean no event, in pieces; the newest of all and of each webhook stay."""
    newest = {row[0] for row in connection.execute(_NEWEST)}
    pages, last = [], 0
    while page := [row[0] for row in connection.execute(_UNRECOGNISED, (last, before, _LONE))]:
        pages.append([number for number in page if number not in newest])
        last = page[-1]
    return pages


_LONE = 32


def _forget_lone(connection: sqlite3.Connection, deliveries: list[int]) -> int:
    """Delete those that are still there; gives how many. A rebuild reads them anew meanwhile, and gives the same."""
    sql = "SELECT delivery FROM readings WHERE outcome = 2 AND delivery IN (SELECT value FROM json_each(?))"
    there = [row[0] for row in connection.execute(sql, (_json(deliveries),))]
    _forget_deliveries(connection, there)
    return len(there)


def _forget_deliveries(connection: sqlite3.Connection, deliveries: list[int]) -> None:
    which = _json(deliveries)
    among = "(SELECT value FROM json_each(?))"
    connection.executemany(
        "UPDATE heard_webhooks SET deliveries = deliveries - ? WHERE webhook = ?",
        connection.execute(
            "SELECT count(*), r.webhook FROM readings r JOIN deliveries d ON d.id = r.delivery "
            f"WHERE r.delivery IN {among} AND r.webhook IS NOT NULL AND coalesce(d.secret, '') NOT IN (?, ?) "
            "GROUP BY r.webhook",
            (which, LOCAL, IMPORTED),
        ).fetchall(),
    )
    connection.execute(f"DELETE FROM readings WHERE delivery IN {among}", (which,))
    connection.execute(f"DELETE FROM deliveries WHERE id IN {among}", (which,))
    _count(connection, DELIVERIES, len(deliveries))


def _count(connection: sqlite3.Connection, name: str, gone: int) -> None:
    connection.execute("UPDATE state SET value = value - ? WHERE name = ?", (gone, name))


def _json(numbers: Sequence[int]) -> str:
    return msgspec.json.encode(numbers).decode()
