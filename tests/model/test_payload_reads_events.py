"""What a documented delivery says."""

import json

import pytest

from sa_monitor.model.event import Kind
from sa_monitor.model.instants import parse_instant
from sa_monitor.model.payload import read_payload
from tests.model.bodies import authorized, sample


def test_every_documented_field_is_read():
    reading = read_payload(sample("authorized"))
    happening = reading.happening
    assert (reading.is_object, reading.concerns_service_app, reading.problem) == (True, True, None)
    assert (reading.webhook_id, reading.webhook_name) == ("ZGYtODM3YTRmZjkxOTEw", "My Service App Auth")
    assert happening is not None
    assert happening.kind is Kind.AUTHORIZED
    assert happening.app_id == "ZDllNzczMzllOGVlODI5OTll"
    assert happening.app_name == "super-special-service-app"
    assert happening.org_id == "YTU2YS1iMDVhNzA1ZDcwYjQ"
    assert happening.authorizer_id == "Yjk2YS03NGQ4NWYxNjU1ZmE"
    assert happening.actor_id == "Yjk2YS03NGQ4NWYxNjU1ZmE"
    assert happening.date == parse_instant("2024-06-12T14:19:52.168Z")
    assert happening.scopes == ("spark:kms", "meeting:admin_schedule_write")
    assert happening.sites == happening.admin_sites == ("clgmaiyaaq.webex.com",)
    assert happening.synthetic is None


def test_the_organization_is_the_one_that_authorized_and_the_app_the_one_authorized():
    """The envelope's `orgId` and `appId` are those of the webhook's owner."""
    body = json.loads(sample("authorized"))
    happening = read_payload(sample("authorized")).happening
    assert happening.org_id == body["data"]["authorizerOrgId"] != body["orgId"]
    assert happening.app_id == body["data"]["id"] != body["appId"]


def test_a_deauthorization_may_carry_the_date_of_what_it_ends():
    ended = read_payload(sample("deauthorized-same-date")).happening
    began = read_payload(sample("authorized")).happening
    assert ended.kind is Kind.DEAUTHORIZED
    assert (ended.app_id, ended.org_id, ended.date) == (began.app_id, began.org_id, began.date)


def test_fields_can_be_missing():
    reading = read_payload(sample("authorized-minimal"))
    happening = reading.happening
    assert reading.problem is None
    assert happening.date == parse_instant("2026-09-29T08:00:00Z")
    assert happening.app_name is happening.authorizer_id is happening.actor_id is None
    assert happening.scopes == happening.sites == happening.admin_sites == ()


def test_fields_can_be_new():
    reading = read_payload(authorized(color="blue", data={"plan": {"seats": [1, 2]}}))
    assert reading.problem is None
    assert reading.happening.app_name == "super-special-service-app"


@pytest.mark.parametrize("mark", [True, False])
def test_the_synthetic_mark_is_read_from_the_body(mark):
    assert read_payload(authorized(synthetic=mark)).happening.synthetic is mark


def test_no_webhook_is_named_by_an_empty_id():
    reading = read_payload(authorized(id="", name="", data={"friendlyId": ""}))
    assert reading.webhook_id is reading.webhook_name is reading.happening.app_name is None


@pytest.mark.parametrize("written", ["2024-06-12T14:19:52.168", "2024-06-12T16:19:52.168+02:00"])
def test_a_date_is_an_instant_and_without_a_zone_in_utc(written):
    happening = read_payload(authorized(data={"authorizationDate": written})).happening
    assert happening.date == parse_instant("2024-06-12T14:19:52.168Z")


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"without": ("data.authorizationDate",)}, "data.authorizationDate is missing"),
        ({"data": {"authorizationDate": None}}, "data.authorizationDate is missing"),
        ({"data": {"authorizationDate": "soon"}}, "data.authorizationDate is no date"),
        ({"data": {"authorizationDate": ""}}, "data.authorizationDate is no date"),
        ({"data": {"authorizationDate": 1718201992168}}, "data.authorizationDate is no date"),
        ({"data": {"authorizationDate": "0001-01-01T00:00:00+14:00"}}, "data.authorizationDate is no date"),
    ],
)
def test_an_event_without_a_readable_date_is_still_an_event_and_says_so(changes, problem):
    reading = read_payload(authorized(**changes))
    assert reading.happening.date is None
    assert reading.problem == problem


def test_a_date_of_the_year_9999_is_read_as_stated():
    """Whether it can be used is for `settle_date`, which knows the time of receipt."""
    reading = read_payload(authorized(data={"authorizationDate": "9999-12-31T23:59:59.999Z"}))
    assert (reading.happening.date, reading.problem) == (parse_instant("9999-12-31T23:59:59.999Z"), None)


def test_ten_thousand_scopes_are_read_in_their_order():
    scopes = [f"spark:thing_{number}_read" for number in range(10_000)]
    assert read_payload(authorized(data={"scopes": scopes})).happening.scopes == tuple(scopes)


def test_names_are_kept_as_they_were_sent():
    """Making them harmless is for whoever shows them."""
    name = "\x1b[31mred\x1b[0m \u202e [bold]x[/] \n é 😀 \x00"
    assert read_payload(authorized(data={"friendlyId": name})).happening.app_name == name
