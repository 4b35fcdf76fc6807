"""The body that a webhook delivers, field by field as in `samples/`, and its signature."""

import msgspec

from sa_monitor.model.event import Kind
from sa_monitor.model.payload import RESOURCE, Happening, read_payload
from sa_monitor.model.signature import sign
from sa_monitor.model.webhook import Webhook
from sa_monitor.simulator.occurrence import Data, Occurrence


def body_of(occurrence: Occurrence, webhook: Webhook) -> bytes:
    """Write what the webhook delivers of the occurrence. What the webhook doesn't have is left out."""
    envelope = {
        "id": webhook.id,
        "name": webhook.name,
        "targetUrl": webhook.target_url,
        "resource": webhook.resource,
        "event": occurrence.kind,
        "filter": webhook.filter,
        "orgId": webhook.org_id,
        "createdBy": webhook.created_by,
        "appId": webhook.app_id,
        "ownedBy": webhook.owned_by,
        "status": "active",
        "created": webhook.created,
        "actorId": occurrence.actor_id,
        "data": occurrence.data,
    }
    return msgspec.json.encode({key: value for key, value in envelope.items() if value is not None})


def signed_body(occurrence: Occurrence, webhook: Webhook, secret: str | None) -> tuple[bytes, str | None]:
    """Give the body and the value of its `X-Spark-Signature`, None for a webhook without a secret."""
    body = body_of(occurrence, webhook)
    return body, sign(secret, body) if secret else None


def happening_of(kind: Kind, data: Data) -> Happening | None:
    """Read the data as a receiver would, which is what filters go by; None where nobody could."""
    return read_payload(msgspec.json.encode({"resource": RESOURCE, "event": kind, "data": data})).happening
