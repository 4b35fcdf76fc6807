"""A webhook's filter at Webex: four conditions, written with `&` between them."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sa_monitor.errors import UsageError
from sa_monitor.model.filter import ADMIN_SITE_SPELLINGS, Filter, parse_filter
from sa_monitor.model.payload import read_payload
from tests.model.bodies import sample

HAPPENING = read_payload(sample("authorized")).happening
MINIMAL = read_payload(sample("authorized-minimal")).happening
FIELDS = {
    "app_id": HAPPENING.app_id,
    "friendly_name": HAPPENING.app_name,
    "site": "clgmaiyaaq.webex.com",
    "admin_site": "clgmaiyaaq.webex.com",
}
values = st.none() | st.text(st.characters(exclude_characters="&"), min_size=1)
filters = st.builds(Filter, values, values, values, values)


@given(filters)
def test_what_is_written_reads_back_in_both_spellings(condition):
    for spelling in ADMIN_SITE_SPELLINGS:
        assert parse_filter(condition.text(spelling)) == condition


def test_a_filter_is_written_as_webex_takes_it():
    condition = Filter("Y2lz", "call-reporting", "a.webex.com", "b.webex.com")
    assert condition.text() == (
        "id=Y2lz&friendlyName=call-reporting&trainSiteNames=a.webex.com&adminTrainSiteName=b.webex.com"
    )


def test_both_spellings_of_the_admin_site_read_as_the_same_filter():
    assert (
        parse_filter("adminTrainSiteName=x")
        == parse_filter("adminTrainSiteNames=x")
        == Filter(admin_site="x")
    )


@pytest.mark.parametrize("text", [None, "", "&", "id=", "id=&friendlyName="])
def test_no_condition_limits_nothing(text):
    condition = parse_filter(text)
    assert condition.text() is None
    assert condition.matches(HAPPENING)
    assert condition.matches(MINIMAL)


def test_an_empty_condition_is_none_in_matching_as_in_writing():
    condition = Filter("", "", "", "")
    assert condition.text() is None
    assert condition.matches(HAPPENING)


@pytest.mark.parametrize("field", FIELDS)
def test_an_ampersand_is_refused_with_the_reason(field):
    with pytest.raises(UsageError, match="can't hold") as refused:
        Filter(**{field: "R&D"}).text()
    assert "no way" in refused.value.advice


@pytest.mark.parametrize(
    ("text", "key"), [("name=x", "name"), ("id", "id"), ("friendlyName=R&D", "D"), ("=x", ""), ("Id=x", "Id")]
)
def test_what_is_no_condition_is_refused_by_its_key(text, key):
    with pytest.raises(UsageError, match=f'"{key}" is no filter of serviceApp') as refused:
        parse_filter(text)
    assert "trainSiteNames" in refused.value.advice


@given(st.text())
def test_any_text_is_a_filter_or_a_usage_error(text):
    with suppress(UsageError):
        parse_filter(text)


def test_a_value_may_hold_an_equals_sign():
    assert parse_filter("friendlyName=a=b") == Filter(friendly_name="a=b")


@pytest.mark.parametrize("field", FIELDS)
def test_each_condition_must_match(field):
    assert Filter(**{field: FIELDS[field]}).matches(HAPPENING)
    assert not Filter(**{field: "other"}).matches(HAPPENING)
    assert not Filter(**(FIELDS | {field: "other"})).matches(HAPPENING)


def test_all_conditions_together_match():
    assert Filter(**FIELDS).matches(HAPPENING)


@pytest.mark.parametrize("field", ["friendly_name", "site", "admin_site"])
def test_a_missing_field_matches_no_condition(field):
    assert not Filter(**{field: FIELDS[field]}).matches(MINIMAL)
