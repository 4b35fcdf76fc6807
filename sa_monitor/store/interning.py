"""Small tables that give a short number to a long text which many rows repeat."""

import sqlite3
from collections import OrderedDict
from collections.abc import Callable, Hashable
from hashlib import blake2b
from typing import Generic, TypeVar

import msgspec

from sa_monitor.store.schema import COUNT, NAMES

_KEPT = 8192

SHORT = 2_000
"""Characters of the longest text that is remembered: all of them together stay within some 20 MiB."""

LONG_LIST = 16_000
"""Bytes of the longest list that is remembered."""

_encode = msgspec.json.encode

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


def is_short(*texts: str | None) -> bool:
    """Tell whether texts may be remembered: who signs can send names of a million characters, and ever new ones."""
    return sum(len(text) for text in texts if text is not None) <= SHORT


class Recent(Generic[K, V]):
    """The values that were used last, bounded: a sender that invents ids must not grow the listener.

    Their number is; who puts them sees to it that each is short. `get` gives the value of a key, None where it isn't
    known any more.
    """

    def __init__(self, most: int = _KEPT) -> None:
        self._most = most
        self._values: OrderedDict[K, V] = OrderedDict()
        # Without a call between: it is asked several times for each row of an export.
        self.get: Callable[[K], V | None] = self._values.get

    def put(self, key: K, value: V) -> V:
        """Remember the value and give it back."""
        self._values[key] = value
        if len(self._values) > self._most:
            self._values.popitem(last=False)
        return value

    def drop(self, key: K) -> None:
        """Forget one."""
        self._values.pop(key, None)

    def clear(self) -> None:
        """Forget all."""
        self._values.clear()


class Interning:
    """Gives numbers, making rows as needed. Used inside a transaction; `forget` after one that was rolled back."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._idents: Recent[tuple[str, str], int] = Recent()
        self._names: Recent[tuple[str, int], str] = Recent()
        self._lists: Recent[tuple[str, ...], int] = Recent(1024)

    def forget(self) -> None:
        """Drop what is known: its rows may be gone."""
        for known in (self._idents, self._names, self._lists):
            known.clear()

    def ident(self, table: str, ident: str) -> int:
        """Give the number of a Webex id in `apps`, `orgs`, `people` or `webhooks`."""
        known = self._idents.get((table, ident))
        if known is not None:
            return known
        number = self._intern(table, "ident", ident, (ident,))
        return self._idents.put((table, ident), number) if is_short(ident) else number

    def optional(self, table: str, ident: str | None) -> int | None:
        """Give the number of an id that may be missing."""
        return None if ident is None else self.ident(table, ident)

    def list(self, members: tuple[str, ...]) -> int:
        """Give the number of a list of scopes or sites; equal lists have the same."""
        known = self._lists.get(members)
        if known is not None:
            return known
        text = _encode(members)
        digest = blake2b(text, digest_size=16).digest()
        number = self._intern("lists", "digest, members", digest, (digest, text.decode()))
        return self._lists.put(members, number) if len(text) <= LONG_LIST else number

    def name(self, table: str, number: int, name: str | None) -> None:
        """Keep the name that an app or a webhook was last heard under; an app keeps its former ones too."""
        if name is None or self._names.get((table, number)) == name:
            return
        changed = f"UPDATE {table} SET name = ?1 WHERE id = ?2 AND name IS NOT ?1"
        if self._connection.execute(changed, (name, number)).rowcount:
            if table == "apps":
                self._connection.execute("INSERT OR IGNORE INTO app_names VALUES (?, ?)", (number, name))
            self._renamed()
        if is_short(name):
            self._names.put((table, number), name)
        else:
            self._names.drop((table, number))

    def name_nameless(self, table: str, number: int, name: str | None) -> None:
        """Give a name to what has none yet: a synthetic event renames nothing."""
        if name is not None and self._names.get((table, number)) is None:
            nameless = f"UPDATE {table} SET name = ? WHERE id = ? AND name IS NULL"
            if self._connection.execute(nameless, (name, number)).rowcount:
                self._renamed()

    def _renamed(self) -> None:
        """Count it: whoever remembers which names a query means looks anew."""
        self._connection.execute(COUNT, (NAMES, 1))

    def _intern(self, table: str, columns: str, key: str | bytes, values: tuple[str | bytes, ...]) -> int:
        key_column = columns.partition(",")[0]
        found = self._connection.execute(f"SELECT id FROM {table} WHERE {key_column} = ?", (key,)).fetchone()
        if found:
            return int(found[0])
        marks = ", ".join("?" * len(values))
        inserted = self._connection.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", values)
        return int(inserted.lastrowid or 0)
