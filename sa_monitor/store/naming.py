"""What a query's words mean: names are matched in Python over the small tables, by the same rule as in memory."""

import sqlite3
from collections.abc import Iterable

import msgspec

from sa_monitor.model.query import Key, Term, names_of
from sa_monitor.store.interning import Recent
from sa_monitor.store.schema import NAMES

Numbers = tuple[int, ...]

_KEPT = 512
_VERSION = (
    "SELECT (SELECT max(id) FROM apps), (SELECT max(id) FROM orgs), (SELECT max(id) FROM people), "
    "(SELECT max(id) FROM webhooks), (SELECT max(id) FROM lists), (SELECT value FROM state WHERE name = ?)"
)
_APPS = "SELECT id, ident, name FROM apps UNION SELECT a.id, NULL, n.name FROM app_names n JOIN apps a ON a.id = n.app"
_NAMED = {
    "apps": _APPS,
    "orgs": "SELECT id, ident, name FROM orgs UNION SELECT org, NULL, name FROM org_names",
    "people": "SELECT id, ident, NULL FROM people",
    "webhooks": "SELECT id, ident, name FROM webhooks",
}

_read_members = msgspec.json.Decoder(list[str]).decode


class Naming:
    """Finds the numbers that terms mean, and remembers them until a name comes or changes."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._version: tuple[int | None, ...] = ()
        self._found: Recent[tuple[str, bool, tuple[str, ...]], Numbers] = Recent(_KEPT)

    def renew(self) -> None:
        """Forget what was found if any name has come or changed since. Cheap; called before each reading."""
        version = self._connection.execute(_VERSION, (NAMES,)).fetchone()
        if version != self._version:
            self._found.clear()
            self._version = version

    def numbers(self, table: str, term: Term) -> Numbers:
        """Give the numbers of the apps, organizations, people, webhooks or lists that the term means.

        Apps and organizations go by any name that they ever had.
        """
        key = (table, term.key is Key.WORD, term.values)
        known = self._found.get(key)
        return known if known is not None else self._found.put(key, tuple(self._find(table, term)))

    def _find(self, table: str, term: Term) -> Iterable[int]:
        if table == "lists":
            lists = self._connection.execute("SELECT id, members FROM lists")
            return [number for number, members in lists if term.accepts(_read_members(members))]
        rows = self._connection.execute(_NAMED[table])
        return dict.fromkeys(number for number, ident, name in rows if term.accepts(names_of(ident, name)))
