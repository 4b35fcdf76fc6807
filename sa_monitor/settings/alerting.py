"""`[[channels]]` and `[[rules]]` of config.toml: from tables as they were written to channels and a rulebook.

Both were checked when the configuration was loaded: `check_alerting` names the file and line of what is wrong.
"""

from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from functools import partial
from typing import Any, TypeVar

from sa_monitor.errors import QueryError, SettingsError
from sa_monitor.model.alert import Severity
from sa_monitor.model.channel import FROM_CREDENTIALS, PATIENCE, SENT, ChannelSetting, Means
from sa_monitor.model.instants import HOUR, MINUTE, SECOND
from sa_monitor.model.moments import Clock
from sa_monitor.model.query import Flag, Key, Query, parse_query
from sa_monitor.model.rulebook import BUILT_IN, Channel, Rule, Rulebook
from sa_monitor.settings.document import Document
from sa_monitor.settings.schema import Settings
from sa_monitor.settings.values import URL

_LONGEST = 3600
"""Seconds that a channel's time-out may be at most."""

_NAMES = {rule.name: what for what, rule in BUILT_IN.items()}
_MEANS = ("command", "url", "apprise", "terminal")
_OF_CHANNEL = ("name", "min_severity", *_MEANS, "secret", "timeout")
_OF_RULE = ("name", "query", "severity", "channels", "enabled", "count", "minutes", "hours")
_TIMELESS = (Key.SINCE, Key.UNTIL)

T = TypeVar("T")
Entries = Mapping[str, Any]


def check_alerting(settings: Settings, document: Document) -> None:
    """Read all of it once. Raises SettingsError, with the file and line of the wrong entry."""
    names: set[str] = set()
    for number, entries in enumerate(settings.channels):
        channel = _placed(document, "channels", number, partial(_channel, entries))
        _check_once(document, "channels", number, channel.name, names)
    rules: set[str] = set()
    for number, entries in enumerate(settings.rules):
        rule = _placed(document, "rules", number, partial(_rule, entries, names))
        _check_once(document, "rules", number, rule.name, rules)


def _check_once(document: Document, table: str, number: int, name: str, known: set[str]) -> None:
    if name in known:
        place = document.row_place(table, number, "name")
        raise SettingsError(f'{place}: there are two {table} "{name}".', "Give each a name of its own.")
    known.add(name)


def channels_of(settings: Settings) -> tuple[ChannelSetting, ...]:
    """Give the channels, as configured."""
    return tuple(_channel(entries) for entries in settings.channels)


def rulebook_of(settings: Settings) -> Rulebook:
    """Give the rules in force, and the channels that are told by sending."""
    channels = channels_of(settings)
    names = {channel.name for channel in channels}
    rules = [_rule(entries, names) for entries in settings.rules]
    return Rulebook(
        own=tuple(rule for rule in rules if rule.name not in _NAMES),
        built_in=dict(BUILT_IN) | {_NAMES[rule.name]: rule for rule in rules if rule.name in _NAMES},
        channels=tuple(Channel(c.name, c.min_severity) for c in channels if c.means in SENT),
        quiet=settings.quiet_seconds * SECOND,
    )


def _placed(document: Document, table: str, number: int, read: Callable[[], T]) -> T:
    try:
        return read()
    except SettingsError as error:
        place = document.row_place(table, number, error.entry)
        raise SettingsError(f"{place}: {error.title}", error.advice) from error


def _channel(entries: Entries) -> ChannelSetting:
    _check_known(entries, _OF_CHANNEL)
    name = _name(entries)
    given = [means for means in _MEANS if means in entries]
    if len(given) != 1:
        raise SettingsError(
            f'Channel "{name}" needs one of {", ".join(_MEANS)}, and has {" and ".join(given) or "none"}.',
            entry=given[-1] if given else "name",
        )
    means = given[0] if given[0] != "terminal" else _terminal(entries)
    return ChannelSetting(
        name=name,
        means=Means(means),
        min_severity=_severity(entries, "min_severity", Severity.WARNING),
        command=_command(entries) if means == Means.COMMAND else (),
        url=_url(entries, means) if means in (Means.URL, Means.APPRISE) else "",
        secret=_from_credentials(entries, "secret") if "secret" in entries else None,
        timeout=_whole(entries, "timeout", PATIENCE, _LONGEST),
    )


def _rule(entries: Entries, channels: set[str]) -> Rule:
    _check_known(entries, _OF_RULE)
    name = _name(entries)
    standard = BUILT_IN[_NAMES[name]] if name in _NAMES else None
    if (standard is None) != ("query" in entries):
        wrong = "is built in and takes no query" if standard else "needs a query"
        advice = f"Built in are {', '.join(_NAMES)}; a rule of your own has another name and a query."
        raise SettingsError(f'Rule "{name}" {wrong}.', advice, entry="name")
    standard = standard or Rule(name=name)
    return Rule(
        name=name,
        severity=_severity(entries, "severity", standard.severity),
        channels=_names_of(entries, channels),
        enabled=_flag(entries, default=standard.enabled or "enabled" not in entries),
        query=_query(entries) if "query" in entries else None,
        count=_whole(entries, "count", standard.count, None),
        within=_within(entries, standard.within),
    )


