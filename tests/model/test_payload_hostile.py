"""Reading never raises, and never refuses more than it must."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sa_monitor.model.payload import read_payload
from tests.model.bodies import any_json, authorized, mutated_bytes, mutated_fields, sample

DEPTH = {"list": (b"[", b"]"), "object": (b'{"a":', b"}")}


def with_field(value: bytes, *, within: str = "data") -> bytes:
    """Give the sample with an unknown field whose JSON is `value`, as it is."""
    place = b'"data": {' if within == "data" else b"{"
    return sample("authorized").replace(place, place + b'"unknown": ' + value + b",", 1)


def assert_whole(body: bytes) -> None:
    """Assert that the event is what it would be without the spoiling."""
    happening, plain = read_payload(body).happening, read_payload(sample("authorized")).happening
    assert happening is not None
    names = [name for name in plain.__struct_fields__ if name != "data"]
    assert [getattr(happening, name) for name in names] == [getattr(plain, name) for name in names]


@given(st.binary())
def test_any_bytes_are_read_without_raising(body):
    read_payload(body)


@given(any_json)
def test_any_json_is_read_without_raising(value):
    reading = read_payload(json.dumps(value).encode())
    assert reading.is_object == isinstance(value, dict)


@given(mutated_fields() | mutated_bytes())
def test_a_spoiled_sample_is_read_without_raising_and_its_problem_can_be_printed(body):
    problem = read_payload(body).problem
    assert problem is None or problem.isprintable()


@given(mutated_fields())
def test_what_is_read_can_be_stored_as_utf_8(body):
    reading = read_payload(body)
    texts = [reading.webhook_id, reading.webhook_name, reading.problem]
    if happening := reading.happening:
        texts += [happening.app_id, happening.app_name, happening.org_id, happening.authorizer_id]
        texts += [happening.actor_id, *happening.scopes, *happening.sites, *happening.admin_sites]
    for text in texts:
        (text or "").encode()


@given(st.text())
def test_a_problem_quotes_foreign_text_short_and_without_control_characters(event):
    problem = read_payload(authorized(event=f"{event}?")).problem
    assert problem.isprintable()
    assert problem.isascii()
    assert len(problem) < 520


@pytest.mark.parametrize("shape", DEPTH)
@pytest.mark.parametrize("within", ["data", "envelope"])
@pytest.mark.parametrize("depth", [64, 65, 500, 1_000, 50_000])
def test_deep_nesting_does_not_cost_the_event_around_it(shape, within, depth):
    opening, closing = DEPTH[shape]
    assert_whole(with_field(opening * depth + b"1" + closing * depth, within=within))


def test_any_depth_around_the_limit_of_the_parsers_is_read():
    for depth in range(900, 1_010):
        assert_whole(with_field(b"[" * depth + b"]" * depth))


def test_text_that_looks_like_nesting_is_no_nesting():
    name = '[[[{{{"\\' * 100
    body = authorized(data={"friendlyId": name, "unknown": "\ud800"})
    assert read_payload(body).happening.app_name == name


def test_a_body_that_is_nothing_but_nesting_is_no_object():
    assert read_payload(b"[" * 1_000 + b"]" * 1_000).is_object is False
    assert read_payload(b"[" * 100_000).is_object is False
    assert read_payload(b"]" * 100_000).is_object is False
    assert read_payload(b'{"a":' * 100_000).is_object is False


def test_a_string_that_never_ends_is_read_in_one_pass():
    """A stranger may send it: going back over it took an hour of the listener's thread."""
    for unit in (b'\\"', b"\\\\", b'"\\', b"a", b"\\", b'"'):
        assert read_payload(b'{"a":"' + unit * (1_000_000 // len(unit))).is_object is False


@pytest.mark.parametrize(
    "value",
    [
        b'"\\ud800"',
        b'"\xed\xa0\x80"',
        b'"\xff\xfe"',
        b"NaN",
        b"-Infinity",
        b"1e999",
        b"-0",
        b"9" * 30,
        b"9" * 5_000,
        b"9" * 500_000,
        b"0.%s" % (b"3" * 5_000),
        b'"a\nb\tc\x00"',
    ],
    ids=lambda value: repr(value[:20]),
)
@pytest.mark.parametrize("within", ["data", "envelope"])
def test_odd_json_in_a_field_that_nobody_reads_does_not_cost_the_event(value, within):
    assert_whole(with_field(value, within=within))


def test_a_byte_order_mark_does_not_cost_the_event():
    assert_whole(b"\xef\xbb\xbf" + sample("authorized"))


def test_what_had_to_be_mended_is_named():
    assert read_payload(b"\xef\xbb\xbf" + sample("authorized")).problem == "the body is no strict JSON"
    assert read_payload(with_field(b"[" * 100_000 + b"]" * 100_000)).problem == "the body is nested too deep"


def test_lone_surrogates_in_what_is_read_become_question_marks():
    body = authorized(name="n\ud800", data={"id": "i\ud800", "friendlyId": "f\udfff", "scopes": ["s\ud800"]})
    reading = read_payload(body)
    happening = reading.happening
    assert reading.webhook_name == "n?"
    assert (happening.app_id, happening.app_name, happening.scopes) == ("i?", "f?", ("s?",))


@pytest.mark.parametrize("first", [b'"earlier"', b"7", b"null", b"[1]"])
def test_of_a_repeated_key_the_last_counts(first):
    body = with_field(b'1, "friendlyId": ' + first)
    assert_whole(body)


def test_of_repeated_data_the_last_counts():
    assert_whole(sample("authorized").replace(b'"data": {', b'"data": {"id": "other"}, "data": {', 1))


def test_a_key_may_be_written_with_escapes():
    assert_whole(sample("authorized").replace(b'"friendlyId"', b'"friendly\\u0049d"'))
    assert_whole(sample("authorized").replace(b'"resource"', b'"resour\\u0063e"'))
