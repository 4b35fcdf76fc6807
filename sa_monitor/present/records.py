"""Values as JSON objects, one a line: what `--json` prints (`interface.md`, "Data").

Times are RFC 3339 in UTC with milliseconds, missing values are null, lists are never null.
"""

from base64 import b64encode
from collections.abc import Mapping
from typing import Any

import msgspec

from sa_monitor.model.authorization import Authorization
from sa_monitor.model.delivery import Delivery
from sa_monitor.model.event import Event
from sa_monitor.model.instants import SECOND, rfc3339
from sa_monitor.model.listening import Gap
from sa_monitor.model.totals import Totals

Record = dict[str, Any]

_HIGHEST_PLANE = 0xFFFF


def json_line(record: Mapping[str, Any], *, ascii_alone: bool = False) -> str:
    """Write a record on one line. What can't be printed is escaped, so that it can't act on a terminal."""
    return json_text(record, ascii_alone=ascii_alone)


def json_text(value: object, *, ascii_alone: bool = False) -> str:
    """Write any value as JSON, escaped as `json_line` does."""
    text = msgspec.json.encode(value).decode()
    if text.isprintable() and (text.isascii() or not ascii_alone):
        return text
    return "".join(
        sign if sign.isprintable() and (sign.isascii() or not ascii_alone) else _escaped(sign)
        for sign in text
    )


def _escaped(sign: str) -> str:
    code = ord(sign)
    if code <= _HIGHEST_PLANE:
        return f"\\u{code:04x}"
    high, low = divmod(code - _HIGHEST_PLANE - 1, 0x400)
    return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"


def time_or_null(instant: int | None) -> str | None:
    """Write an instant; None where there is none."""
    return None if instant is None else rfc3339(instant)


def event_record(event: Event) -> Record:
    """Give an event. Where its payload told no usable date, `authorization_date` is what it was settled to."""
    return {
        "id": event.id,
        "event": event.kind,
        "app_id": event.app_id,
        "app_name": event.app_name,
        "org_id": event.org_id,
        "org_name": event.org_name,
        "authorizer_id": event.authorizer_id,
        "actor_id": event.actor_id,
        "authorization_date": rfc3339(event.date),
        "received_at": rfc3339(event.received_at),
        "scopes": event.scopes,
        "sites": event.sites,
        "admin_sites": event.admin_sites,
        "signature": event.signature,
        "deliveries": event.deliveries,
        "webhook_ids": event.webhook_ids,
        "synthetic": event.synthetic,
        "expected": event.expected,
        "problem": event.problem,
    }


def authorization_record(standing: Authorization) -> Record:
    """Give the standing of a Service App at an organization."""
    return {
        "app_id": standing.app_id,
        "app_name": standing.app_name,
        "org_id": standing.org_id,
        "org_name": standing.org_name,
        "state": standing.state,
        "since": rfc3339(standing.since),
        "scopes": standing.scopes,
        "sites": standing.sites,
        "admin_sites": standing.admin_sites,
        "events": standing.events,
        "last_event": standing.last_event,
        "unconfirmed_since": time_or_null(standing.unconfirmed_since),
        "assumed": standing.assumed,
        "critical": standing.critical,
        "owner": standing.owner,
        "note": standing.note,
    }


def delivery_record(delivery: Delivery) -> Record:
    """Give a delivery without its body."""
    return {
        "id": delivery.id,
        "received_at": rfc3339(delivery.received_at),
        "verdict": delivery.verdict,
        "outcome": delivery.outcome,
        "webhook_id": delivery.webhook_id,
        "remote": delivery.remote,
        "headers": delivery.headers,
        "problem": delivery.problem,
    }


def whole_delivery_record(delivery: Delivery) -> Record:
    """Give a delivery with its body: as text, or in base64 where it isn't UTF-8."""
    body, encoded = None, None
    try:
        body = delivery.body.decode()
    except UnicodeDecodeError:
        encoded = b64encode(delivery.body).decode()
    record = delivery_record(delivery)
    problem = record.pop("problem")
    return {**record, "body": body, "body_base64": encoded, "problem": problem}


def gap_record(gap: Gap, now: int) -> Record:
    """Give a time in which nobody listened; while it lasts, `until` is null and `seconds` go on."""
    since, until = gap.extent(now)
    return {
        "from": rfc3339(gap.since),
        "until": time_or_null(gap.until),
        "seconds": (until - since) / SECOND,
        "reason": gap.reason,
    }


def secret_record(webhook_id: str | None, added_at: int | None) -> Record:
    """Give whose a signing secret is, never the secret; null for one of no webhook."""
    return {"webhook_id": webhook_id, "added_at": time_or_null(added_at)}


def totals_record(totals: Totals) -> Record:
    """Give how much is kept."""
    return {
        "bytes": totals.bytes,
        "events": totals.events,
        "oldest": time_or_null(totals.oldest),
        "newest": time_or_null(totals.newest),
    }
