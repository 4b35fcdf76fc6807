"""Tokens of the simulated Webex: they end, and an Integration renews them."""

import httpx
import pytest

from tests.simulator.conftest import create, spoil, webhook_body


def renew(simulator, **changed):
    made = simulator.integration
    form = {
        "grant_type": "refresh_token",
        "client_id": made.client_id,
        "client_secret": made.client_secret,
        "refresh_token": made.refresh_token,
    }
    return httpx.post(f"{simulator.api_url}/access_token", data=form | changed, trust_env=False)


def test_a_refresh_token_gives_a_token_that_is_good(simulator, connect):
    answer = renew(simulator)
    assert answer.status_code == 200
    assert set(answer.json()) == {
        *("access_token", "expires_in", "refresh_token", "refresh_token_expires_in", "token_type"),
    }
    assert connect(simulator, answer.json()["access_token"]).get("/v1/people/me").status_code == 200


def test_a_refresh_token_is_good_once(simulator):
    following = renew(simulator).json()["refresh_token"]
    assert renew(simulator).status_code == 400
    assert renew(simulator, refresh_token=following).status_code == 200


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"grant_type": "password"}, 400),
        ({"client_id": "x"}, 401),
        ({"client_secret": "x"}, 401),
        ({"refresh_token": "x"}, 400),
        ({"refresh_token": ""}, 400),
    ],
    ids=str,
)
def test_what_is_wrong_renews_nothing(simulator, changed, status):
    answer = renew(simulator, **changed)
    assert answer.status_code == status
    assert answer.json()["trackingId"]


def test_no_secret_is_in_a_repr(simulator):
    made = simulator.integration
    assert made.client_secret not in repr(made)
    assert made.refresh_token not in repr(made)


def test_an_expired_token_is_refused_until_it_is_renewed(simulator, api, connect):
    spoil(api, "expired")
    assert [api.get("/v1/people/me").status_code for _ in range(2)] == [401, 401]
    renewed = connect(simulator, renew(simulator).json()["access_token"])
    assert renewed.get("/v1/people/me").status_code == 200


def test_a_missing_scope_is_a_403(api):
    spoil(api, "403")
    assert api.get("/v1/webhooks").status_code == 403
    assert api.get("/v1/webhooks").status_code == 200


def test_a_sign_in_page_is_no_json(api):
    spoil(api, "html")
    assert "text/html" in api.get("/v1/webhooks").headers["content-type"]


@pytest.mark.parametrize(("fault", "done"), [("drop", 0), ("drop-after", 1)])
def test_a_dropped_connection_did_it_or_not(api, fault, done):
    spoil(api, fault)
    with pytest.raises(httpx.TransportError):  # how a connection ends without an answer is the system's own
        api.post("/v1/webhooks", json=webhook_body())
    assert len(api.get("/v1/webhooks").json()["items"]) == done


def test_a_fault_can_wait_for_good_answers_first(api):
    ordered = api.post("/simulator/faults", json={"fault": "500", "count": 2, "after": 1})
    assert ordered.status_code == 200
    assert [api.get("/v1/webhooks").status_code for _ in range(4)] == [200, 500, 500, 200]


@pytest.mark.parametrize("after", [-1, "1", 1.5, True, None])
def test_a_wait_that_is_no_number_is_refused(api, after):
    assert api.post("/simulator/faults", json={"fault": "500", "after": after}).status_code == 400


def test_a_webhook_goes_on_delivering_when_the_token_has_ended(api, receiver):
    create(api, receiver.url)
    spoil(api, "expired")
    api.get("/v1/people/me")
    answer = api.post("/simulator/events", json={"event": "authorized"})
    assert answer.json()["accepted"] == 1


def test_a_late_answer_comes_after_the_webhook_delivers(api, receiver):
    spoil(api, "late-answer")
    assert create(api, receiver.url)["status"] == "active"
