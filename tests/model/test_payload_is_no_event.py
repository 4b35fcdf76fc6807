"""What is no readable `serviceApp` event, and what its reading says instead."""

import json

import pytest

from sa_monitor.model.payload import read_payload
from tests.model.bodies import authorized, sample


@pytest.mark.parametrize("body", [b"", b" \r\n\t "])
def test_an_empty_body_is_said_to_be_empty(body):
    reading = read_payload(body)
    assert (reading.is_object, reading.problem) == (False, "the body is empty")


@pytest.mark.parametrize(
    ("body", "place"),
    [(b"hello", 1), (b'{"resource": }', 14), (b'{"a": 1} {"b": 2}', 10), (b'{"resource": "serviceApp', 14)],
)
def test_no_json_is_said_with_its_place(body, place):
    reading = read_payload(body)
    assert (reading.is_object, reading.problem) == (False, f"the body is no JSON at character {place}")


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"[]", "list"),
        (b'"x"', "text"),
        (b"1", "number"),
        (b"1.5", "number"),
        (b"true", "boolean"),
        (b"null", "null"),
    ],
)
def test_json_that_is_no_object_is_named_by_its_type(body, kind):
    reading = read_payload(body)
    assert (reading.is_object, reading.problem) == (False, f"the body is a JSON {kind}, not an object")


def test_a_body_with_several_faults_names_them():
    assert (
        read_payload(b"NaN").problem == "the body is no strict JSON; the body is a JSON number, not an object"
    )
    deep = read_payload(b"[" * 100_000 + b"]" * 100_000)
    assert deep.problem == "the body is nested too deep; the body is a JSON list, not an object"


def test_another_resource_is_no_event_and_no_problem():
    reading = read_payload(sample("other-resource"))
    assert (reading.is_object, reading.happening, reading.problem) == (True, None, None)
    assert reading.concerns_service_app is False
    assert reading.webhook_name == "New message"


@pytest.mark.parametrize(
    "changes", [{"without": ("resource",)}, {"resource": None}, {"resource": ["serviceApp"]}]
)
def test_a_body_without_a_resource_says_so(changes):
    reading = read_payload(authorized(**changes))
    assert (reading.happening, reading.problem) == (None, "resource is missing or no text")


@pytest.mark.parametrize("resource", ["serviceapp", "serviceApp ", "serviceApps", ""])
def test_the_resource_is_taken_exactly(resource):
    reading = read_payload(authorized(resource=resource))
    assert (reading.happening, reading.concerns_service_app) == (None, False)


@pytest.mark.parametrize(
    ("event", "problem"),
    [
        ("revoked", 'unknown event "revoked"'),
        ("AUTHORIZED", 'unknown event "AUTHORIZED"'),
        (None, "event is missing or no text"),
        ({"a": 1}, "event is missing or no text"),
    ],
)
def test_an_unknown_event_of_the_resource_is_named(event, problem):
    reading = read_payload(authorized(event=event))
    assert (reading.happening, reading.problem, reading.concerns_service_app) == (None, problem, True)


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        (None, "data is missing"),
        ("x", "data is a text, not an object"),
        ([], "data is a list, not an object"),
        (False, "data is a boolean, not an object"),
    ],
)
def test_data_that_is_no_object_is_named(value, problem):
    body = authorized(without=("data",)).replace(b"{", b'{"data": %s, ' % json.dumps(value).encode(), 1)
    reading = read_payload(body)
    assert (reading.happening, reading.problem, reading.concerns_service_app) == (None, problem, True)


def test_missing_data_is_named():
    assert read_payload(authorized(without=("data",))).problem == "data is missing"


@pytest.mark.parametrize("key", ["id", "authorizerOrgId"])
@pytest.mark.parametrize("value", [None, "", "  ", 5, ["x"], True])
def test_an_identity_that_is_no_text_makes_no_event(key, value):
    reading = read_payload(authorized(data={key: value}))
    assert (reading.happening, reading.problem) == (None, f"data.{key} is no text")
    assert (reading.is_object, reading.concerns_service_app) == (True, True)


@pytest.mark.parametrize("key", ["id", "authorizerOrgId"])
def test_a_missing_identity_makes_no_event(key):
    reading = read_payload(authorized(without=(f"data.{key}",)))
    assert (reading.happening, reading.problem) == (None, f"data.{key} is missing")
