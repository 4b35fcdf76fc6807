"""Events and standings to write rows of."""

from datetime import timedelta, timezone

from sa_monitor.model.authorization import Authorization
from sa_monitor.model.delivery import Verdict
from sa_monitor.model.event import Event, Kind
from sa_monitor.model.instants import parse_instant

CET = timezone(timedelta(hours=1), "CET")


def at(text: str) -> int:
    """Read an instant that is known to be one."""
    instant = parse_instant(text)
    assert instant is not None
    return instant


NOW = at("2026-11-14T13:24:00Z")
HEARD = at("2026-11-14T13:21:03.120Z")


def event(kind: str = "authorized", **changes: object) -> Event:
    """Make an event that was heard when it happened."""
    heard = changes.get("received_at", HEARD)
    fields: dict[str, object] = {
        "id": 48812,
        "kind": Kind(kind),
        "app_id": "app-1",
        "app_name": "call-reporting",
        "org_id": "org-1",
        "org_name": "Acme Corp",
        "authorizer_id": "person-1",
        "actor_id": "person-1",
        "date": heard,
        "dated": True,
        "received_at": heard,
        "scopes": ("spark:kms", "meeting:admin_schedule_write"),
        "sites": ("acme.webex.com",),
        "admin_sites": ("acme.webex.com",),
        "signature": Verdict.VERIFIED,
    }
    return Event(**{**fields, **changes})  # type: ignore[arg-type]


def standing(state: str = "authorized", **changes: object) -> Authorization:
    """Make a standing that was decided by the event heard last."""
    fields: dict[str, object] = {
        "app_id": "app-1",
        "app_name": "call-reporting",
        "org_id": "org-1",
        "org_name": "Acme Corp",
        "state": Kind(state),
        "since": changes.get("heard", HEARD),
        "heard": HEARD,
        "events": 1,
        "decided_by": 48812,
    }
    return Authorization(**{**fields, **changes})  # type: ignore[arg-type]
