"""What a search has found when it was let go on for a while."""

from collections.abc import Sequence

from msgspec import Struct

from sa_monitor.model.activity import Activity
from sa_monitor.model.event import Mark, Step


class Found(Struct, frozen=True):
    """Events that match, in the order of the search, and how far it came.

    `reached` is the mark up to which everything was looked at, from which it goes on; None where there is nothing more
    to find: the end was reached, or as much was found as was wanted.
    """

    steps: Sequence[Step]
    reached: Mark | None = None


class Counted(Struct, frozen=True):
    """How many match so far; `reached` is as in `Found`."""

    events: int
    reached: Mark | None = None


class Spread(Struct, frozen=True):
    """How much was heard when, of what matches so far, in no order; `reached` is as in `Found`."""

    heard: Sequence[Activity]
    reached: Mark | None = None
