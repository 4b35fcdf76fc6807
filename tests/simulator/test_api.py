"""The REST API as `webex.md` tells it, over HTTP."""

import httpx
import pytest

from sa_monitor.model.webex_id import uuid_of
from tests.simulator.conftest import NOON, TOKEN, create, spoil, webhook_body


def refused(answer: httpx.Response, status: int) -> str:
    """Check that it is an error in Webex's form, and give its words."""
    assert answer.status_code == status, answer.text
    body = answer.json()
    assert body["trackingId"] == answer.headers["trackingid"]
    assert body["trackingId"].startswith("ROUTER_")
    assert body["message"]
    assert body["errors"][0]["description"]
    return f"{body['message']} {body['errors'][0]['description']}"


@pytest.mark.parametrize(
    "authorization", [None, "Bearer wrong", TOKEN, f"Basic {TOKEN}", "Bearer", "Bearer ü"]
)
@pytest.mark.parametrize("path", ["/v1/webhooks", "/v1/people/me", "/v1/organizations/x", "/v1/webhooks/x"])
def test_answers_401_without_the_token(quiet, connect, path, authorization):
    headers = {"Authorization": authorization.encode()} if authorization else {}
    refused(connect(quiet, None).get(path, headers=headers), 401)


def test_the_scheme_is_read_in_any_case(simulator, connect):
    answer = connect(simulator, None).get("/v1/people/me", headers={"Authorization": f"bearer {TOKEN}"})
    assert answer.status_code == 200


def test_a_created_webhook_is_answered_whole_and_without_its_secret(api, simulator):
    webhook = create(api, "http://127.0.0.1:9/hook", filter="friendlyName=call-reporting", secret="s3cret")
    assert webhook == {
        "id": webhook["id"],
        "name": "watch",
        "targetUrl": "http://127.0.0.1:9/hook",
        "resource": "serviceApp",
        "event": "authorized",
        "filter": "friendlyName=call-reporting",
        "status": "active",
        "ownedBy": "creator",
        "orgId": simulator.cast.home.id,
        "createdBy": simulator.cast.me.id,
        "appId": simulator.cast.integration,
        "created": "2026-11-14T12:00:00.000Z",
    }
    assert uuid_of(webhook["id"])
    assert api.get(f"/v1/webhooks/{webhook['id']}").json() == webhook
    assert api.get("/v1/webhooks").json() == {"items": [webhook]}


def test_every_answer_has_a_tracking_id_of_its_own(api):
    seen = {api.get("/v1/webhooks").headers["trackingid"] for _ in range(5)}
    assert len(seen) == 5


@pytest.mark.parametrize("field", ["name", "targetUrl", "resource", "event"])
@pytest.mark.parametrize("value", [None, "", "  ", 5, ["x"]])
def test_a_field_that_is_needed_can_be_neither_missing_nor_of_a_wrong_type(quiet_api, field, value):
    assert field in refused(quiet_api.post("/v1/webhooks", json=webhook_body(**{field: value})), 400)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"event": "all"}, "all"),
        ({"event": "created"}, "created"),
        ({"resource": "all"}, "all"),
        ({"resource": "serviceapp"}, "serviceapp"),
        ({"resource": "rooms", "event": "authorized"}, "authorized"),
        ({"filter": "roomId=x"}, "roomId"),
        ({"filter": "id"}, "id"),
        ({"filter": 5}, "filter"),
        ({"secret": {}}, "secret"),
        ({"ownedBy": "org"}, "org"),
        ({"ownedBy": "me"}, "me"),
        ({"targetUrl": "ftp://example.com"}, "targetUrl"),
        ({"targetUrl": "example.com/hook"}, "targetUrl"),
        ({"targetUrl": "http://[::1/"}, "targetUrl"),
        ({"targetUrl": "http://example.com:99999/"}, "targetUrl"),
    ],
)
def test_a_bad_field_is_refused_by_its_name(quiet_api, change, named):
    assert named in refused(quiet_api.post("/v1/webhooks", json=webhook_body(**change)), 400)
    assert quiet_api.get("/v1/webhooks").json() == {"items": []}


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff", b'"text"', b"[" * 100_000])
def test_a_body_that_is_no_object_is_refused(quiet_api, body):
    refused(quiet_api.post("/v1/webhooks", content=body), 400)


def test_both_spellings_of_the_admin_site_filter_are_taken(api):
    for key in ("adminTrainSiteName", "adminTrainSiteNames"):
        assert create(api, "http://127.0.0.1:9/", filter=f"{key}=acme.webex.com")["filter"].startswith(key)


def test_webhooks_of_other_resources_can_be_kept_beside(api):
    webhook = create(api, "http://127.0.0.1:9/", "created", resource="messages", filter="roomId=x")
    assert webhook["resource"] == "messages"


def test_250_webhooks_come_in_three_pages_by_their_links(api):
    created = [create(api, f"http://127.0.0.1:9/{number}")["id"] for number in range(250)]
    url, pages = "/v1/webhooks", []
    while url:
        answer = api.get(url)
        pages.append([webhook["id"] for webhook in answer.json()["items"]])
        url = answer.links.get("next", {}).get("url")
    assert [len(page) for page in pages] == [100, 100, 50]
    assert [*pages[0], *pages[1], *pages[2]] == created


def test_max_limits_a_page_and_its_link_keeps_it(api):
    created = [create(api, f"http://127.0.0.1:9/{number}")["id"] for number in range(5)]
    first = api.get("/v1/webhooks", params={"max": 2})
    api.delete(f"/v1/webhooks/{created[1]}")
    second = api.get(first.links["next"]["url"])
    assert [webhook["id"] for webhook in second.json()["items"]] == created[2:4]
    last = api.get(second.links["next"]["url"])
    assert [webhook["id"] for webhook in last.json()["items"]] == created[4:]
    assert "next" not in last.links


def test_a_page_that_holds_all_has_no_link(api):
    create(api, "http://127.0.0.1:9/")
    assert "link" not in api.get("/v1/webhooks", params={"max": 1}).headers


@pytest.mark.parametrize("limit", ["0", "-1", "many", "", "²"])
def test_a_bad_max_is_refused(quiet_api, limit):
    assert "max" in refused(quiet_api.get("/v1/webhooks", params={"max": limit}), 400)


def test_the_list_narrows_to_an_owner(api):
    create(api, "http://127.0.0.1:9/")
    owned = create(api, "http://127.0.0.1:9/", "created", resource="rooms", ownedBy="org")
    assert api.get("/v1/webhooks", params={"ownedBy": "org"}).json() == {"items": [owned]}


def test_an_update_changes_name_and_target_and_nothing_else(api):
    before = create(api, "http://127.0.0.1:9/old")
    change = {"name": "renamed", "targetUrl": "http://127.0.0.1:9/new"}
    after = api.put(f"/v1/webhooks/{before['id']}", json=change).json()
    assert after == before | change
    assert api.get(f"/v1/webhooks/{before['id']}").json() == after


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"name": None}, "name"),
        ({"targetUrl": None}, "targetUrl"),
        ({"status": "inactive"}, "status"),
        ({"status": 1}, "status"),
        ({"event": "deauthorized"}, "event"),
        ({"resource": "rooms"}, "resource"),
        ({"filter": "id=x"}, "filter"),
    ],
)
def test_what_an_update_can_not_do_is_refused(api, change, named):
    webhook = create(api, "http://127.0.0.1:9/")
    body = webhook_body(**change)
    assert named in refused(api.put(f"/v1/webhooks/{webhook['id']}", json=body), 400)
    assert api.get(f"/v1/webhooks/{webhook['id']}").json() == webhook


