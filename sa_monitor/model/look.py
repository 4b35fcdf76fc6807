"""How far somebody has looked, so that what came since can be told."""

from msgspec import Struct


class News(Struct, frozen=True):
    """How many losses and authorizations were recorded since."""

    lost: int = 0
    authorized: int = 0


class Look(Struct, frozen=True, kw_only=True):
    """When one person last looked at the screens, and the newest of what they have seen there.

    `event` is the id of the event that had been recorded last: all with a greater one are new to them. `gap` is the
    instant at which the newest gap that they have seen began. 0 is before everything.
    """

    at: int
    event: int = 0
    gap: int = 0
