"""Instants are whole milliseconds in UTC, and RFC 3339 outside."""

from datetime import UTC, datetime, timedelta, timezone
from email.utils import formatdate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sa_monitor.model.instants import (
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    from_datetime,
    http_date,
    parse_instant,
    rfc3339,
    to_datetime,
)

FIRST, LAST = parse_instant("0001-01-01T00:00:00.000Z"), parse_instant("9999-12-31T23:59:59.999Z")
instants = st.integers(FIRST, LAST)
NOON = 1_731_585_600_000


@given(instants)
def test_what_is_written_reads_back(instant):
    assert parse_instant(rfc3339(instant)) == instant


@given(instants)
def test_an_instant_is_written_in_utc_with_milliseconds_and_z(instant):
    written = rfc3339(instant)
    assert (len(written), written[10], written[19], written[-1]) == (24, "T", ".", "Z")


@given(instants)
def test_a_datetime_of_an_instant_gives_it_back(instant):
    assert from_datetime(to_datetime(instant)) == instant


@given(st.datetimes(), st.integers(-14 * 60, 14 * 60))
def test_a_zone_never_changes_the_instant(moment, minutes):
    here = moment.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    instant = parse_instant(here.isoformat())
    assert instant in (None, from_datetime(here))
    assert (instant is None) == (not FIRST <= from_datetime(here) <= LAST)


@given(st.text())
def test_any_text_is_an_instant_that_can_be_written_or_none(text):
    instant = parse_instant(text)
    assert instant is None or parse_instant(rfc3339(instant)) == instant


@pytest.mark.parametrize(
    "written",
    [
        "2024-11-14T12:00:00Z",
        "2024-11-14t12:00:00z",
        "2024-11-14 12:00",
        "2024-11-14T12:00:00.000000",
        "2024-11-14T12:00:00+00:00",
        "2024-11-14T13:00+01:00",
        "2024-11-14T13:00+0100",
        "2024-11-14T17:30:00.0+05:30",
        "20241114T120000Z",
        " 2024-11-14T12:00:00Z\n",
    ],
)
def test_the_ways_to_write_one_instant_agree(written):
    assert parse_instant(written) == NOON


def test_a_date_is_its_midnight_in_utc():
    assert parse_instant("2024-11-14") == NOON - 12 * HOUR


@pytest.mark.parametrize(
    ("fraction", "milliseconds"),
    [(".1", 100), (".12", 120), (",5", 500), (".1239", 123), (".123999999", 123)],
)
def test_fractions_are_cut_to_milliseconds(fraction, milliseconds):
    assert parse_instant(f"2024-11-14T12:00:00{fraction}Z") == NOON + milliseconds


def test_before_1970_fractions_are_cut_towards_the_past_too():
    assert parse_instant("1969-12-31T23:59:59.9999Z") == -1


@pytest.mark.parametrize(
    "garbage",
    [
        "",
        "soon",
        "1718201992168",
        "2024-6-1",
        "2024-02-30",
        "2024-11-14T12:61Z",
        "12:00",
        "٢٠٢٤-١١-١٤",
        "\x00",
        "9" * 99,
    ],
)
def test_garbage_is_none(garbage):
    assert parse_instant(garbage) is None


@pytest.mark.parametrize("written", ["0001-01-01T00:00:00+00:01", "9999-12-31T23:59:00-00:01"])
def test_what_could_not_be_written_in_utc_is_none(written):
    """It would read, and then break whoever shows it."""
    assert parse_instant(written) is None


def test_the_units_are_milliseconds():
    assert (SECOND, MINUTE, HOUR, DAY) == (1_000, 60_000, 3_600_000, 86_400_000)
    assert to_datetime(DAY) == datetime(1970, 1, 2, tzinfo=UTC)


@given(st.integers(0, 4_102_444_800_000))
def test_a_date_of_http_is_written_as_the_standard_library_does(instant):
    assert http_date(instant) == formatdate(instant // 1000, usegmt=True)