def _within(entries: Entries, standard: int) -> int:
    if "hours" in entries and "minutes" in entries:
        raise SettingsError("hours and minutes are two ways to say one time: write one.", entry="minutes")
    if "hours" in entries:
        return _whole(entries, "hours", 1, None) * HOUR
    return _whole(entries, "minutes", 1, None) * MINUTE if "minutes" in entries else standard


def _query(entries: Entries) -> Query:
    text = entries["query"]
    if not isinstance(text, str) or not text.strip():
        raise SettingsError(
            'query must be a query, such as "event:deauthorized app:reporting".', entry="query"
        )
    try:
        query = parse_query(text, Clock(0))
    except QueryError as error:
        raise SettingsError(f"query: {error.title}", error.advice, entry="query") from error
    for term in query.terms:
        if term.key in _TIMELESS or (term.key is Key.IS and Flag.NEW in term.values):
            what = f"{term.key}:" if term.key in _TIMELESS else "is:new"
            raise SettingsError(
                f"query: {what} means nothing in a rule.",
                "A rule is asked of each event as it comes.",
                entry="query",
            )
    return query


def _names_of(entries: Entries, known: set[str]) -> tuple[str, ...] | None:
    if "channels" not in entries:
        return None
    names = entries["channels"]
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise SettingsError('channels must be a list of names, such as ["team"].', entry="channels")
    for name in names:
        if name not in known:
            close = get_close_matches(name, known, n=1)
            hint = f"Did you mean {close[0]} ?" if close else "Each has a [[channels]] entry with that name."
            raise SettingsError(f"There is no channel {_shown(name)}.", hint, entry="channels")
    return tuple(names)


def _check_known(entries: Entries, known: Sequence[str]) -> None:
    for name in entries:
        if name not in known:
            close = get_close_matches(name, known, n=1)
            hint = f"Did you mean {close[0]} ?" if close else f"Known are {', '.join(known)}."
            raise SettingsError(f"{_shown(name)} isn't known here.", hint, entry=name)


def _name(entries: Entries) -> str:
    name = entries.get("name")
    if not isinstance(name, str) or not name.strip() or not name.isprintable():
        raise SettingsError('name must be text, such as "team".', entry="name")
    return name.strip()


def _terminal(entries: Entries) -> str:
    means = entries["terminal"]
    if means not in (Means.BELL, Means.DESKTOP):
        raise SettingsError('terminal must be "bell" or "desktop".', entry="terminal")
    return str(means)


def _severity(entries: Entries, key: str, standard: Severity) -> Severity:
    written = entries.get(key, standard)
    try:
        return Severity(written)
    except ValueError:
        close = get_close_matches(str(written).lower(), Severity, n=1)
        hint = f"Did you mean {close[0]} ?" if close else ""
        raise SettingsError(f"{key} must be {', '.join(Severity)}.", hint, entry=key) from None


def _command(entries: Entries) -> tuple[str, ...]:
    words = entries["command"]
    if not isinstance(words, list) or not words or not all(isinstance(word, str) and word for word in words):
        advice = "It is run as it stands, by no shell, with the alert as JSON on its standard input."
        raise SettingsError(
            'command must be a list, such as ["/usr/local/bin/page"].', advice, entry="command"
        )
    return tuple(words)


def _url(entries: Entries, means: str) -> str:
    if means == Means.APPRISE:
        return _from_credentials(entries, "apprise")
    url = entries["url"]
    if isinstance(url, str) and url.startswith(FROM_CREDENTIALS):
        return _from_credentials(entries, "url")
    try:
        return str(URL.read(url))
    except ValueError:
        raise SettingsError(f"url must be {URL.wants}.", entry="url") from None


def _from_credentials(entries: Entries, key: str) -> str:
    text = entries[key]
    if isinstance(text, str) and text.startswith(FROM_CREDENTIALS) and text != FROM_CREDENTIALS:
        return text
    raise SettingsError(
        f'{key} must be "credentials:NAME": it is a secret.',
        "Keep it in credentials.toml, under [channels], as NAME.",
        entry=key,
    )


def _whole(entries: Entries, key: str, standard: int, highest: int | None) -> int:
    number = entries.get(key, standard)
    fits = isinstance(number, int) and not isinstance(number, bool) and (number > 0 or number == standard)
    if not fits or (highest is not None and number > highest):
        bound = f" up to {highest}" if highest else ""
        raise SettingsError(f"{key} must be a whole number above 0{bound}.", entry=key)
    return int(number)


def _flag(entries: Entries, *, default: bool) -> bool:
    value = entries.get("enabled", default)
    if not isinstance(value, bool):
        raise SettingsError("enabled must be true or false.", entry="enabled")
    return value


def _shown(name: str) -> str:
    return ascii(name)[:60]
