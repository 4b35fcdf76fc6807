"""The digest tells deliveries of equal `data` from others, where no usable date does."""

import json

import pytest

from sa_monitor.model.payload import read_payload
from tests.model.bodies import authorized, sample


def digest(body: bytes) -> bytes:
    return read_payload(body).happening.data_digest


UNDATED = {"without": ("data.authorizationDate",)}
AHEAD = {"data": {"authorizationDate": "9999-01-01T00:00:00Z"}}


def test_equal_data_has_an_equal_digest_whatever_the_order_of_its_keys():
    body = json.loads(authorized(**UNDATED, data={"new": {"a": 1, "b": 2}}))
    body["data"] = dict(reversed(body["data"].items())) | {"new": {"b": 2, "a": 1}}
    turned = json.dumps(body, indent=3).encode()
    assert digest(turned) == digest(authorized(**UNDATED, data={"new": {"a": 1, "b": 2}}))


def test_what_is_around_data_does_not_count():
    """Several webhooks can report one happening."""
    assert digest(authorized(**UNDATED, id="other", name="other")) == digest(authorized(**UNDATED))


@pytest.mark.parametrize("of", [{}, UNDATED, AHEAD], ids=["dated", "undated", "far ahead"])
def test_other_data_has_another_digest(of):
    """A date far ahead reads well but can't be used, so the digest must tell its deliveries apart too."""
    other = of | {"data": of.get("data", {}) | {"scopes": ["spark:all"]}}
    assert digest(authorized(**of)) != digest(authorized(**other))


def test_data_that_only_the_standard_library_parses_has_a_digest():
    one, two = (authorized(**UNDATED, data={"new": value}) for value in ("\ud800", "\ud801"))
    assert digest(one) != digest(two)


def test_a_digest_has_sixteen_bytes():
    assert len(digest(sample("authorized"))) == 16
