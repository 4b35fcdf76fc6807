"""The quick way and the tolerant way of reading give the same, so that nobody can tell which one was taken."""

import json

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from sa_monitor.model import payload
from sa_monitor.model.instants import rfc3339
from tests.model.bodies import plain_text, proper_json, sample

idents = plain_text.filter(str.strip)
lists = st.lists(plain_text, max_size=5)
dates = st.integers(0, 253402300799999).map(rfc3339)
data_fields = st.fixed_dictionaries(
    {"id": idents, "authorizerOrgId": idents, "authorizationDate": dates},
    optional={
        "friendlyId": st.none() | plain_text,
        "authorizerId": st.none() | plain_text,
        "scopes": lists,
        "trainSiteNames": lists,
        "adminTrainSiteNames": lists,
        "new": proper_json,
    },
)
bodies = st.fixed_dictionaries(
    {
        "resource": st.just("serviceApp"),
        "event": st.sampled_from(["authorized", "deauthorized"]),
        "data": data_fields,
    },
    optional={
        "id": st.none() | plain_text,
        "name": st.none() | plain_text,
        "actorId": st.none() | plain_text,
        "synthetic": st.none() | st.booleans(),
        "new": proper_json,
    },
)


def told(reading):
    """Give all that is read, and of the bytes of `data` only what they say."""
    happening = reading.happening
    return replace(reading, happening=replace(happening, data=b"")), happening.data_digest


@given(bodies, st.booleans())
def test_both_ways_read_a_proper_body_alike(body, ascii_only):
    raw = json.dumps(body, ensure_ascii=ascii_only).encode()
    assert (
        told(payload._read_strict(raw))
        == told(payload._read_tolerant(raw))
        == told(payload.read_payload(raw))
    )


def test_both_ways_read_the_samples_alike():
    for name in ("authorized", "authorized-minimal", "deauthorized-same-date"):
        assert told(payload._read_strict(sample(name))) == told(payload._read_tolerant(sample(name)))