def test_a_deleted_webhook_is_gone(api):
    webhook = create(api, "http://127.0.0.1:9/")
    gone = api.delete(f"/v1/webhooks/{webhook['id']}")
    assert (gone.status_code, gone.content) == (204, b"")
    refused(api.get(f"/v1/webhooks/{webhook['id']}"), 404)
    assert api.get("/v1/webhooks").json() == {"items": []}


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_an_unknown_webhook_is_404(quiet_api, method):
    refused(quiet_api.request(method, "/v1/webhooks/unknown", json=webhook_body()), 404)


def test_an_unknown_path_is_404_and_a_wrong_method_405(api):
    refused(api.get("/v1/rooms"), 404)
    refused(api.get("/"), 404)
    wrong = api.delete("/v1/people/me")
    refused(wrong, 405)
    assert "GET" in wrong.headers["allow"]


def test_people_me_says_whose_token_it_is(api, simulator):
    me = api.get("/v1/people/me").json()
    assert me["displayName"] == "Jane Doe"
    assert me["emails"] == ["jane.doe@blueheron.example"]
    assert me["orgId"] == simulator.cast.home.id


def test_organizations_are_named(api, simulator):
    for organization in (simulator.cast.home, *simulator.cast.organizations):
        told = api.get(f"/v1/organizations/{organization.id}").json()
        assert (told["id"], told["displayName"]) == (organization.id, organization.name)
    refused(api.get("/v1/organizations/unknown"), 404)


def test_429_asks_to_wait_and_spoils_the_next_answers_only(api):
    spoil(api, "429", 2)
    for _ in range(2):
        answer = api.get("/v1/people/me")
        refused(answer, 429)
        assert int(answer.headers["retry-after"]) > 0
    assert api.get("/v1/people/me").status_code == 200


def test_500_spoils_the_next_answer_and_changes_nothing(api):
    spoil(api, "500")
    refused(api.post("/v1/webhooks", json=webhook_body()), 500)
    assert api.get("/v1/webhooks").json() == {"items": []}


@pytest.mark.parametrize(
    ("fault", "refused_key", "taken_key"),
    [
        ("singular-filter-only", "adminTrainSiteNames", "adminTrainSiteName"),
        ("plural-filter-only", "adminTrainSiteName", "adminTrainSiteNames"),
    ],
)
def test_one_spelling_of_the_admin_site_filter_can_be_refused(api, fault, refused_key, taken_key):
    spoil(api, fault)
    create(api, "http://127.0.0.1:9/")
    create(api, "http://127.0.0.1:9/", filter=f"{taken_key}=acme.webex.com")
    body = webhook_body(filter=f"id=x&{refused_key}=acme.webex.com")
    said = refused(api.post("/v1/webhooks", json=body), 400)
    assert "filter" in said
    assert f"{refused_key} " in said
    assert api.post("/v1/webhooks", json=body).status_code == 200


def test_created_goes_by_the_clock_passed_in(api, clock):
    clock.now = NOON + 90_000
    assert create(api, "http://127.0.0.1:9/")["created"] == "2026-11-14T12:01:30.000Z"
