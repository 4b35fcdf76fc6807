"""Moments as people write them: a day lasts a day, any other moment is one instant."""

from datetime import timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sa_monitor.model.instants import DAY, HOUR, MINUTE, parse_instant
from sa_monitor.model.moments import Clock, moment_range

NOW = parse_instant("2026-11-14T13:21:03.120Z")
CLOCK = Clock(NOW)
EAST = timezone(timedelta(hours=5, minutes=30))


def day(written: str) -> tuple[int, int]:
    return parse_instant(written), parse_instant(written) + DAY


@pytest.mark.parametrize(
    ("text", "ago"),
    [("0m", 0), ("90m", 90 * MINUTE), ("24h", DAY), ("7d", 7 * DAY), ("2W", 14 * DAY), (" 1h ", HOUR)],
)
def test_an_age_is_an_instant_before_now(text, ago):
    assert moment_range(text, CLOCK) == (NOW - ago, NOW - ago)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2026-11-01", "2026-11-01"),
        ("20261101", "2026-11-01"),
        ("2026-W44-7", "2026-11-01"),
        ("today", "2026-11-14"),
        ("Yesterday", "2026-11-13"),
    ],
)
def test_a_day_lasts_until_the_next(text, date):
    assert moment_range(text, CLOCK) == day(date)


def test_a_day_is_that_of_the_zone():
    assert moment_range("2026-11-01", Clock(NOW, EAST)) == tuple(
        bound - 5 * HOUR - 30 * MINUTE for bound in day("2026-11-01")
    )


def test_yesterday_is_that_of_the_zone():
    late = parse_instant("2026-11-14T20:00Z")
    assert moment_range("today", Clock(late))[0] == parse_instant("2026-11-14")
    assert moment_range("today", Clock(late, EAST))[0] == parse_instant("2026-11-15T00:00+05:30")


@pytest.mark.parametrize(("date", "hours"), [("2026-03-29", 23), ("2026-10-25", 25), ("2026-06-01", 24)])
def test_a_day_on_which_the_clocks_change_is_shorter_or_longer(date, hours):
    starts, ends = moment_range(date, Clock(NOW, ZoneInfo("Europe/Berlin")))
    assert ends - starts == hours * HOUR


@pytest.mark.parametrize("text", ["2026-11-01T08:00", "2026-11-01 08:00", "2026-11-01t08:00:00.000"])
def test_a_time_without_a_zone_is_in_that_of_the_clock(text):
    at = parse_instant("2026-11-01T08:00Z")
    assert moment_range(text, CLOCK) == (at, at)
    assert moment_range(text, Clock(NOW, EAST)) == (at - 5 * HOUR - 30 * MINUTE,) * 2


@pytest.mark.parametrize("text", ["2026-11-01T08:00Z", "2026-11-01t08:00z", "2026-11-01T13:30+05:30"])
def test_a_time_with_a_zone_is_in_its_own(text):
    at = parse_instant("2026-11-01T08:00Z")
    assert moment_range(text, Clock(NOW, EAST)) == (at, at)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "7",
        "h",
        "7y",
        "-7d",
        "1.5h",
        "1234567d",
        "2026-13-01",
        "2026-11-01T25:00",
        "9999-12-31",
        "now",
    ],
)
def test_what_can_not_be_read_is_none(text):
    assert moment_range(text, CLOCK) is None


@given(st.text() | st.from_regex(r"\d{1,7}[mhdw]|\d{4}-\d{2}-\d{2}.{0,9}", fullmatch=True))
def test_any_text_is_a_range_or_none(text):
    bounds = moment_range(text, Clock(NOW, ZoneInfo("America/New_York")))
    assert bounds is None or bounds[0] <= bounds[1]
