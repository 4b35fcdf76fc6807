"""What webhooks are told: the body, its signature, whom a filter lets through, and every way to spoil it."""

import hashlib
import hmac
import json
import socket
from pathlib import Path

import pytest

from sa_monitor.model.event import Kind
from sa_monitor.model.payload import read_payload
from sa_monitor.simulator.deliverer import Pauses
from tests.simulator.conftest import create, happen, spoil

ENVELOPE = (
    *("id", "name", "targetUrl", "resource", "event", "orgId", "createdBy", "appId", "ownedBy"),
    *("status", "created", "actorId", "data"),
)
DATA = (
    *("id", "friendlyId", "authorizerId", "authorizerOrgId", "authorizationDate"),
    *("scopes", "trainSiteNames", "adminTrainSiteNames"),
)
"""The fields of Webex's own sample of a delivery, in their order."""


def hmac_sha1(secret: str, body: bytes) -> str:
    return hmac.new(secret.encode(), body, hashlib.sha1).hexdigest()


@pytest.mark.parametrize("event", ["authorized", "deauthorized"])
def test_the_body_has_the_fields_of_webexs_sample_in_their_order(api, receiver, event):
    create(api, receiver.url, event)
    happen(api, event)
    [arrived] = receiver.arrived
    assert tuple(arrived.payload) == ENVELOPE
    assert tuple(arrived.data) == DATA


def test_the_envelope_tells_of_the_webhook_and_not_of_the_customer(api, receiver, simulator):
    webhook = create(api, receiver.url, filter="friendlyName=call-reporting")
    happen(api, friendlyId="call-reporting")
    payload = receiver.arrived[0].payload
    assert {key: payload[key] for key in webhook} == webhook
    assert payload["orgId"] == simulator.cast.home.id != payload["data"]["authorizerOrgId"]
    assert payload["appId"] == simulator.cast.integration != payload["data"]["id"]
    assert payload["actorId"] == payload["data"]["authorizerId"]


def test_our_own_decoding_reads_it_without_a_problem(api, receiver):
    create(api, receiver.url)
    happen(api)
    reading = read_payload(receiver.arrived[0].body)
    assert reading.problem is None
    assert reading.happening.kind is Kind.AUTHORIZED


def test_the_signature_is_the_hmac_sha1_of_the_exact_body(api, receiver):
    create(api, receiver.url, secret="s3cret")
    happen(api, friendlyId="büro-☎")
    [arrived] = receiver.arrived
    assert arrived.headers["x-spark-signature"] == hmac_sha1("s3cret", arrived.body)
    assert arrived.headers["content-type"] == "application/json"
    assert arrived.headers["trackingid"].startswith("ROUTER_")


def test_without_a_secret_there_is_no_signature(api, receiver):
    create(api, receiver.url)
    happen(api)
    assert "x-spark-signature" not in receiver.arrived[0].headers


def test_an_updated_secret_signs_from_then_on(api, receiver):
    webhook = create(api, receiver.url, secret="old")
    change = {"name": "watch", "targetUrl": receiver.url}
    api.put(f"/v1/webhooks/{webhook['id']}", json={**change, "secret": "new"})
    api.put(f"/v1/webhooks/{webhook['id']}", json=change)
    happen(api)
    [arrived] = receiver.arrived
    assert arrived.headers["x-spark-signature"] == hmac_sha1("new", arrived.body)


def test_each_webhook_of_the_event_is_told_with_its_own_id(api, receiver):
    first, second = create(api, receiver.url), create(api, receiver.url)
    create(api, receiver.url, "deauthorized")
    create(api, receiver.url, "created", resource="messages")
    assert happen(api) == {"deliveries": 2, "accepted": 2}
    assert {arrived.payload["id"] for arrived in receiver.arrived} == {first["id"], second["id"]}
    assert receiver.arrived[0].data == receiver.arrived[1].data


@pytest.mark.parametrize(
    ("condition", "fires"),
    [
        ("id=APP", True),
        ("id=app", False),
        ("friendlyName=call-reporting", True),
        ("friendlyName=call", False),
        ("trainSiteNames=b.webex.com", True),
        ("trainSiteNames=c.webex.com", False),
        ("adminTrainSiteName=c.webex.com", True),
        ("adminTrainSiteNames=c.webex.com", True),
        ("adminTrainSiteName=a.webex.com", False),
        ("id=APP&trainSiteNames=a.webex.com&adminTrainSiteNames=c.webex.com", True),
        ("id=APP&trainSiteNames=x.webex.com", False),
    ],
)
def test_a_filter_lets_through_what_meets_all_its_conditions(api, receiver, condition, fires):
    create(api, receiver.url, filter=condition)
    told = happen(
        api,
        id="APP",
        friendlyId="call-reporting",
        trainSiteNames=["a.webex.com", "b.webex.com"],
        adminTrainSiteNames=["c.webex.com"],
    )
    assert told == {"deliveries": int(fires), "accepted": int(fires)}
    assert [arrived.payload["filter"] for arrived in receiver.arrived] == [condition] * fires


