"""A glance before the judgement never tells anything that reading doesn't tell too."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sa_monitor.model.payload import glance, read_payload
from tests.model.bodies import any_json, authorized, mutated_bytes, mutated_fields, sample


@given(
    st.binary() | mutated_fields() | mutated_bytes() | any_json.map(lambda value: json.dumps(value).encode())
)
def test_what_a_glance_tells_is_what_reading_tells(body):
    glanced = glance(body)
    reading = read_payload(body)
    if glanced is not None:
        assert (glanced.is_object, glanced.webhook_id) == (reading.is_object, reading.webhook_id)


@pytest.mark.parametrize("name", ["authorized", "authorized-minimal", "other-resource"])
def test_a_glance_is_enough_for_a_proper_body(name):
    assert glance(sample(name)).webhook_id == read_payload(sample(name)).webhook_id is not None


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xef\xbb\xbf{}", b"[" * 9_999, authorized(id=7)])
def test_a_glance_leaves_doubt_to_reading(body):
    assert glance(body) is None
