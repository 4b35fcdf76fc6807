"""A delivery that nobody sent: as `samples/` has them, with whatever isn't given made up."""

import msgspec
from msgspec import Struct

from sa_monitor.model.event import Kind
from sa_monitor.model.instants import rfc3339
from sa_monitor.model.payload import RESOURCE
from sa_monitor.model.webex_id import webex_id

WEBHOOK_ID = "sa-monitor-trigger"

_APP = webex_id("APPLICATION", "5a0e7a5e-7e57-4000-8000-000000000001")
_ORG = webex_id("ORGANIZATION", "5a0e7a5e-7e57-4000-8000-000000000002")
_PERSON = webex_id("PEOPLE", "5a0e7a5e-7e57-4000-8000-000000000003")
_OWNER = webex_id("ORGANIZATION", "5a0e7a5e-7e57-4000-8000-000000000004")
_NAME = "trigger-test"
_SCOPES = ("spark:kms", "meeting:admin_schedule_write")
_SITES = ("trigger-test.webex.com",)


class Made(Struct, frozen=True, kw_only=True):
    """What was asked for; None where it is to be made up. A given app keeps the name that it is known by.

    `webhook_id` and `webhook_name` are those of the webhook whose secret signs it.
    """

    kind: Kind
    app_id: str | None = None
    app_name: str | None = None
    org_id: str | None = None
    scopes: tuple[str, ...] | None = None
    sites: tuple[str, ...] | None = None
    admin_sites: tuple[str, ...] | None = None
    date: int
    target: str
    synthetic: bool
    webhook_id: str = WEBHOOK_ID
    webhook_name: str = "sa-monitor trigger"


def delivery_body(made: Made) -> bytes:
    """Write the body."""
    name = made.app_name or (_NAME if made.app_id is None else None)
    sites = _SITES if made.sites is None else made.sites
    data = {
        "id": made.app_id or _APP,
        **({"friendlyId": name} if name else {}),
        "authorizerId": _PERSON,
        "authorizerOrgId": made.org_id or _ORG,
        "authorizationDate": rfc3339(made.date),
        "scopes": _SCOPES if made.scopes is None else made.scopes,
        "trainSiteNames": sites,
        "adminTrainSiteNames": sites if made.admin_sites is None else made.admin_sites,
    }
    return msgspec.json.encode(
        {
            "id": made.webhook_id,
            "name": made.webhook_name,
            "targetUrl": made.target,
            "resource": RESOURCE,
            "event": made.kind,
            "orgId": _OWNER,
            "ownedBy": "creator",
            "status": "active",
            "actorId": _PERSON,
            "synthetic": made.synthetic,
            "data": data,
        }
    )
