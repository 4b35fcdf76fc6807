"""Events as they are kept, for whoever asks about them."""

from typing import Any

from hypothesis import strategies as st

from sa_monitor.model.delivery import Verdict
from sa_monitor.model.event import Event, Kind
from sa_monitor.model.webex_id import webex_id

APP_UUID = "0a705d70-aaaa-4bbb-8ccc-000000000001"
ORG_UUID = "05a705d7-1111-4222-8333-444455556666"


def an_event(**changes: Any) -> Event:
    """Give the loss of call-reporting at Acme Corp, with these fields changed."""
    fields: dict[str, Any] = {
        "id": 1,
        "kind": Kind.DEAUTHORIZED,
        "app_id": webex_id("APPLICATION", APP_UUID),
        "app_name": "call-reporting",
        "org_id": webex_id("ORGANIZATION", ORG_UUID),
        "org_name": "Acme Corp",
        "authorizer_id": None,
        "actor_id": "actor-1",
        "date": 1_000,
        "dated": True,
        "received_at": 2_000,
        "scopes": ("spark:kms", "meeting:admin_schedule_write"),
        "sites": ("a.webex.com",),
        "admin_sites": ("admin.webex.com",),
        "signature": Verdict.VERIFIED,
    }
    return Event(**(fields | changes))


_names = st.sampled_from(["acme", "ACME Corp", "globex", "acme-prod", "a", ""])
_lists = st.lists(_names, max_size=3).map(tuple)
events = st.builds(
    an_event,
    kind=st.sampled_from(Kind),
    app_id=_names.filter(bool),
    app_name=st.none() | _names,
    org_id=_names.filter(bool),
    org_name=st.none() | _names,
    actor_id=st.none() | _names,
    received_at=st.integers(0, 10_000_000),
    scopes=_lists,
    sites=_lists,
    admin_sites=_lists,
    signature=st.sampled_from([Verdict.VERIFIED, Verdict.UNSIGNED]),
    deliveries=st.integers(1, 3),
    webhook_ids=_lists,
    synthetic=st.booleans(),
    expected=st.booleans(),
)
