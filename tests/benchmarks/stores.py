"""Stores of any number of events, laid straight into the tables: `python -m tests.benchmarks.stores FOLDER N ...`.

The events are various as those of a long history: 40 Service Apps at 2,000 organizations in 8,000 pairs (few of them
busy, most quiet), lists of scopes that change in time, one event in ten a deauthorization, one in twenty delivered
twice, one in a hundred unsigned, one in a thousand synthetic, and a few things that occur once in ten thousand events.

Up to a million events have bodies as Webex sends them; above, deliveries are left out, since nothing that is measured
at that size reads them.
"""

import argparse
import json
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from sa_monitor.model.webex_id import webex_id
from sa_monitor.store.connection import open_writer
from sa_monitor.store.counts import count_all

FORMAT = 2
"""Part of the file's name: raise it when the schema or the events here change."""

APPS, ORGS, PAIRS = 40, 2_000, 8_000
NEWEST = 1_790_000_000_000
STEP = 60_000
WITH_BODIES = 1_000_000
SCOPES = [f"spark-admin:thing{n}_{way}" for n in range(30) for way in ("read", "write")]
RARE_LIST = 10_000


def is_seeded(events: int, folder: Path | None = None) -> bool:
    """Tell whether a store of so many events is there."""
    return (_folder(events, folder) / "events.db").exists()


def _folder(events: int, folder: Path | None) -> Path:
    return (folder or Path(tempfile.gettempdir()) / "sa-monitor-stores") / f"v{FORMAT}-{events}"


def seeded(events: int, folder: Path | None = None) -> Path:
    """Give the folder of a store of so many events, made now unless it is there."""
    folder = _folder(events, folder)
    path = folder / "events.db"
    if not path.exists():
        print(f"seeding {events:,} events ...", file=sys.stderr, flush=True)
        making = folder / "making" / "events.db"
        making.unlink(missing_ok=True)
        _make(making, events)
        making.rename(path)
        making.parent.rmdir()
    return folder


def _make(path: Path, events: int) -> None:
    connection = open_writer(path)
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA cache_size = -1000000")
    connection.execute("BEGIN")
    indexes = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL "
        "AND tbl_name IN ('events', 'readings')"
    ).fetchall()
    for name, _ in indexes:
        connection.execute(f"DROP INDEX {name}")
    _small_tables(connection, _pairs(events))
    _events(connection, events)
    for _, sql in indexes:
        connection.execute(sql)
    _standings(connection)
    count_all(connection)
    connection.execute("COMMIT")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.close()


