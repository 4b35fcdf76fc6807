"""Writing what the cursor is on into the query."""

import re
from collections.abc import Mapping

from sa_monitor.model.query import Key, without
from sa_monitor.model.webex_id import uuid_of
from sa_monitor.present.clean import clean
from sa_monitor.present.things import Thing

_KEYS = {Thing.APP: Key.APP, Thing.ORG: Key.ORG}
_PLAIN = re.compile(r"[^\s\",*]+")


def only(text: str, chosen: Mapping[Thing, str]) -> str:
    """Give the query with what it said of Service Apps and organizations replaced by terms with these values."""
    terms = [f"{_KEYS[thing]}:{_quoted(chosen[thing])}" for thing in Thing if thing in chosen]
    return " ".join(part for part in (without(text, _KEYS.values()), *terms) if part)


def value_for(webex_id: str, names: Mapping[str, str | None]) -> str:
    """Give what a query calls a thing: its name where that is one that can be typed and no other has, else its UUID.

    `names` are the names of all things of its kind by their ids.
    """
    name = names.get(webex_id)
    if (
        name
        and _typed(name)
        and sum(name.casefold() == (other or "").casefold() for other in names.values()) == 1
    ):
        return name
    return uuid_of(webex_id) or webex_id


def _typed(name: str) -> bool:
    """Tell whether a query can say a name as it is."""
    return name == clean(name) == name.strip() and not set(name) & set('"*')


def _quoted(value: str) -> str:
    return value if _PLAIN.fullmatch(value) else f'"{value}"'
