"""How far a change at Webex came, request by request."""

from enum import StrEnum

from msgspec import Struct

from sa_monitor.errors import SaMonitorError
from sa_monitor.model.webhook import Webhook
from sa_monitor.model.webhook_request import Request


class Stage(StrEnum):
    """Where a request is. Those from DONE on are final."""

    PROVING = "proving"
    SENDING = "sending"
    WAITING = "waiting"
    DONE = "done"
    EXISTS = "exists"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    UNPROVEN = "unproven"
    NOT_SENT = "not sent"

    @property
    def is_good(self) -> bool:
        """Whether what was wanted is so now."""
        return self in (Stage.DONE, Stage.EXISTS)


class Outcome(Struct, frozen=True, kw_only=True):
    """Where the request with this `number` (from 0) is.

    `webhook` is the one that there is now: created, changed, or there already; the deleted one as it was. `error` is
    why it was refused or remained unknown. `seconds` are waited before another try, `asked` for by Webex or not.
    `reason` says why the target is not proven, or what of a good outcome couldn't be kept here. `found` tells that the
    answer was lost, and the list then had the webhook. `admin_site_key` is the spelling that Webex took where it wasn't
    the first one.
    """

    number: int
    request: Request
    stage: Stage
    webhook: Webhook | None = None
    error: SaMonitorError | None = None
    seconds: float = 0
    asked: bool = False
    reason: str = ""
    found: bool = False
    admin_site_key: str | None = None
