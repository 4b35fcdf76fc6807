"""One thing that happens to an authorization, before any webhook tells of it."""

from typing import Any

from msgspec import Struct

from sa_monitor.model.event import Kind
from sa_monitor.model.instants import rfc3339
from sa_monitor.simulator.cast import App, Organization, Person

Data = dict[str, Any]
"""The `data` of a payload, with Webex's own field names and their order."""

Pair = tuple[str, str]
"""The ids of a Service App and of the organization that authorizes it."""


class Occurrence(Struct, frozen=True):
    """What happened: `at` is when a delivery of it leaves (ms), `data` the payload's, `actor_id` who caused it."""

    at: int
    kind: Kind
    data: Data
    actor_id: str


def pair_of(data: Data) -> Pair:
    """Give the pair that the data is about."""
    return data["id"], data["authorizerOrgId"]


def make_data(
    app: App,
    organization: Organization,
    authorizer: Person,
    *,
    date: int,
    scopes: tuple[str, ...],
    sites: tuple[str, ...],
) -> Data:
    """Write the data of an authorization as Webex does (`samples/authorized.json`)."""
    return {
        "id": app.id,
        "friendlyId": app.name,
        "authorizerId": authorizer.id,
        "authorizerOrgId": organization.id,
        "authorizationDate": rfc3339(date),
        "scopes": list(scopes),
        "trainSiteNames": list(sites),
        "adminTrainSiteNames": list(sites[:1]),
    }
