"""A delivery as `sa-monitor show --json` prints it, or a raw body, read back as a delivery."""

from base64 import b64decode
from typing import Any

from sa_monitor.model.delivery import KEPT_HEADERS, Arrival, Verdict
from sa_monitor.model.exported import REMOTE
from sa_monitor.model.instants import parse_instant
from sa_monitor.model.signature import IMPORTED


def is_kept_delivery(value: dict[str, Any]) -> bool:
    """Tell a printed delivery from a body of Webex's, which has none of these."""
    return "received_at" in value and ("body" in value or "body_base64" in value)


def read_kept_delivery(value: dict[str, Any]) -> Arrival:
    """Read a printed delivery, with its exact body. Raises ValueError, which says what is wrong with it."""
    text, encoded = value.get("body"), value.get("body_base64")
    if isinstance(text, str):
        body = text.encode("utf-8", "surrogatepass")
    elif isinstance(encoded, str):
        body = b64decode(encoded, validate=True)
    else:
        raise ValueError("no delivery (its body is missing)")  # noqa: TRY004 (one error for all that is wrong)
    stated = value["received_at"]
    received_at = parse_instant(stated) if isinstance(stated, str) else None
    if received_at is None:
        raise ValueError("received_at is no date")
    if value.get("verdict") not in (Verdict.VERIFIED, Verdict.UNSIGNED):
        raise ValueError("a rejected delivery, which nobody believes")
    headers = value.get("headers")
    kept = headers if isinstance(headers, dict) else {}
    return Arrival(
        received_at=received_at,
        verdict=Verdict(value["verdict"]),
        secret=IMPORTED,
        remote=REMOTE,
        headers={name: text for name in KEPT_HEADERS if isinstance(text := kept.get(name), str)},
        body=body,
    )


def raw_arrival(body: bytes, received_at: int) -> Arrival:
    """Take a raw body that was received now; nobody signed it."""
    return Arrival(
        received_at=received_at,
        verdict=Verdict.UNSIGNED,
        secret=IMPORTED,
        remote=REMOTE,
        headers={},
        body=body,
    )
