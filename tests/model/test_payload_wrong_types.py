"""Only the identity of an event is strict: another field of a wrong type becomes missing, and is named."""

import pytest

from sa_monitor.model.event import Kind
from sa_monitor.model.payload import read_payload
from tests.model.bodies import authorized, sample

VALUES = {"null": None, "boolean": True, "number": 7, "text": "x", "list": [1], "object": {"a": 1}}
EMPTY = {None, ()}


def wrong(*right: str) -> list[str]:
    return [kind for kind in VALUES if kind not in right]


@pytest.mark.parametrize("kind", wrong("list"))
@pytest.mark.parametrize(
    ("key", "field"),
    [("scopes", "scopes"), ("trainSiteNames", "sites"), ("adminTrainSiteNames", "admin_sites")],
)
def test_a_list_of_a_wrong_type_is_empty_and_named(key, field, kind):
    reading = read_payload(authorized(data={key: VALUES[kind]}))
    assert getattr(reading.happening, field) == ()
    assert reading.problem == f"data.{key} is {kind}, not a list"


def test_null_scopes_do_not_cost_a_deauthorization():
    reading = read_payload(authorized(event="deauthorized", data={"scopes": None}))
    assert reading.happening.kind is Kind.DEAUTHORIZED
    assert reading.problem == "data.scopes is null, not a list"


def test_a_list_keeps_what_is_text_in_it():
    reading = read_payload(authorized(data={"scopes": ["spark:kms", None, 3, ["x"], "spark:all"]}))
    assert reading.happening.scopes == ("spark:kms", "spark:all")
    assert reading.problem == "data.scopes holds values that are no text"


@pytest.mark.parametrize("kind", wrong("text", "null"))
@pytest.mark.parametrize(("key", "field"), [("friendlyId", "app_name"), ("authorizerId", "authorizer_id")])
def test_a_text_of_data_of_a_wrong_type_is_missing_and_named(key, field, kind):
    reading = read_payload(authorized(data={key: VALUES[kind]}))
    assert getattr(reading.happening, field) is None
    assert reading.problem == f"data.{key} is {kind}, not text"


@pytest.mark.parametrize("kind", wrong("text", "null"))
@pytest.mark.parametrize("key", ["id", "name", "actorId"])
def test_a_text_of_the_envelope_of_a_wrong_type_is_missing_and_named(key, kind):
    reading = read_payload(authorized(**{key: VALUES[kind]}))
    read = {"id": reading.webhook_id, "name": reading.webhook_name, "actorId": reading.happening.actor_id}
    assert read[key] is None
    assert reading.problem == f"{key} is {kind}, not text"


@pytest.mark.parametrize("kind", wrong("boolean", "null"))
def test_a_synthetic_mark_of_a_wrong_type_is_none_and_named(kind):
    reading = read_payload(authorized(synthetic=VALUES[kind]))
    assert reading.happening.synthetic is None
    assert reading.problem == f"synthetic is {kind}, not true or false"


def test_null_is_a_missing_text_and_no_problem():
    reading = read_payload(authorized(id=None, name=None, actorId=None, data={"friendlyId": None}))
    assert reading.happening.app_name is None
    assert reading.problem is None


def test_everything_wrong_at_once_is_all_named_and_still_an_event():
    data = dict.fromkeys(
        [
            "friendlyId",
            "authorizerId",
            "authorizationDate",
            "scopes",
            "trainSiteNames",
            "adminTrainSiteNames",
        ],
        1,
    )
    reading = read_payload(authorized(id=1, name=2, actorId=3, synthetic=4, data=data))
    expected = read_payload(sample("authorized")).happening
    assert (reading.happening.app_id, reading.happening.org_id) == (expected.app_id, expected.org_id)
    for name in ["id", "name", "actorId", "synthetic", *(f"data.{key}" for key in data)]:
        assert f"{name} is " in reading.problem
