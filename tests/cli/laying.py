"""Deliveries laid into a store as if they had been recorded."""

import json

from sa_monitor.model.delivery import Arrival, Verdict
from sa_monitor.model.instants import parse_instant
from sa_monitor.monitor.backfill import backfill

NOON = parse_instant("2026-11-14T12:00:00Z")
MINUTE = 60_000


def lay(places, arrivals, periods=()):
    return backfill(places, arrivals, periods)


def body(event="authorized", *, app="app-1", org="org-1", synthetic=None, **data):
    """Make a body as Webex sends it; `data` overrides fields of its data."""
    payload = {
        "id": "hook-1",
        "name": "first hook",
        "resource": "serviceApp",
        "event": event,
        "actorId": "actor-1",
        "data": {
            "id": app,
            "friendlyId": f"name of {app}",
            "authorizerId": "person-1",
            "authorizerOrgId": org,
            "authorizationDate": "2026-11-14T11:00:00.000Z",
            "scopes": ["spark:kms"],
            "trainSiteNames": ["acme.webex.com"],
            "adminTrainSiteNames": ["admin.webex.com"],
        }
        | data,
    }
    if synthetic is not None:
        payload["synthetic"] = synthetic
    return json.dumps(payload).encode()


def delivery(content=None, minutes=0, *, verdict=Verdict.VERIFIED, **fields):
    """Make a delivery that came some minutes after noon, of a body or of one with these fields."""
    whole = body(**fields) if content is None else content
    headers = {"content-type": "application/json", "x-spark-signature": "00"}
    secret = "general" if verdict is Verdict.VERIFIED else None
    return Arrival(NOON + minutes * MINUTE, verdict, secret, "203.0.113.7", headers, whole)


def several(count):
    """Make deliveries of different organizations, a minute apart."""
    return [delivery(minutes=number, org=f"org-{number}") for number in range(1, count + 1)]
