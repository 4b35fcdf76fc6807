"""What a query could go on with at the cursor: keys of the language, and values that are known here."""

import re
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from sa_monitor.model.authorization import Authorization
from sa_monitor.model.matching import Reporters
from sa_monitor.model.query import CHOICES, MOMENTS, Key
from sa_monitor.model.webex_id import uuid_of

_MOST = 20
"""Suggestions; who doesn't find his among them types one more letter."""

_MOMENTS = ("today", "yesterday", "24h", "7d", "30d")
_BLANK = re.compile(r'(?:[^\s"]|"[^"]*"?)*$')
_LAST_VALUE = re.compile(r'(?:[^,"]|"[^"]*"?)*$')

Known = Mapping[Key, Sequence[str]]
"""Values by the key that takes them, in the order in which they are suggested."""


class Completion(Struct, frozen=True):
    """Put `text` in place of what stands from `start` to `end`; `shown` is how it is suggested."""

    start: int
    end: int
    text: str
    shown: str

    def applied_to(self, query: str) -> str:
        """Give the query with it."""
        return f"{query[: self.start]}{self.text}{query[self.end :]}"

    @property
    def cursor(self) -> int:
        """Where the cursor then is."""
        return self.start + len(self.text)


def known_values(standings: Iterable[Authorization]) -> Known:
    """Gather names, scopes and sites of the standings; a thing without a name goes by its UUID, else its id."""
    standings = list(standings)
    return {
        Key.APP: _distinct(own.app_name or uuid_of(own.app_id) or own.app_id for own in standings),
        Key.ORG: _distinct(own.org_name or uuid_of(own.org_id) or own.org_id for own in standings),
        Key.SCOPE: _distinct(scope for own in standings for scope in own.scopes),
        Key.SITE: _distinct(site for own in standings for site in own.sites),
        Key.ADMIN_SITE: _distinct(site for own in standings for site in own.admin_sites),
    }


def known_reporters(found: Reporters) -> Known:
    """Give the names of webhooks, and of who acted."""
    return {Key.WEBHOOK: found.webhooks, Key.ACTOR: found.actors}


def completions(query: str, cursor: int, known: Known) -> list[Completion]:
    """Suggest how the term before the cursor could go on; nothing where it is whole already."""
    term = _BLANK.search(query[:cursor])
    written = term[0].removeprefix("-") if term else ""
    head, colon, rest = written.partition(":")
    if not colon:
        return _keys(head, cursor)
    try:
        key = Key(head.casefold())
    except ValueError:
        return []
    return _values(key, rest, cursor, known)


def _keys(head: str, cursor: int) -> list[Completion]:
    begun = head.casefold()
    return [
        Completion(cursor - len(head), cursor, f"{key}:", f"{key}:")
        for key in Key
        if key and key.startswith(begun)
    ]


def _values(key: Key, rest: str, cursor: int, known: Known) -> list[Completion]:
    last = _LAST_VALUE.search(rest)
    written = last[0] if last else ""
    begun = written.replace('"', "").casefold()
    offered = CHOICES.get(key) or (_MOMENTS if key in MOMENTS else known.get(key, ()))
    folded = [(value.casefold(), value) for value in offered]
    ahead = [value for name, value in folded if name.startswith(begun)]
    inside = [value for name, value in folded if begun in name and not name.startswith(begun)]
    found = [value for value in (*ahead, *inside) if value.casefold() != begun]
    return [Completion(cursor - len(written), cursor, _quoted(value), value) for value in found[:_MOST]]


def _quoted(value: str) -> str:
    """Write a value so that the language reads it as one; what can't be typed in it may be any sign."""
    value = "".join(sign if sign.isprintable() and sign != '"' else "*" for sign in value)
    return f'"{value}"' if re.search(r"[\s,]", value) else value


def _distinct(values: Iterable[str]) -> list[str]:
    return sorted(set(values), key=str.casefold)
