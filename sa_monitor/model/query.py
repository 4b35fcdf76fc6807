"""Questions about events here: the query language of the log, the panes, the commands and the exports.

Words are joined by AND; `-` before a term excludes; commas mean any of; quotes keep blanks; the first colon splits.
`key:value` matches a whole name, id or UUID, and `*` widens; a bare word matches inside names, ids, scopes and sites.
Case is folded.
"""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from enum import StrEnum
from functools import lru_cache

from msgspec import Struct

from sa_monitor.errors import QueryError
from sa_monitor.model.delivery import Verdict
from sa_monitor.model.event import Event, Kind
from sa_monitor.model.moments import Clock, moment_range
from sa_monitor.model.webex_id import uuid_of


class Key(StrEnum):
    """What a term asks about; WORD is a bare word."""

    EVENT = "event"
    APP = "app"
    ORG = "org"
    SCOPE = "scope"
    SITE = "site"
    ADMIN_SITE = "admin-site"
    ACTOR = "actor"
    WEBHOOK = "webhook"
    SIGNATURE = "signature"
    SINCE = "since"
    UNTIL = "until"
    IS = "is"
    WORD = ""


class Flag(StrEnum):
    """The values of `is:`."""

    REPEATED = "repeated"
    SYNTHETIC = "synthetic"
    EXPECTED = "expected"
    NEW = "new"


CHOICES: dict[Key, tuple[str, ...]] = {
    Key.EVENT: tuple(Kind),
    Key.SIGNATURE: (Verdict.VERIFIED, Verdict.UNSIGNED),
    Key.IS: tuple(Flag),
}
"""The keys that take one of a few words."""

MOMENTS = (Key.SINCE, Key.UNTIL)


class Term(Struct, frozen=True):
    """One condition: any of `values` (case folded), or with `excluded` none of them.

    For `since:` and `until:` `values` is as written, and `instant` the bound in milliseconds: receipt at or after
    it, or before it. For `is:new` that bound is the event that the reader has seen last: `instant` is its id.
    """

    key: Key
    values: tuple[str, ...]
    excluded: bool = False
    instant: int | None = None

    def accepts(self, names: Iterable[str | None]) -> bool:
        """Tell whether any of the names is meant, leaving `excluded` out of it."""
        present = [name.casefold() for name in names if name]
        if self.key is Key.WORD:
            return any(_pattern(f"*{value}*").fullmatch(name) for value in self.values for name in present)
        return any(_pattern(value).fullmatch(name) for value in self.values for name in present)


class Query(Struct, frozen=True):
    """Terms that must all hold; without terms it asks for everything. `text` is as it was written."""

    terms: tuple[Term, ...] = ()
    text: str = ""

    def __bool__(self) -> bool:
        return bool(self.terms)

    def matches(self, event: Event) -> bool:
        """Tell whether the event is asked for. `webhook:` goes by id here: an event doesn't carry their names."""
        return all(_holds(term, event) != term.excluded for term in self.terms)


EVERYTHING = Query()

_KNOWN = frozenset(key for key in Key if key)


def names_of(webex_id: str | None, name: str | None = None) -> tuple[str | None, ...]:
    """Give what a person may call a thing: its id, the UUID that it decodes to, and its name."""
    return webex_id, uuid_of(webex_id) if webex_id else None, name


def _holds(term: Term, event: Event) -> bool:
    match term.key:
        case Key.SINCE:
            return term.instant is not None and event.received_at >= term.instant
        case Key.UNTIL:
            return term.instant is not None and event.received_at < term.instant
        case Key.IS:
            flags = {
                Flag.REPEATED: event.deliveries > 1,
                Flag.SYNTHETIC: event.synthetic,
                Flag.EXPECTED: event.expected,
                Flag.NEW: event.id > (term.instant or 0),
            }
            return any(flags[Flag(value)] for value in term.values)
        case _:
            return term.accepts(_asked(term.key, event))


def _asked(key: Key, event: Event) -> Iterable[str | None]:
    app = names_of(event.app_id, event.app_name)
    org = names_of(event.org_id, event.org_name)
    return {
        Key.EVENT: (event.kind,),
        Key.APP: app,
        Key.ORG: org,
        Key.SCOPE: event.scopes,
        Key.SITE: event.sites,
        Key.ADMIN_SITE: event.admin_sites,
        Key.ACTOR: names_of(event.actor_id),
        Key.WEBHOOK: [name for webhook in event.webhook_ids for name in names_of(webhook)],
        Key.SIGNATURE: (event.signature,),
        Key.WORD: (*app, *org, *event.scopes, *event.sites, *event.admin_sites),
    }[key]


@lru_cache(maxsize=256)
def _pattern(value: str) -> re.Pattern[str]:
    first, *middle = (re.escape(part) for part in value.split("*"))
    if not middle:
        return re.compile(first)
    # Atomic: the first place that fits is as good as any, and a hostile name can't make it try them all.
    between = "".join(f"(?>.*?{part})" for part in middle[:-1])
    return re.compile(f"{first}{between}.*{middle[-1]}", re.DOTALL)


_TERM = re.compile(r'(?:[^\s"]|"[^"]*"?)+')
_VALUE = re.compile(r'(?:[^,"]|"[^"]*"?)+')