def _pairs(events: int) -> int:
    """Give how many pairs there are: in a short history few, since else most would have been heard of once."""
    return max(20, min(PAIRS, events // 50))


def _small_tables(connection: sqlite3.Connection, pairs: int) -> None:
    many = connection.executemany
    uuid = "{:08x}-{:04x}-4000-8000-{:012x}".format
    apps = [(n, webex_id("APPLICATION", uuid(n * 7919, 1, n)), f"app-{n}") for n in range(1, APPS + 1)]
    many("INSERT INTO apps VALUES (?, ?, ?)", apps)
    many("INSERT INTO app_names VALUES (?, ?)", [(n, name) for n, _, name in apps])
    orgs = [
        (n, webex_id("ORGANIZATION", uuid(n * 7919, 2, n)), f"Customer {n}" if n % 3 else None)
        for n in range(1, ORGS + 1)
    ]
    many("INSERT INTO orgs VALUES (?, ?, ?)", orgs)
    people = [(n, webex_id("PEOPLE", uuid(n * 7919, 3, n))) for n in range(1, 2 * ORGS + 2)]
    many("INSERT INTO people VALUES (?, ?)", people)
    hooks = [(n, webex_id("WEBHOOK", uuid(n * 7919, 4, n)), f"hook {n}") for n in range(1, 6)]
    many("INSERT INTO webhooks VALUES (?, ?, ?)", hooks)
    many("INSERT INTO lists VALUES (?, ?, ?)", list(_lists()))
    connection.execute("CREATE TEMP TABLE pairs (id INTEGER PRIMARY KEY, app INTEGER, org INTEGER)")
    many(
        "INSERT INTO pairs VALUES (?, ?, ?)",
        [(n, n % APPS + 1, (n // APPS * 13 + n % APPS * 101) % ORGS + 1) for n in range(pairs)],
    )


def _lists() -> Iterator[tuple[int, bytes, str]]:
    for app in range(1, APPS + 1):
        for version in range(3):
            members = ["spark:kms", *SCOPES[app % 20 : app % 20 + 4 + version]]
            yield app * 3 + version, f"s{app}-{version}".encode(), json.dumps(members)
    for org in range(1, ORGS + 1):
        yield 1_000 + org, f"o{org}".encode(), json.dumps([f"site-{org}.webex.com"])
        yield 4_000 + org, f"a{org}".encode(), json.dumps([f"admin-{org % 200}.webex.com"])
    yield RARE_LIST, b"rare", json.dumps(["spark:kms", "spark-compliance:events_read"])


_CHANCE = "abs((i * 2654435761) % 4294967296)"
_SECOND = "((((i * 40503 + 12345) % 4294967296) * 1664525 % 4294967296) >> 8)"
_PAIR = f"CAST({{pairs}} * ({_CHANCE} / 4294967296.0) * ({_CHANCE} / 4294967296.0) AS INTEGER)"
"""A number of a pair: the first ones are the busy ones."""


def _events(connection: sqlite3.Connection, events: int) -> None:
    numbers = (
        f"WITH RECURSIVE numbers(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < {events}) "
    )
    first = NEWEST - events * STEP
    connection.execute(
        f"""
        INSERT INTO events {numbers}
        SELECT i, p.app, p.org, {_SECOND} % 10 = 3, {first} + i * {STEP} - 2000, 1, {_SECOND} % 1000 = 7,
          {first} + i * {STEP} + {_SECOND} % 50000, {_SECOND} % 100 = 11, 1 + ({_SECOND} % 20 = 4),
          CASE WHEN {_SECOND} % 10000 = 77 THEN 5 ELSE 1 + i % 4 END,
          p.org, CASE WHEN {_SECOND} % 10000 = 99 THEN {2 * ORGS + 1} ELSE p.org + {ORGS} * (i % 2) END,
          CASE WHEN {_SECOND} % 10000 = 55 THEN {RARE_LIST} ELSE p.app * 3 + i * 3 / {events + 1} END,
          1000 + p.org, 4000 + p.org, NULL, NULL
        FROM numbers JOIN temp.pairs p ON p.id = {_PAIR.format(pairs=_pairs(events))}
        """
    )
    connection.execute("INSERT INTO readings SELECT id, 0, id, webhook, NULL FROM events")
    connection.execute(
        f"INSERT INTO readings SELECT {events} + id, 1, id, 1 + webhook % 4, NULL FROM events WHERE deliveries > 1"
    )
    if events <= WITH_BODIES:
        connection.execute(
            "INSERT INTO deliveries SELECT e.id, e.received_at, e.verdict, '', '203.0.113.7', "
            f"""'{{"content-type":"application/json","x-spark-signature":"{"0" * 40}","trackingid":"ROUTER_' """
            f"""|| printf('%012X', e.id) || '"}}', CAST({_BODY} AS BLOB) """
            "FROM events e JOIN apps a ON a.id = e.app JOIN orgs o ON o.id = e.org JOIN people p ON p.id = e.actor "
            "JOIN webhooks w ON w.id = e.webhook JOIN lists s ON s.id = e.scopes JOIN lists t ON t.id = e.sites "
            "JOIN lists u ON u.id = e.admin_sites"
        )
    repeats = connection.execute("SELECT count(*) FROM readings WHERE outcome = 1").fetchone()[0]
    totals = [("cursor", 2 * events), ("deliveries", events + repeats), ("events", events)]
    connection.executemany("INSERT OR REPLACE INTO state VALUES (?, ?)", totals)
    connection.execute(
        "INSERT INTO periods (started, seen, until, reason, pid) VALUES (?, ?, ?, 'stopped', 1)",
        (first, NEWEST, NEWEST + STEP),
    )


_BODY = """
'{"id":"' || w.ident || '","name":"' || w.name || '","targetUrl":"https://hooks.example.com/webhook",' ||
'"resource":"serviceApp","event":"' || CASE e.kind WHEN 0 THEN 'authorized' ELSE 'deauthorized' END ||
'","orgId":"' || o.ident || '","createdBy":"' || p.ident || '","ownedBy":"creator","status":"active",' ||
'"created":"2023-06-05T18:09:34.929Z","actorId":"' || p.ident || '","data":{"id":"' || a.ident || '","friendlyId":"' ||
a.name || '","authorizerId":"' || p.ident || '","authorizerOrgId":"' || o.ident || '","authorizationDate":"' ||
strftime('%Y-%m-%dT%H:%M:%S', e.date / 1000, 'unixepoch') || printf('.%03dZ', e.date % 1000) || '","scopes":' ||
s.members || ',"trainSiteNames":' || t.members || ',"adminTrainSiteNames":' || u.members || '}}'
"""


def _standings(connection: sqlite3.Connection) -> None:
    connection.execute(
        "INSERT INTO authorizations SELECT app, org, date, kind, id, id, count(*) FROM ("
        "SELECT app, org, date, kind, id FROM events WHERE synthetic = 0 ORDER BY date) GROUP BY app, org"
    )
    connection.execute(
        "UPDATE authorizations AS s SET (date, kind, event, last_event) = (SELECT date, kind, id, id FROM events e "
        "WHERE e.app = s.app AND e.org = s.org AND e.synthetic = 0 ORDER BY date DESC, kind DESC LIMIT 1)"
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.stores", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("events", type=int, nargs="+")
    arguments = parser.parse_args()
    for events in arguments.events:
        began = time.monotonic()
        folder = seeded(events, arguments.folder)
        size = (folder / "events.db").stat().st_size
        print(f"{folder}: {size:,} bytes, {time.monotonic() - began:.1f} s")


if __name__ == "__main__":
    main()
