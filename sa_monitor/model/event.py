"""What a delivery means: an event, and its place in the history of its pair."""

from enum import StrEnum

from msgspec import Struct

from sa_monitor.model.delivery import Verdict


class Kind(StrEnum):
    """The two events of the resource `serviceApp` (`webex.md`, "The webhook")."""

    AUTHORIZED = "authorized"
    DEAUTHORIZED = "deauthorized"


class Mark(Struct, frozen=True, order=True):
    """A place in the log, which is ordered by time of receipt and then by id."""

    received_at: int
    id: int


class Event(Struct, frozen=True, kw_only=True):
    """One happening, as kept here. Instants are milliseconds in UTC; ids are Webex's own, whole.

    `date` is the authorization date that the fold uses; `dated` is False where the payload told none that
    could be used and it was settled from the time of receipt. A deauthorization carries no time of its own:
    `received_at`, when its first delivery was heard, is all that is known. `scopes`, `sites` and `admin_sites`
    keep the payload's order. `signature` is the best verdict among its deliveries.
    """

    id: int
    kind: Kind
    app_id: str
    app_name: str | None
    org_id: str
    org_name: str | None
    authorizer_id: str | None
    actor_id: str | None
    date: int
    dated: bool
    received_at: int
    scopes: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    admin_sites: tuple[str, ...] = ()
    signature: Verdict
    deliveries: int = 1
    webhook_ids: tuple[str, ...] = ()
    synthetic: bool = False
    expected: bool = False
    problem: str | None = None

    @property
    def mark(self) -> Mark:
        """Its place in the log."""
        return Mark(self.received_at, self.id)


class Step(Struct, frozen=True):
    """An event beside the one before it in its pair's order, which is None for the first that is known.

    The order is that of the fold (`authorization.py`), not of receipt. A synthetic event has no step before it.
    """

    event: Event
    before: Event | None = None
