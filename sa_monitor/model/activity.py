"""How much happened in a time."""

from typing import NamedTuple


class Activity(NamedTuple):
    """How many events were heard in the time that begins at `start`, without synthetic ones."""

    start: int
    authorized: int
    deauthorized: int
