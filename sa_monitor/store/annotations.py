"""Keeping what people tell about Service Apps; see `model.annotation`."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from sa_monitor.errors import StoreMissing
from sa_monitor.model.annotation import Annotation, Assumption
from sa_monitor.model.query import names_of
from sa_monitor.model.webex_id import meant_id, uuid_of
from sa_monitor.store.connection import open_reader, open_writer
from sa_monitor.store.faults import translated
from sa_monitor.store.transaction import Immediate

_NAMED = (
    "SELECT ident, name FROM apps UNION SELECT a.ident, n.name FROM app_names n JOIN apps a ON a.id = n.app"
)


def annotate(
    path: Path, app: str, *, critical: bool | None, owner: str | None, note: str | None
) -> list[str]:
    """Tell something about an app, by id, UUID or name; gives the ids of the apps that are meant. Raises StoreError.

    None leaves a part as it is, and an empty text takes it back. An app that wasn't heard of yet goes by what is
    given, which should then be its id.
    """
    with translated():
        connection = open_writer(path)
        try:
            with Immediate(connection):
                meant = _meant(connection, app) or [meant_id("APPLICATION", app)]
                known = annotations(connection)
                for ident in meant:
                    told = _changed(known.get(ident, Annotation()), critical=critical, owner=owner, note=note)
                    row = (ident, told.critical, told.owner, told.note)
                    connection.execute("INSERT OR REPLACE INTO annotations VALUES (?, ?, ?, ?)", row)
            return meant
        finally:
            connection.close()


def app_names(path: Path) -> dict[str, str | None]:
    """Give what finds Service Apps: ids, UUIDs and names, each with the name; a bare id has none. Raises StoreError."""
    with translated():
        try:
            connection = open_reader(path)
        except StoreMissing:
            return {}
        try:
            rows = connection.execute(_NAMED).fetchall()
        finally:
            connection.close()
    return {known: name for ident, name in rows for known in names_of(ident, name) if known}


def assume(path: Path, assumptions: Iterable[Assumption], now: int) -> int:
    """Enter known authorizations; the newest word on a pair counts. Gives how many. Raises StoreError.

    An id may be given as the UUID that Control Hub shows.
    """
    with translated():
        connection = open_writer(path)
        try:
            with Immediate(connection):
                apps, orgs = (
                    _Known(connection, "apps", "APPLICATION"),
                    _Known(connection, "orgs", "ORGANIZATION"),
                )
                rows = [
                    (apps.ident(own.app_id), orgs.ident(own.org_id), own.app_name, own.since, now)
                    for own in assumptions
                ]
                connection.executemany("INSERT OR REPLACE INTO assumptions VALUES (?, ?, ?, ?, ?)", rows)
            return len(rows)
        finally:
            connection.close()


def annotations(connection: sqlite3.Connection) -> dict[str, Annotation]:
    """Give everything that was told, by app id."""
    rows = connection.execute("SELECT app, critical, owner, note FROM annotations")
    return {
        app: Annotation(critical=bool(critical), owner=owner, note=note)
        for app, critical, owner, note in rows
    }


def unheard(connection: sqlite3.Connection) -> list[tuple[Assumption, int]]:
    """Give the assumptions about pairs that were never heard of, with when each was entered."""
    rows = connection.execute(
        "SELECT s.app, s.org, coalesce(a.name, s.name), s.since, s.entered_at FROM assumptions s "
        "LEFT JOIN apps a ON a.ident = s.app LEFT JOIN orgs o ON o.ident = s.org "
        "LEFT JOIN authorizations h ON h.app = a.id AND h.org = o.id WHERE h.app IS NULL"
    )
    return [
        (Assumption(app_id=app, org_id=org, app_name=name, since=since), entered_at)
        for app, org, name, since, entered_at in rows
    ]


class _Known:
    """The ids that were heard of, by what a person may call them."""

    def __init__(self, connection: sqlite3.Connection, table: str, kind: str) -> None:
        self._kind = kind
        idents = [row[0] for row in connection.execute(f"SELECT ident FROM {table}")]
        self._by_uuid = {uuid: ident for ident in idents if (uuid := uuid_of(ident))}

    def ident(self, words: str) -> str:
        """Give the id that is meant."""
        return self._by_uuid.get(words.lower()) or meant_id(self._kind, words)


def _meant(connection: sqlite3.Connection, app: str) -> list[str]:
    """Give the ids that a person's word for an app means: an id, a UUID or a name, present or former."""
    wanted = app.casefold()
    rows = connection.execute(_NAMED)
    found = [ident for ident, name in rows if wanted in [n.casefold() for n in names_of(ident, name) if n]]
    return list(dict.fromkeys(found))


def _changed(before: Annotation, *, critical: bool | None, owner: str | None, note: str | None) -> Annotation:
    return Annotation(
        critical=before.critical if critical is None else critical,
        owner=before.owner if owner is None else owner or None,
        note=before.note if note is None else note or None,
    )
