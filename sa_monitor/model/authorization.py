"""The standing of one (Service App, organization), as a maximum over its events.

`webex.md`, "State, whatever the order": the greatest event under `(date, event == "deauthorized")` decides. Order and
repetition of deliveries therefore don't matter, and a redelivered `authorized` never revives what was ended.
"""

from msgspec import Struct

from sa_monitor.model.event import Kind
from sa_monitor.model.instants import DAY, MINUTE

FURTHEST_AHEAD = DAY
"""Milliseconds that a stated date may lie ahead of its receipt; beyond, an authorization could never end."""

REPEAT_WITHIN = 10 * MINUTE
"""Milliseconds within which an undated delivery of equal data repeats the event, instead of being a new one."""


class Standing(Struct, frozen=True, order=True):
    """What decides: the date and whether it is a deauthorization, compared in this order."""

    date: int
    ended: bool

    @property
    def kind(self) -> Kind:
        """The event that decides, which is the state."""
        return Kind.DEAUTHORIZED if self.ended else Kind.AUTHORIZED


def standing_of(kind: Kind, date: int) -> Standing:
    """Give the standing that an event would decide if it were the greatest."""
    return Standing(date, kind is Kind.DEAUTHORIZED)


def fold(before: Standing | None, heard: Standing) -> Standing:
    """Fold one more event in; what is known already, or older, changes nothing."""
    return heard if before is None or heard > before else before


def settle_date(stated: int | None, received_at: int, greatest: int | None) -> tuple[int, bool]:
    """Give the date to fold with, and whether it is the one that the payload stated.

    `greatest` is the pair's greatest known date. Without a stated date, or with one too far ahead, it is the later
    of the time of receipt and 1 ms after `greatest`: an undated event is the newest that is known.
    """
    if stated is not None and stated <= received_at + FURTHEST_AHEAD:
        return stated, True
    return received_at if greatest is None else max(received_at, greatest + 1), False


class Authorization(Struct, frozen=True, kw_only=True):
    """The standing of one (Service App, organization), as last heard.

    `since` is the authorization date while authorized, else when the deciding event was heard. `heard` is that too,
    whatever the state; None for an assumed one. `scopes`, `sites`, `admin_sites`, `authorizer_id` and `decided_by` are
    of the deciding event; `events` counts without synthetic ones. `unconfirmed_since` is the end of the latest gap
    after the deciding event: what changed in it isn't known.
    """

    app_id: str
    app_name: str | None
    org_id: str
    org_name: str | None
    state: Kind
    since: int
    heard: int | None
    scopes: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    admin_sites: tuple[str, ...] = ()
    events: int = 0
    authorizer_id: str | None = None
    decided_by: int | None = None
    last_event: int | None = None
    unconfirmed_since: int | None = None
    assumed: bool = False
    expected: bool = False
    critical: bool = False
    owner: str | None = None
    note: str | None = None

    @property
    def lost(self) -> bool:
        """Deauthorized, and nobody expected or intended it."""
        return self.state is Kind.DEAUTHORIZED and not self.expected
