"""A webhook as the API gives it."""

import msgspec
import pytest

from sa_monitor.model.webhook import Webhook

GIVEN = b"""{"id": "W", "name": "lost", "targetUrl": "https://example.com/webhook", "resource": "serviceApp",
"event": "deauthorized", "filter": null, "secret": "not ours to keep", "status": "inactive", "ownedBy": "creator",
"orgId": "O", "createdBy": "P", "appId": "A", "created": "2024-06-05T18:09:34.929Z", "new": [1]}"""


def test_it_is_read_by_the_names_of_the_api_and_without_the_secret():
    webhook = msgspec.json.decode(GIVEN, type=Webhook)
    assert (webhook.target_url, webhook.owned_by, webhook.org_id) == (
        "https://example.com/webhook",
        "creator",
        "O",
    )
    assert (webhook.created_by, webhook.app_id, webhook.filter) == ("P", "A", None)
    assert "not ours to keep" not in repr(webhook)


@pytest.mark.parametrize(("status", "active"), [("active", True), ("inactive", False), ("other", False)])
def test_webex_delivers_only_to_an_active_one(status, active):
    webhook = msgspec.structs.replace(msgspec.json.decode(GIVEN, type=Webhook), status=status)
    assert webhook.active is active
