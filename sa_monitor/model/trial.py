"""A test delivery on its way, and how far it came."""

from enum import StrEnum

from msgspec import Struct

from sa_monitor.model.reach import Elsewhere, Unreached
from sa_monitor.model.webex_id import webex_id

TEST_APP = webex_id("APPLICATION", "5a0e7a5e-7e57-4000-8000-000000000005")
"""The Service App that test deliveries are about; there is none of this id."""


class Hop(StrEnum):
    """What a test delivery passes, in order."""

    SIGNED = "signed"
    SENT = "sent"
    REACHED = "reached"
    VERIFIED = "verified"


class Failure(StrEnum):
    """Where it ended instead."""

    NOBODY_LISTENS = "nobody listens"
    NOT_SENT = "not sent"
    ELSEWHERE = "reached something else"
    WRONG_PATH = "reached us at another path"
    WRONG_SIGNATURE = "reached us, signature wrong"
    NOT_KEPT = "reached us, not kept"


class Trial(Struct, frozen=True, kw_only=True):
    """A test delivery to a whole target, signed with a webhook's secret or, where `webhook_id` is None, the local one.

    `last` is the last hop that it passed. `met` is what stood in the way, `status` what we answered ourselves,
    `delivery` its number in the store. `milliseconds` passed from the signing on.
    """

    target: str
    webhook_id: str | None = None
    webhook_name: str | None = None
    last: Hop = Hop.SIGNED
    failure: Failure | None = None
    met: Elsewhere | Unreached | None = None
    status: int | None = None
    delivery: int | None = None
    milliseconds: int = 0

    @property
    def passed(self) -> bool:
        """Whether it came all the way, and verified."""
        return self.last is Hop.VERIFIED

    @property
    def over(self) -> bool:
        """Whether nothing more comes of it."""
        return self.passed or self.failure is not None
