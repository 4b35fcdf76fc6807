"""One HTTP request that reached the listener, as it is judged and kept."""

from enum import StrEnum

from msgspec import Struct

KEPT_HEADERS = (
    "content-type",
    "user-agent",
    "x-forwarded-for",
    "trackingid",
    "x-spark-signature",
    "x-webex-signature",
)
"""The only headers that are kept with a delivery, in lower case."""


class Verdict(StrEnum):
    """What the signature says of a delivery."""

    VERIFIED = "verified"
    UNSIGNED = "unsigned"
    REJECTED = "rejected"


class Outcome(StrEnum):
    """What became of a delivery."""

    RECORDED = "recorded"
    REPEATED = "repeated"
    UNRECOGNISED = "unrecognised"
    REJECTED = "rejected"


class Arrival(Struct, frozen=True):
    """A delivery on its way to the store.

    `secret` names the secret that verified it (`Secret.label`), None without one. `headers` are those of
    `KEPT_HEADERS` that it had, lower-case name to value. `body` is exactly what was received. `problem` says why it
    was rejected, else None: what is wrong with an accepted body is found by decoding it.
    """

    received_at: int
    verdict: Verdict
    secret: str | None
    remote: str
    headers: dict[str, str]
    body: bytes
    problem: str | None = None


class Delivery(Struct, frozen=True, kw_only=True):
    """A delivery that was kept. `outcome` is None until the projection has read it."""

    id: int
    received_at: int
    verdict: Verdict
    outcome: Outcome | None
    secret: str | None
    webhook_id: str | None
    webhook_name: str | None
    remote: str
    headers: dict[str, str]
    body: bytes
    problem: str | None
    event_id: int | None
