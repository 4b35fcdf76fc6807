"""Webex ids decode to the UUID that Control Hub shows, or to nothing."""

from base64 import b64encode, urlsafe_b64encode
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sa_monitor.model.webex_id import short_id, uuid_of, webex_id

KNOWN = {
    "Y2lzY29zcGFyazovL3VzL1dFQkhPT0svZjRlNjA1NjAtNjYwMi00ZmIwLWEyNWEtOTQ5ODgxNjA5NDk3": (
        "f4e60560-6602-4fb0-a25a-949881609497"
    ),
    "Y2lzY29zcGFyazovL3VzL1BFT1BMRS9mNWIzNjE4Ny1jOGRkLTQ3MjctOGIyZi1mOWM0NDdmMjkwNDY": (
        "f5b36187-c8dd-4727-8b2f-f9c447f29046"
    ),
    "Y2lzY29zcGFyazovL3VzL09SR0FOSVpBVElPTi85NmFiYzJhYS0zZGNjLTExZTUtYTE1Mi1mZTM0ODE5Y2RjOWE": (
        "96abc2aa-3dcc-11e5-a152-fe34819cdc9a"
    ),
    "Y2lzY29zcGFyazovL3VzL0FQUExJQ0FUSU9OL0MzMmM4MDc3NDBjNmU3ZGYxMWRhZjE2ZjIyOGRmNjI4YmJjYTQ5YmE1MmZlY2JiMmM3ZDUxNWNiNGEwY2M5MWFh": None,  # noqa: E501
}
ORGANIZATION = "05a705d7-1111-4222-8333-444455556666"


@pytest.mark.parametrize(("written", "uuid"), KNOWN.items())
def test_ids_of_the_public_pages_decode(written, uuid):
    assert uuid_of(written) == uuid


@given(st.sampled_from(["ORGANIZATION", "PEOPLE", "APPLICATION", "WEBHOOK"]), st.uuids())
def test_an_id_that_was_made_decodes(kind, uuid):
    made = webex_id(kind, str(uuid))
    assert "=" not in made
    assert uuid_of(made) == str(uuid)


@pytest.mark.parametrize("region", ["us", "eu", "urn:TEAM:us-west-2_r"])
def test_the_region_does_not_matter(region):
    assert uuid_of(webex_id("ORGANIZATION", ORGANIZATION, region)) == ORGANIZATION


def test_padding_and_case_do_not_matter():
    padded = urlsafe_b64encode(f"ciscospark://us/ORGANIZATION/{ORGANIZATION.upper()}".encode()).decode()
    assert padded.endswith("=")
    assert uuid_of(padded) == uuid_of(padded.rstrip("=")) == ORGANIZATION


@pytest.mark.parametrize(
    "written",
    [
        "",
        "=",
        "A",
        "ZDllNzczMzllOGVlODI5OTll",
        "é" * 80,
        "\ud800",
        "\x00" * 8,
        webex_id("ORGANIZATION", ORGANIZATION)[:-1],
        webex_id("ORGANIZATION", ORGANIZATION) + "AAAA",
        webex_id("ORGANIZATION", "consumer"),
        webex_id("ORGANIZATION", ORGANIZATION + "0"),
        b64encode(f"spark://us/ORGANIZATION/{ORGANIZATION}".encode()).decode(),
        webex_id("ORGANIZATION", ORGANIZATION, "r" * 300),
    ],
)
def test_another_id_decodes_to_nothing(written):
    assert uuid_of(written) is None


@pytest.mark.parametrize("noise", ["!!!!", "\n", "    ", "é\u202e", "===="])
def test_noise_inside_an_id_is_not_passed_over(noise):
    """Else a forged id would be shown with, and found by, the UUID of another."""
    written = webex_id("ORGANIZATION", ORGANIZATION)
    assert uuid_of(written[:8] + noise + written[8:]) is None


@given(st.text() | st.text("ABCDabcd0189-_=", max_size=120))
def test_any_text_is_a_uuid_or_nothing(written):
    uuid = uuid_of(written)
    assert uuid is None or str(UUID(uuid)) == uuid


def test_short_is_the_start_of_the_uuid_else_the_end_of_the_id():
    assert short_id(webex_id("ORGANIZATION", ORGANIZATION)) == "05a705d7"
    assert short_id("YTU2YS1iMDVhNzA1ZDcwYjQ") == "1ZDcwYjQ"
    assert short_id("abc") == "abc"


@given(st.uuids(), st.uuids())
def test_short_ids_tell_apart_what_the_first_characters_do_not(one, other):
    first, second = (webex_id("ORGANIZATION", str(uuid)) for uuid in (one, other))
    assert first[:38] == second[:38]
    assert (short_id(first) == short_id(second)) == (str(one)[:8] == str(other)[:8])
