"""When a webhook is given up, and what brings it back (`webex.md`, "Webhook health")."""

import pytest

from sa_monitor.model.instants import MINUTE
from tests.simulator.conftest import create, happen


@pytest.fixture
def hook(api, receiver):
    """Give a webhook whose target answers 500."""
    receiver.status = 500
    return create(api, receiver.url)


def status(api, hook):
    return api.get(f"/v1/webhooks/{hook['id']}").json()["status"]


def fail(api, times):
    for _ in range(times):
        assert happen(api) == {"deliveries": 1, "accepted": 0}


def reactivate(api, hook):
    body = {"name": hook["name"], "targetUrl": hook["targetUrl"], "status": "active"}
    assert api.put(f"/v1/webhooks/{hook['id']}", json=body).json()["status"] == "active"


def test_100_failures_in_five_minutes_make_it_inactive(api, receiver, hook):
    fail(api, 99)
    assert status(api, hook) == "active"
    fail(api, 1)
    assert status(api, hook) == "inactive"
    assert happen(api) == {"deliveries": 0, "accepted": 0}
    assert len(receiver.arrived) == 100


def test_100_failures_in_more_than_five_minutes_do_not(api, clock, hook):
    fail(api, 1)
    clock.now += 5 * MINUTE + 1
    fail(api, 99)
    assert status(api, hook) == "active"
    fail(api, 1)
    assert status(api, hook) == "inactive"


def test_a_good_answer_forgives_the_failures_before_it(api, receiver, hook):
    fail(api, 99)
    receiver.status = 200
    happen(api)
    receiver.status = 500
    fail(api, 99)
    assert status(api, hook) == "active"


def test_only_the_webhook_that_fails_becomes_inactive(api, receiver, hook):
    healthy = create(api, receiver.url.replace("/webhook", "/other"), "deauthorized")
    fail(api, 100)
    assert (status(api, hook), status(api, healthy)) == ("inactive", "active")


def test_it_never_comes_back_by_itself_but_by_reactivation(api, receiver, clock, hook):
    fail(api, 100)
    clock.now += 60 * MINUTE
    receiver.status = 200
    assert happen(api) == {"deliveries": 0, "accepted": 0}
    reactivate(api, hook)
    assert happen(api) == {"deliveries": 1, "accepted": 1}


def test_an_update_without_a_status_leaves_it_inactive(api, hook):
    fail(api, 100)
    change = {"name": "renamed", "targetUrl": hook["targetUrl"]}
    assert api.put(f"/v1/webhooks/{hook['id']}", json=change).json()["status"] == "inactive"


def test_one_failure_within_five_minutes_of_reactivation_ends_it_at_once(api, receiver, clock, hook):
    fail(api, 100)
    reactivate(api, hook)
    receiver.status = 200
    happen(api)
    receiver.status = 500
    clock.now += 5 * MINUTE - 1
    fail(api, 1)
    assert status(api, hook) == "inactive"


def test_after_five_minutes_it_takes_100_failures_again(api, clock, hook):
    fail(api, 100)
    reactivate(api, hook)
    clock.now += 5 * MINUTE
    fail(api, 99)
    assert status(api, hook) == "active"
    fail(api, 1)
    assert status(api, hook) == "inactive"


def test_reactivating_an_active_one_puts_it_on_no_probation(api, hook):
    reactivate(api, hook)
    fail(api, 99)
    assert status(api, hook) == "active"