def parse_query(text: str, clock: Clock) -> Query:
    """Read a query. `clock` says what `24h`, `yesterday` and a time without a zone mean.

    Raises QueryError, with the column of the mistake and a hint.
    """
    terms = (_term(found[0], found.start() + 1, clock) for found in _TERM.finditer(text))
    return Query(tuple(term for term in terms if term.values), text.strip())


def query_keys(text: str) -> list[tuple[int, int]]:
    """Give where the known keys of a query stand, with their sign and colon; it needn't be a right query yet."""
    places = []
    for found in _TERM.finditer(text):
        head = re.match(r"-?([\w-]+):", found[0])
        if head and head[1].casefold() in _KNOWN:
            places.append((found.start(), found.start() + head.end()))
    return places


def asks_for_new(query: Query) -> bool:
    """Tell whether it matters to the query what its reader has seen."""
    return any(term.key is Key.IS and Flag.NEW in term.values for term in query.terms)


def asks_for_synthetic(query: Query) -> bool:
    """Tell whether a query asks for synthetic events, so that they count."""
    return any(
        term.key is Key.IS and Flag.SYNTHETIC in term.values and not term.excluded for term in query.terms
    )


def without(text: str, keys: Iterable[Key]) -> str:
    """Give a query as written, without its terms of some keys that exclude nothing."""
    heads = tuple(f"{key}:" for key in keys)
    return " ".join(found[0] for found in _TERM.finditer(text) if not found[0].casefold().startswith(heads))


def join_arguments(arguments: Iterable[str]) -> str:
    """Make one query of a command's arguments: what a shell kept together with blanks stays together.

    A whole query in one argument stays one, and a comma without a blank behind it still means any of.
    """
    return " ".join(_requote(argument) for argument in arguments)


_SECOND_KEY = re.compile(rf"\s-?(?:{'|'.join(filter(None, Key))}):", re.IGNORECASE)


def _requote(argument: str) -> str:
    if '"' in argument or not re.search(r"\s", argument) or _SECOND_KEY.search(argument):
        return argument
    start = re.match(r"-?(?:[\w-]+:)?", argument)
    head = start[0] if start else ""
    return head + ",".join(f'"{value}"' for value in re.split(r",(?!\s)", argument[len(head) :]))


def _term(written: str, column: int, clock: Clock) -> Term:
    if written.count('"') % 2:
        place = column + written.rindex('"')
        raise QueryError(f"A quote is opened and not closed (column {place}).", 'Add a ".', column=place)
    excluded = written.startswith("-") and len(written) > 1
    body = written[1:] if excluded else written
    head, colon, rest = body.partition(":")
    if not colon or '"' in head:
        return Term(Key.WORD, _values(body), excluded)
    key = _key(head, column + excluded)
    values = _values(rest)
    place = column + excluded + len(head) + 1
    if not values:
        raise QueryError(f"{head}: has no value (column {place}).", _examples(key), column=place)
    if key in CHOICES:
        _check_choice(key, rest, place)
    if key in MOMENTS:
        return Term(key, values, excluded, _moment(key, values, place, clock))
    if key is Key.IS and Flag.NEW in values:
        return Term(key, values, excluded, clock.seen)
    return Term(key, values, excluded)


def _key(head: str, column: int) -> Key:
    try:
        if head:
            return Key(head.casefold())
    except ValueError:
        pass
    known = [str(key) for key in Key if key]
    close = get_close_matches(head.casefold(), known, n=1)
    hint = (
        f"Did you mean {close[0]}: ?"
        if close
        else f'Keys are {", ".join(known)}; quote a word that has a ":".'
    )
    raise QueryError(f"`{head}:` isn't a key (column {column}).", hint, column=column)


def _values(written: str) -> tuple[str, ...]:
    return tuple(value for _, value in _placed_values(written))


def _placed_values(written: str) -> Iterable[tuple[int, str]]:
    for found in _VALUE.finditer(written):
        value = found[0].replace('"', "").casefold()
        if value:
            yield found.start(), value


def _check_choice(key: Key, written: str, column: int) -> None:
    for offset, value in _placed_values(written):
        if value not in CHOICES[key]:
            place = column + offset
            close = get_close_matches(value, CHOICES[key], n=1)
            hint = f"Did you mean {close[0]} ?" if close else f"Use {' or '.join(CHOICES[key])}."
            raise QueryError(f"{key}: can't be {value} (column {place}).", hint, column=place)


def _moment(key: Key, values: tuple[str, ...], column: int, clock: Clock) -> int:
    bounds = moment_range(values[0], clock) if len(values) == 1 else None
    if bounds is None:
        raise QueryError(
            f"{key}: can't read {', '.join(values)} (column {column}).", _examples(key), column=column
        )
    return bounds[0] if key is Key.SINCE else bounds[1]


def _examples(key: Key) -> str:
    if key in MOMENTS:
        return f"Write {key}:2026-11-01, {key}:2026-11-01T08:00Z, {key}:24h, {key}:7d or {key}:yesterday."
    if key in CHOICES:
        return f"Use {' or '.join(CHOICES[key])}."
    return f"Write {key}:name, or {key}:* for any."
