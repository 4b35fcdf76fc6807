"""An exported event, read back as a delivery that says the same."""

from typing import Any

import msgspec
from msgspec import Struct

from sa_monitor.model.delivery import Arrival, Verdict
from sa_monitor.model.event import Kind
from sa_monitor.model.instants import parse_instant
from sa_monitor.model.payload import RESOURCE
from sa_monitor.model.signature import IMPORTED

REMOTE = "import"


class Exported(Struct, frozen=True, kw_only=True):
    """The fields of `interface.md`, "Data", that an import needs; what else stands there is of no account."""

    event: Kind
    app_id: str
    org_id: str
    received_at: str
    authorization_date: str | None = None
    app_name: str | None = None
    org_name: str | None = None
    authorizer_id: str | None = None
    actor_id: str | None = None
    scopes: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    admin_sites: tuple[str, ...] = ()
    signature: Verdict = Verdict.UNSIGNED
    webhook_ids: tuple[str, ...] = ()
    synthetic: bool = False


def read_exported(record: dict[str, Any]) -> Exported:
    """Read an exported event. Raises ValueError, which says what is wrong with it."""
    try:
        exported = msgspec.convert(record, Exported)
    except msgspec.ValidationError as error:
        raise ValueError(f"no exported event ({error})") from error
    if not exported.app_id.strip() or not exported.org_id.strip():
        raise ValueError("no exported event (an id is empty)")
    if exported.signature is Verdict.REJECTED:
        raise ValueError("no exported event (rejected deliveries are none)")
    if parse_instant(exported.received_at) is None:
        raise ValueError("received_at is no date")
    return exported


def as_arrival(exported: Exported) -> Arrival:
    """Write the delivery that would have brought it."""
    received_at = parse_instant(exported.received_at)
    assert received_at is not None, "read_exported has seen to it"  # noqa: S101 (for the type checker)
    data = {
        "id": exported.app_id,
        "friendlyId": exported.app_name,
        "authorizerId": exported.authorizer_id,
        "authorizerOrgId": exported.org_id,
        "authorizationDate": exported.authorization_date,
        "scopes": exported.scopes,
        "trainSiteNames": exported.sites,
        "adminTrainSiteNames": exported.admin_sites,
    }
    body = {
        "id": next(iter(exported.webhook_ids), None),
        "resource": RESOURCE,
        "event": exported.event,
        "actorId": exported.actor_id,
        "synthetic": exported.synthetic,
        "data": {key: value for key, value in data.items() if value is not None},
    }
    return Arrival(
        received_at=received_at,
        verdict=exported.signature,
        secret=IMPORTED,
        remote=REMOTE,
        headers={},
        body=msgspec.json.encode({key: value for key, value in body.items() if value is not None}),
    )