@pytest.mark.parametrize("status", [199 + 1, 201, 204, 299])
def test_any_2xx_accepts(api, receiver, status):
    receiver.status = status
    create(api, receiver.url)
    assert happen(api) == {"deliveries": 1, "accepted": 1}


@pytest.mark.parametrize("status", [301, 400, 401, 404, 500, 503])
def test_any_other_answer_fails_and_nothing_is_tried_twice(api, receiver, status):
    receiver.status = status
    create(api, receiver.url)
    assert happen(api) == {"deliveries": 1, "accepted": 0}
    assert len(receiver.arrived) == 1


def test_a_target_that_can_not_be_reached_fails(api):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        create(api, f"http://127.0.0.1:{closed.getsockname()[1]}/")
        create(api, "http://no-such-host.invalid/")
        create(api, f"https://127.0.0.1:{closed.getsockname()[1]}/")
        assert happen(api) == {"deliveries": 3, "accepted": 0}


def test_a_duplicate_is_the_same_bytes_twice(api, receiver):
    create(api, receiver.url, secret="s3cret")
    spoil(api, "duplicate")
    assert happen(api) == {"deliveries": 2, "accepted": 2}
    assert receiver.arrived[0].body == receiver.arrived[1].body
    assert happen(api) == {"deliveries": 1, "accepted": 1}


def test_a_late_delivery_comes_after_what_happens_next(api, receiver):
    create(api, receiver.url)
    create(api, receiver.url, "deauthorized")
    spoil(api, "late")
    assert happen(api, id="APP") == {"deliveries": 0, "accepted": 0, "held_back": 1}
    assert happen(api, "deauthorized", id="APP") == {"deliveries": 1, "accepted": 1}
    assert [arrived.payload["event"] for arrived in receiver.arrived] == ["deauthorized", "authorized"]
    assert receiver.arrived[0].data == receiver.arrived[1].data


def test_a_late_delivery_comes_by_itself_where_nothing_else_happens(start, connect, receiver):
    api = connect(start(pauses=Pauses(late=0.01)))
    create(api, receiver.url)
    spoil(api, "late")
    assert happen(api)["held_back"] == 1
    receiver.wait_for(1)
    assert happen(api) == {"deliveries": 1, "accepted": 1}
    assert len(receiver.arrived) == 2


@pytest.mark.parametrize("secret", ["s3cret", None])
def test_a_forged_delivery_has_a_signature_that_is_not_the_webhooks(api, receiver, secret):
    create(api, receiver.url, secret=secret)
    spoil(api, "forged")
    assert happen(api) == {"deliveries": 1, "accepted": 1}
    [arrived] = receiver.arrived
    assert len(arrived.headers["x-spark-signature"]) == 40
    assert arrived.headers["x-spark-signature"] != hmac_sha1("s3cret", arrived.body)


def test_a_slow_delivery_arrives_whole_and_with_its_length(api, receiver):
    create(api, receiver.url, secret="s3cret")
    spoil(api, "slow")
    assert happen(api) == {"deliveries": 1, "accepted": 1}
    [arrived] = receiver.arrived
    assert arrived.headers["content-length"] == str(len(arrived.body))
    assert arrived.headers["x-spark-signature"] == hmac_sha1("s3cret", arrived.body)


def test_faults_spoil_as_many_deliveries_as_ordered_in_their_order(api, receiver):
    create(api, receiver.url, secret="s3cret")
    spoil(api, "forged", 2)
    spoil(api, "duplicate")
    for _ in range(4):
        happen(api)
    good = [a.headers["x-spark-signature"] == hmac_sha1("s3cret", a.body) for a in receiver.arrived]
    assert good == [False, False, True, True, True]


def test_the_sample_of_webex_has_the_fields_that_are_checked_here():
    sample = Path(__file__).parents[1] / "model" / "samples" / "authorized.json"
    payload = json.loads(sample.read_text())
    assert tuple(payload) == ENVELOPE
    assert tuple(payload["data"]) == DATA
