"""Is a delivery signed by someone who knows a secret? (`webex.md`, "Signature")."""

import hmac
from collections.abc import Iterable
from itertools import product
from typing import ClassVar

from msgspec import Struct

from sa_monitor.model.delivery import Verdict
from sa_monitor.model.discreet import Discreet

SPARK_SIGNATURE = "x-spark-signature"
WEBEX_SIGNATURE = "x-webex-signature"

WRONG_SIGNATURE = "wrong signature"
"""Why most are rejected; `why_wrong` tells more of it."""

UNKNOWN_WEBHOOK = "webhook id unknown here"

LOCAL = "local"
ENVIRONMENT = "environment"
GENERAL = "general"

IMPORTED = "import"
"""Stands for the secret of a delivery that was imported: who verified it then, this store can't tell."""

_ALGORITHMS = {"sha1": 40, "sha256": 64, "sha512": 128}
_BY_LENGTH = {length: name for name, length in _ALGORITHMS.items()}

_MOST_CANDIDATES = 512
_MOST_HASHED = 4 * 1024 * 1024
"""Bytes that one delivery may make us hash: an unknown webhook id tries every secret."""


class Secret(Discreet, frozen=True):
    """One signing secret. `label` names it without telling it: a webhook's id, or `general`, `environment`, `local`.

    `good_until` is the instant after which a secret that was replaced is good no more; None while it is current.
    """

    KEPT: ClassVar[frozenset[str]] = frozenset({"value"})

    label: str
    value: str
    webhook_id: str | None = None
    good_until: int | None = None


class Keyring(Struct, frozen=True):
    """The secrets that are known, and which of them may have signed a delivery."""

    secrets: tuple[Secret, ...] = ()

    @property
    def has_known(self) -> bool:
        """Whether any secret but the local one is known, so that unsigned deliveries are never taken."""
        return any(secret.value and secret.label != LOCAL for secret in self.secrets)

    def candidates(self, webhook_id: str | None, now: int) -> list[Secret]:
        """Give the secrets to try: a known webhook's own, else every one; and always those of no webhook.

        An empty secret is none: everybody knows it. Of too many, the first are left out, but never a webhook's own.
        """
        good = [s for s in self.secrets if s.value and (s.good_until is None or now < s.good_until)]
        own = [s for s in good if webhook_id is not None and s.webhook_id == webhook_id]
        others = [] if own else [s for s in good if s.webhook_id is not None]
        general = [s for s in good if s.webhook_id is None]
        return own + (others + general)[-_MOST_CANDIDATES:]


class Judgement(Struct, frozen=True):
    """The verdict on a delivery; `secret` is the label of the one that verified it, `problem` why none did."""

    verdict: Verdict
    secret: str | None = None
    problem: str | None = None


def sign(secret: str, body: bytes, algorithm: str = "sha1") -> str:
    """Give the hex HMAC of the body: HMAC-SHA1 is what `X-Spark-Signature` carries."""
    return _hmac(secret, body, algorithm).hex()


def judge(
    body: bytes,
    signatures: Iterable[str | None],
    candidates: Iterable[Secret],
    *,
    unsigned_allowed: bool = False,
) -> Judgement:
    """Judge a body by its signature headers (the values, None for one that is missing).

    Verified when any header that reads verifies with any candidate. `unsigned_allowed` is the listener's whole
    decision (allowed, and no secret known): what doesn't verify is then `unsigned` instead of `rejected`.
    """
    present = [value for value in signatures if value is not None]
    readable = [parsed for value in present if (parsed := _parse(value))]
    budget = _MOST_HASHED
    for secret, (algorithm, digest) in product(candidates, readable):
        budget -= len(body)
        if budget < 0:
            break
        if hmac.compare_digest(_hmac(secret.value, body, algorithm), digest):
            return Judgement(Verdict.VERIFIED, secret.label)
    if unsigned_allowed:
        return Judgement(Verdict.UNSIGNED)
    return Judgement(Verdict.REJECTED, problem=_why(present, readable))


def _hmac(secret: str, body: bytes, algorithm: str) -> bytes:
    # The environment gives bytes that are no UTF-8 as surrogates; this gives the bytes back.
    return hmac.digest(secret.encode(errors="surrogateescape"), body, algorithm)


def _why(present: list[str], readable: list[tuple[str, bytes]]) -> str:
    if not present:
        return "no signature header"
    if not readable:
        return "the signature is not hexadecimal, or of no known length"
    return WRONG_SIGNATURE


def why_wrong(keyring: Keyring, webhook_id: str | None, secret: str | None) -> str | None:
    """Tell why a signature was wrong, by the webhook that the delivery claims and the secret that it verifies with.

    That is the label of one that mustn't verify it, None where no known secret does. None: nothing can be told.
    """
    if secret is not None:
        replaced = any(known.label == secret and known.webhook_id == webhook_id for known in keyring.secrets)
        return (
            "made with a secret that was replaced" if replaced else "made with the secret of another webhook"
        )
    if webhook_id is None:
        return "it names no webhook"
    known = any(own.webhook_id == webhook_id for own in keyring.secrets)
    return None if known else UNKNOWN_WEBHOOK


def _parse(header: str) -> tuple[str, bytes] | None:
    """Read bare hex or `sha256=hex`; the algorithm goes by name or by length."""
    name, separator, text = header.strip().rpartition("=")
    text = text.strip()
    algorithm = name.strip().lower().replace("-", "") if separator else _BY_LENGTH.get(len(text), "")
    if _ALGORITHMS.get(algorithm) != len(text):
        return None
    try:
        return algorithm, bytes.fromhex(text)
    except ValueError:
        return None
