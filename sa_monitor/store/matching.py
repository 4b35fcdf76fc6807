"""What was heard of webhooks, and what a webhook's filter would have let through."""

import sqlite3
from collections.abc import Collection, Iterable

import msgspec

from sa_monitor.model.event import Kind
from sa_monitor.model.filter import Filter
from sa_monitor.model.matching import Heard, Matched, Reporters, Suggestions
from sa_monitor.model.webex_id import uuid_of
from sa_monitor.store.schema import KIND_CODE, Role

MOST = 100_000
"""Events, the newest, that are looked at where counts aren't kept: some tenths of a second on a slow machine."""

_read_members = msgspec.json.Decoder(tuple[str, ...]).decode


def heard_webhooks(connection: sqlite3.Connection) -> dict[str, Heard]:
    """Give what was heard of each webhook, by its id."""
    rows = connection.execute(
        "SELECT w.ident, h.deliveries, d.received_at, d.secret FROM heard_webhooks h "
        "JOIN webhooks w ON w.id = h.webhook LEFT JOIN deliveries d ON d.id = h.last"
    )
    return {ident: Heard(deliveries=n, last_at=last, secret=secret) for ident, n, last, secret in rows}


def matched(connection: sqlite3.Connection, condition: Filter, kinds: Collection[Kind], most: int) -> Matched:
    """Count what would have been let through: from kept counts where they tell it, else among the newest events."""
    apps = _apps(connection, condition)
    if len(set(kinds)) == len(KIND_CODE) and not condition.site and not condition.admin_site:
        return _by_pairs(connection, apps)
    return _among_events(connection, condition, kinds, apps, most)


def suggestions(connection: sqlite3.Connection) -> Suggestions:
    """Give apps, the names that they were ever heard under, and the sites of every pair's deciding event."""
    apps = tuple(connection.execute("SELECT ident, name FROM apps ORDER BY name IS NULL, name, ident"))
    names = connection.execute(
        "SELECT name FROM apps WHERE name IS NOT NULL UNION SELECT name FROM app_names"
    )
    return Suggestions(
        apps=apps,
        names=tuple(sorted(name for (name,) in names)),
        sites=_sites(connection, "sites"),
        admin_sites=_sites(connection, "admin_sites"),
    )


def reporters(connection: sqlite3.Connection) -> Reporters:
    """Give the webhooks that reported events, and who acted in them."""
    acted = "SELECT ident, NULL FROM people WHERE id IN (SELECT number FROM occurrences WHERE role = ?)"
    return Reporters(
        webhooks=_called(connection.execute("SELECT ident, name FROM webhooks")),
        actors=_called(connection.execute(acted, (Role.ACTOR,))),
    )


def _called(rows: Iterable[tuple[str, str | None]]) -> tuple[str, ...]:
    return tuple(sorted({name or uuid_of(ident) or ident for ident, name in rows}, key=str.casefold))


def _apps(connection: sqlite3.Connection, condition: Filter) -> list[int] | None:
    """Give the apps that the filter lets through, None for any."""
    if not condition.app_id and not condition.friendly_name:
        return None
    rows = connection.execute(
        "SELECT a.id, a.ident, a.name FROM apps a UNION "
        "SELECT a.id, a.ident, n.name FROM app_names n JOIN apps a ON a.id = n.app"
    )
    return sorted(
        {
            number
            for number, ident, name in rows
            if condition.app_id in (None, "", ident) and condition.friendly_name in (None, "", name)
        }
    )


def _by_pairs(connection: sqlite3.Connection, apps: list[int] | None) -> Matched:
    row = connection.execute(
        "SELECT total(events), total(events * hit), count(DISTINCT CASE WHEN hit THEN app END), "
        "count(DISTINCT CASE WHEN hit THEN org END) "
        "FROM (SELECT app, org, events, (?1 IS NULL OR app IN (SELECT value FROM json_each(?1))) AS hit "
        "FROM authorizations)",
        (_json(apps),),
    ).fetchone()
    return Matched(looked_at=int(row[0]), events=int(row[1]), apps=row[2], organizations=row[3])


def _among_events(
    connection: sqlite3.Connection,
    condition: Filter,
    kinds: Collection[Kind],
    apps: list[int] | None,
    most: int,
) -> Matched:
    row = connection.execute(
        "WITH looked AS (SELECT kind, app, org, sites, admin_sites FROM events WHERE synthetic = 0 "
        "ORDER BY id DESC LIMIT ?5), judged AS (SELECT app, org, kind IN (SELECT value FROM json_each(?1)) "
        "AND (?2 IS NULL OR app IN (SELECT value FROM json_each(?2))) "
        "AND (?3 IS NULL OR sites IN (SELECT value FROM json_each(?3))) "
        "AND (?4 IS NULL OR admin_sites IN (SELECT value FROM json_each(?4))) AS hit FROM looked) "
        "SELECT count(*), total(hit), count(DISTINCT CASE WHEN hit THEN app END), "
        "count(DISTINCT CASE WHEN hit THEN org END) FROM judged",
        (
            _json([KIND_CODE[kind] for kind in kinds]),
            _json(apps),
            _json(_lists(connection, condition.site)),
            _json(_lists(connection, condition.admin_site)),
            most,
        ),
    ).fetchone()
    return Matched(
        looked_at=row[0],
        events=int(row[1]),
        apps=row[2],
        organizations=row[3],
        bounded=row[0] == most and _total(connection) > most,
    )


def _total(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT total(events) FROM authorizations").fetchone()[0])


def _lists(connection: sqlite3.Connection, site: str | None) -> list[int] | None:
    """Give the lists that hold the site, None for any list."""
    if not site:
        return None
    rows = connection.execute("SELECT id, members FROM lists")
    return [number for number, members in rows if site in _read_members(members)]


def _sites(connection: sqlite3.Connection, column: str) -> tuple[str, ...]:
    rows = connection.execute(
        f"SELECT l.members FROM lists l WHERE l.id IN "
        f"(SELECT e.{column} FROM authorizations s JOIN events e ON e.id = s.event)"
    )
    return tuple(sorted({site for (members,) in rows for site in _read_members(members)}))


def _json(numbers: Iterable[int] | None) -> str | None:
    return None if numbers is None else msgspec.json.encode(list(numbers)).decode()
