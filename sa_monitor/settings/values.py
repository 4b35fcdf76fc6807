"""What a single setting may be, and how it is read: from TOML already typed, from an option or a variable as text."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct

_YES = frozenset({"1", "true", "yes", "on"})
_NO = frozenset({"0", "false", "no", "off"})
_HIGHEST_PORT = 65535
_THEMES = ("dark", "light", "ansi")


class Sort(Struct, frozen=True):
    """A sort of setting: `wants` says in words what it must be, `read` gives its value or raises ValueError."""

    wants: str
    read: Callable[[Any], Any]


def _whole(lowest: int, highest: int | None) -> Callable[[Any], int]:
    def read(raw: Any) -> int:
        if isinstance(raw, str) and re.fullmatch(r"\s*[0-9]{1,9}\s*", raw):
            raw = int(raw)
        fits = isinstance(raw, int) and not isinstance(raw, bool) and raw >= lowest
        if not fits or (highest is not None and raw > highest):
            raise ValueError
        return int(raw)

    return read


def _flag(raw: Any) -> bool:
    if isinstance(raw, bool):
        return raw
    text = raw.strip().lower() if isinstance(raw, str) else ""
    if text not in _YES | _NO:
        raise ValueError
    return text in _YES


def _text(raw: Any) -> str:
    if not isinstance(raw, str) or not raw.strip() or not raw.isprintable():
        raise ValueError
    return raw.strip()


def _host(raw: Any) -> str:
    host = _text(raw)
    host = host[1:-1] if host.startswith("[") and host.endswith("]") else host
    if not re.fullmatch(r"[\w.:%-]+", host):
        raise ValueError
    return host


def _theme(raw: Any) -> str:
    theme = _text(raw).lower()
    if theme not in _THEMES:
        raise ValueError
    return theme


def _route(raw: Any) -> str:
    route = _text(raw)
    if not re.fullmatch(r"/[!-~]*", route) or set(route) & set("?#") or route == "/healthz":
        raise ValueError
    return route


def _url(raw: Any) -> str:
    url = _text(raw)
    parts = urlsplit(url)
    if (
        parts.scheme not in ("http", "https")
        or not parts.hostname
        or parts.port == 0
        or parts.fragment
        or not url.isascii()
        or " " in url
    ):
        raise ValueError
    return url


def _base_url(raw: Any) -> str:
    url = _url(raw)
    if urlsplit(url).query:
        raise ValueError
    return url.rstrip("/")


def _path(raw: Any) -> Path:
    if not isinstance(raw, str | Path) or not str(raw).strip():
        raise ValueError
    return Path(raw).expanduser()


def _optional(sort: Sort) -> Sort:
    return Sort(sort.wants, lambda raw: None if raw == "" else sort.read(raw))


def _tables(raw: Any) -> tuple[dict[str, Any], ...]:
    if not isinstance(raw, list) or not all(isinstance(table, dict) for table in raw):
        raise ValueError
    return tuple(raw)


def _table(raw: Any) -> dict[str, Any]:
    if isinstance(raw, dict):
        return raw
    raise ValueError


PORT = Sort(f"a whole number from 0 to {_HIGHEST_PORT}", _whole(0, _HIGHEST_PORT))
INTERVAL = Sort("a whole number of seconds from 10 to 86400", _whole(10, 86_400))
COUNT = Sort("a whole number, 0 or more", _whole(0, None))
THEME = Sort("dark, light, or ansi for the terminal's own colours", _theme)
FLAG = Sort("true or false", _flag)
HOST = Sort("a host name or an address", _host)
ROUTE = Sort('a path such as "/webhook", without ? and #, and not "/healthz"', _route)
URL = Sort('a URL such as "https://hooks.example.com"', _url)
BASE_URL = Sort('a URL such as "https://webexapis.com/v1"', _base_url)
MAYBE_URL = _optional(URL)
MAYBE_PATH = _optional(Sort("the path of a file or folder", _path))
TABLES = Sort("tables, each under its own [[...]]", _tables)
TABLE = Sort("a table under [...]", _table)
