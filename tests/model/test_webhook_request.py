"""What would be sent: to which webhook, and without the secret."""

import pytest

from sa_monitor.errors import UsageError
from sa_monitor.model.event import Kind
from sa_monitor.model.filter import Filter
from sa_monitor.model.finding import Finding, Flaw
from sa_monitor.model.webhook import Webhook
from sa_monitor.model.webhook_request import (
    BOTH,
    Method,
    create_requests,
    edit_requests,
    mend_requests,
    update_request,
)

HERE = "https://abc.example.net/webhook"
HOOK = Webhook(
    id="a/b", name="n", target_url="https://old/", resource="serviceApp", event="authorized", filter="id=x"
)


def shown(requests):
    return [(request.method, request.path, request.body()) for request in requests]


def test_both_events_are_two_requests():
    requests = create_requests(
        name=" n ", target_url=HERE, events=BOTH, condition=Filter(app_id="x", site="s")
    )
    common = {"name": "n", "targetUrl": HERE, "resource": "serviceApp", "filter": "id=x&trainSiteNames=s"}
    assert shown(requests) == [
        ("POST", "/webhooks", common | {"event": "authorized"}),
        ("POST", "/webhooks", common | {"event": "deauthorized"}),
    ]
    assert all(request.signs for request in requests)


def test_no_filter_is_no_field():
    [request] = create_requests(name="n", target_url=HERE, events=[Kind.AUTHORIZED], condition=Filter())
    assert "filter" not in request.body()


def test_the_admin_site_can_be_spelled_either_way():
    [request] = create_requests(
        name="n", target_url=HERE, events=[Kind.AUTHORIZED], condition=Filter(admin_site="s")
    )
    assert request.body()["filter"] == "adminTrainSiteName=s"
    assert request.body("adminTrainSiteNames")["filter"] == "adminTrainSiteNames=s"


@pytest.mark.parametrize(("name", "condition"), [(" ", Filter()), ("n", Filter(site="a&b"))])
def test_what_can_not_be_sent_is_refused_before_it_is_planned(name, condition):
    with pytest.raises(UsageError):
        create_requests(name=name, target_url=HERE, events=BOTH, condition=condition)


def edit(**more):
    given = {
        "name": "n",
        "target_url": "https://old/",
        "event": Kind.AUTHORIZED,
        "condition": Filter(app_id="x"),
    }
    return edit_requests(HOOK, **given | more)


def test_nothing_changed_is_nothing_to_send():
    assert edit() == ()


@pytest.mark.parametrize(
    ("change", "body"),
    [
        ({"name": "m"}, {"name": "m", "targetUrl": "https://old/"}),
        ({"target_url": HERE}, {"name": "n", "targetUrl": HERE}),
        ({"signs": True}, {"name": "n", "targetUrl": "https://old/"}),
    ],
)
def test_name_target_and_secret_are_an_update(change, body):
    assert shown(edit(**change)) == [("PUT", "/webhooks/a/b", body)]


@pytest.mark.parametrize("change", [{"event": Kind.DEAUTHORIZED}, {"condition": Filter()}])
def test_another_event_or_filter_is_a_new_webhook_and_then_an_end_of_the_old(change):
    assert [request.method for request in edit(**change)] == [Method.CREATE, Method.DELETE]


def test_reactivating_says_so():
    assert update_request(HOOK, reactivates=True).body()["status"] == "active"


def mend(*findings, here=HERE):
    return mend_requests(HOOK, findings, here)


def test_all_that_an_update_mends_is_one_update():
    [request] = mend(
        Finding(flaw=Flaw.INACTIVE), Finding(flaw=Flaw.OTHER_TARGET, here=HERE), Finding(flaw=Flaw.UNSIGNED)
    )
    assert (request.method, request.signs, request.reactivates) == (Method.UPDATE, True, True)
    assert request.body() == {"name": "n", "targetUrl": HERE, "status": "active"}


def test_the_other_half_gets_the_same_filter_and_our_target():
    [request] = mend(Finding(flaw=Flaw.HALF, missing=Kind.DEAUTHORIZED))
    assert request.body() == {
        "name": "n",
        "targetUrl": HERE,
        "resource": "serviceApp",
        "event": "deauthorized",
        "filter": "id=x",
    }


def test_the_other_half_follows_its_webhook_where_our_target_is_not_known():
    [request] = mend(Finding(flaw=Flaw.HALF, missing=Kind.DEAUTHORIZED), here=None)
    assert request.target_url == HOOK.target_url


def test_one_that_is_there_twice_only_goes():
    requests = mend(Finding(flaw=Flaw.INACTIVE), Finding(flaw=Flaw.TWICE, twin=HOOK))
    assert [(request.method, request.webhook) for request in requests] == [(Method.DELETE, HOOK)]


def test_nothing_found_is_nothing_to_send():
    assert mend() == ()
