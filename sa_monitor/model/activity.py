"""How much happened in a time."""

from collections.abc import Iterable
from typing import NamedTuple


class Activity(NamedTuple):
    """How many events were heard in the time that begins at `start`, without synthetic ones."""

    start: int
    authorized: int
    deauthorized: int


def added_up(parts: Iterable[Activity]) -> list[Activity]:
    """Add up what is of one time, the oldest first."""
    sums: dict[int, Activity] = {}
    for start, authorized, deauthorized in parts:
        before = sums.get(start, Activity(start, 0, 0))
        sums[start] = Activity(start, before.authorized + authorized, before.deauthorized + deauthorized)
    return [sums[start] for start in sorted(sums)]
