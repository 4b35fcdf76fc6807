"""The body of a delivery, as it came or laid out for reading."""

import json

from sa_monitor.present.cells import wrap
from sa_monitor.present.clean import escaped
from sa_monitor.present.quantities import grouped

MOST = 65_536
"""Bytes of a body that a screen shows; `sa-monitor show` prints the rest."""


def exact(body: bytes, cells: int) -> list[str]:
    """Give the body as it came, broken into lines of `cells`; what can't be shown is written as an escape."""
    text = body[:MOST].decode("utf-8", errors="backslashreplace")
    lines = [piece for part in text.split("\n") for piece in wrap(escaped(part.removesuffix("\r")), cells)]
    return [*lines, *_rest(body)]


def pretty(body: bytes, cells: int) -> list[str]:
    """Give the body indented where it is JSON of a size that is read, else as it came."""
    try:
        if len(body) > MOST:
            return exact(body, cells)
        laid_out = json.dumps(json.loads(body), indent=2, ensure_ascii=False)
    except (ValueError, RecursionError):
        return exact(body, cells)
    return [piece for part in laid_out.split("\n") for piece in wrap(escaped(part), cells)]


def _rest(body: bytes) -> list[str]:
    more = len(body) - MOST
    return [f"{grouped(more)} more bytes"] if more > 0 else []
