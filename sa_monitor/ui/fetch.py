"""A page of the log that has to be read."""

from enum import Enum, auto

from msgspec import Struct

from sa_monitor.model.event import Mark
from sa_monitor.model.query import Query

BEFORE_ALL = Mark(-(2**62), 0)
"""Older than any event."""


class Aim(Enum):
    """Why a page is read."""

    NEWEST = auto()
    OLDEST = auto()
    PLACE = auto()
    OLDER = auto()
    NEWER = auto()
    AGAIN = auto()


class Fetch(Struct, frozen=True, kw_only=True):
    """The arguments of `History.page`, and why it is asked.

    `series` tells a page that is still wanted from one that was asked for before the reader went elsewhere.
    """

    aim: Aim
    series: int
    query: Query
    older_than: Mark | None = None
    newer_than: Mark | None = None
    limit: int


def just_above(mark: Mark) -> Mark:
    """Give the mark that everything from `mark` on is older than."""
    return Mark(mark.received_at, mark.id + 1)
