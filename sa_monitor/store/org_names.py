"""The names of organizations, as the API gave them, with when it was asked, and as people call them.

What a person says goes before what the API says; former names and those of the API find them too. Where nothing is
known of a name, the one that an imported event brings holds until the API says more.
"""

import sqlite3
from collections.abc import Mapping
from itertools import islice
from pathlib import Path

from sa_monitor.model.instants import DAY
from sa_monitor.model.query import names_of
from sa_monitor.store.connection import open_reader, open_writer
from sa_monitor.store.faults import translated
from sa_monitor.store.schema import COUNT, NAMES
from sa_monitor.store.transaction import Immediate

_GOOD = DAY
_REFUSED_FOR = 7 * DAY
"""How long an answer is good: a name, and that there is none for this token."""

_AT_ONCE = 100
"""Organizations that are named in one transaction: a listener may wait for it."""

_DUE = """
    SELECT o.ident FROM orgs o LEFT JOIN org_answers a ON a.org = o.id
    WHERE a.org IS NULL OR ?1 < a.at OR ?1 - a.at >= CASE WHEN a.refused THEN ?2 ELSE ?3 END
    ORDER BY a.at, o.id DESC LIMIT ?4
"""


def unnamed(path: Path, now: int, most: int) -> list[str]:
    """Give the ids of organizations to ask about now: those never asked about first. Raises StoreError."""
    with translated():
        connection = open_reader(path)
        try:
            return [row[0] for row in connection.execute(_DUE, (now, _REFUSED_FOR, _GOOD, most))]
        finally:
            connection.close()


def keep_org_name(path: Path, org_id: str, name: str | None, at: int) -> None:
    """Keep what was answered about an organization: its name, or None for a refusal. Raises StoreError."""
    with translated():
        connection = open_writer(path)
        try:
            with Immediate(connection):
                _keep(connection, org_id, name, at)
        finally:
            connection.close()


def learn_org_names(path: Path, names: Mapping[str, str]) -> None:
    """Call organizations by what they were called elsewhere, where nothing is known of that here. Raises StoreError."""
    with translated():
        connection = open_writer(path)
        try:
            remaining = iter(names.items())
            while few := list(islice(remaining, _AT_ONCE)):
                with Immediate(connection):
                    for org_id, name in few:
                        _learn(connection, org_id, name)
        finally:
            connection.close()


def org_called(connection: sqlite3.Connection, org_id: str) -> str | None:
    """Give what people call an organization; None where they leave it to the API."""
    row = connection.execute(
        "SELECT c.name FROM called_orgs c JOIN orgs o ON o.id = c.org WHERE o.ident = ?", (org_id,)
    ).fetchone()
    return row[0] if row else None


def call_org(path: Path, org: str, name: str) -> list[str]:
    """Call an organization, given by id, UUID or name, by a name; an empty one takes that back.

    Gives the ids of those that are meant: none where it wasn't heard of. Raises StoreError.
    """
    wanted = org.casefold()
    with translated():
        connection = open_writer(path)
        try:
            with Immediate(connection):
                rows = connection.execute(
                    "SELECT id, ident, name FROM orgs UNION SELECT o.id, o.ident, n.name "
                    "FROM org_names n JOIN orgs o ON o.id = n.org"
                ).fetchall()
                meant = {
                    number: ident
                    for number, ident, known in rows
                    if wanted in [one.casefold() for one in names_of(ident, known) if one]
                }
                for number in meant:
                    _call(connection, number, name)
                return list(meant.values())
        finally:
            connection.close()


def _call(connection: sqlite3.Connection, number: int, name: str) -> None:
    called = connection.execute("SELECT name, given FROM called_orgs WHERE org = ?", (number,)).fetchone()
    shown = connection.execute("SELECT name FROM orgs WHERE id = ?", (number,)).fetchone()[0]
    given = called[1] if called else shown
    if called and called[0] != given:
        connection.execute("DELETE FROM org_names WHERE org = ? AND name = ?", (number, called[0]))
    if name:
        connection.execute("INSERT OR REPLACE INTO called_orgs VALUES (?, ?, ?)", (number, name, given))
        connection.execute("INSERT OR IGNORE INTO org_names VALUES (?, ?)", (number, name))
    else:
        connection.execute("DELETE FROM called_orgs WHERE org = ?", (number,))
    connection.execute("UPDATE orgs SET name = ? WHERE id = ?", (name or given, number))
    connection.execute(COUNT, (NAMES, 1))


def _keep(connection: sqlite3.Connection, org_id: str, name: str | None, at: int) -> None:
    row = connection.execute("SELECT id, name FROM orgs WHERE ident = ?", (org_id,)).fetchone()
    if row is None:
        return
    number, before = row
    called = connection.execute("SELECT given FROM called_orgs WHERE org = ?", (number,)).fetchone()
    connection.execute("INSERT OR REPLACE INTO org_answers VALUES (?, ?, ?)", (number, at, name is None))
    if name is not None and name != (called[0] if called else before):
        if called:
            connection.execute("UPDATE called_orgs SET given = ? WHERE org = ?", (name, number))
        else:
            connection.execute("UPDATE orgs SET name = ? WHERE id = ?", (name, number))
        _found_by(connection, number, name)


def _learn(connection: sqlite3.Connection, org_id: str, name: str) -> None:
    row = connection.execute("SELECT id FROM orgs WHERE ident = ? AND name IS NULL", (org_id,)).fetchone()
    if row is not None:
        connection.execute("UPDATE orgs SET name = ? WHERE id = ?", (name, row[0]))
        _found_by(connection, row[0], name)


def _found_by(connection: sqlite3.Connection, number: int, name: str) -> None:
    """Let a name find an organization from now on."""
    connection.execute("INSERT OR IGNORE INTO org_names VALUES (?, ?)", (number, name))
    connection.execute(COUNT, (NAMES, 1))
