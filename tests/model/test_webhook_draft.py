"""A webhook as it is being written: what is wrong so far, and what it would send."""

from dataclasses import replace

import pytest

from sa_monitor.errors import UsageError
from sa_monitor.model.event import Kind
from sa_monitor.model.filter import Filter
from sa_monitor.model.target import Doubt
from sa_monitor.model.webhook import Webhook
from sa_monitor.model.webhook_draft import Draft, Field, Slip, draft_of
from sa_monitor.model.webhook_request import Method

HERE = "https://abc.example.net/webhook"
HOOK = Webhook(
    id="a",
    name="n",
    target_url=HERE,
    resource="serviceApp",
    event="authorized",
    filter="id=x&adminTrainSiteNames=s",
)


def draft(**more):
    return Draft(**{"name": "n", "target_url": HERE} | more)


def remarks(**more):
    return [(remark.field, remark.what, remark.prevents) for remark in draft(**more).remarks()]


def test_a_draft_in_order_is_ready_and_has_no_remark():
    assert remarks() == []
    assert draft().is_ready


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"name": "  "}, (Field.NAME, Slip.MISSING, True)),
        ({"target_url": ""}, (Field.TARGET, Slip.MISSING, True)),
        ({"target_url": "nonsense"}, (Field.TARGET, Doubt.NO_URL, True)),
        ({"target_url": "https://localhost/"}, (Field.TARGET, Doubt.THIS_COMPUTER, False)),
        ({"events": ()}, (Field.EVENTS, Slip.MISSING, True)),
        ({"site": "a&b"}, (Field.SITE, Slip.AMPERSAND, True)),
        ({"app_id": "x", "app_name": "y"}, (Field.APP_NAME, Slip.NEEDLESS, False)),
        ({"secret": ""}, (Field.SECRET, Slip.MISSING, True)),
        ({"secret": "tab\tin a secret that is long"}, (Field.SECRET, Slip.UNPRINTABLE, True)),
        ({"secret": "short"}, (Field.SECRET, Slip.SHORT, False)),
    ],
    ids=str,
)
def test_what_is_wrong_stands_under_its_field(change, expected):
    assert remarks(**change) == [expected]
    assert draft(**change).is_ready is not expected[2]


def test_blanks_around_a_filter_are_no_part_of_it():
    assert draft(app_id=" x ", site="  ").condition == Filter(app_id="x")


def test_it_is_created_as_it_is_written():
    [first, second] = draft(site="s").creations()
    assert [first.event, second.event] == ["authorized", "deauthorized"]
    assert first.body()["filter"] == "trainSiteNames=s"


def test_a_webhook_fills_the_form_in_and_changes_nothing_by_that():
    filled = draft_of(HOOK)
    assert (filled.app_id, filled.admin_site, filled.events) == ("x", "s", (Kind.AUTHORIZED,))
    assert filled.changes(HOOK) == ()


def test_what_is_changed_in_the_form_is_what_is_sent():
    filled = draft_of(HOOK)
    assert [r.method for r in replace(filled, name="m").changes(HOOK)] == [Method.UPDATE]
    assert [r.method for r in replace(filled, secret="x" * 16).changes(HOOK)] == [Method.UPDATE]
    assert [r.method for r in replace(filled, site="t").changes(HOOK)] == [Method.CREATE, Method.DELETE]


def test_a_filter_that_can_not_be_read_is_not_lost_by_editing_something_else():
    odd = Webhook(
        id="a", name="n", target_url=HERE, resource="serviceApp", event="authorized", filter="roomId=x"
    )
    assert [r.method for r in replace(draft_of(odd), name="m").changes(odd)] == [Method.UPDATE]


def test_what_has_no_event_can_not_be_edited():
    other = Webhook(id="a", name="n", target_url=HERE, resource="messages", event="created")
    with pytest.raises(UsageError):
        draft_of(other).changes(other)


def test_a_typed_secret_is_in_no_repr():
    assert "typed" not in repr(draft(secret="typed-secret"))
