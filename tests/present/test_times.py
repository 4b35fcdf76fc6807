import os
import time
from datetime import UTC, timedelta, timezone

import pytest

from sa_monitor.model.instants import DAY, HOUR, MINUTE, SECOND, parse_instant
from sa_monitor.present.ages import age, ago, rough_age, rough_ago
from sa_monitor.present.durations import duration, rough, span
from sa_monitor.present.times import (
    date,
    day,
    day_minute,
    exact_moment,
    minute,
    moment,
    short_date,
    time_of_day,
    zone_name,
    zone_offset,
)
from sa_monitor.present.zone import LOCAL

CET = timezone(timedelta(hours=1), "CET")
NOW = parse_instant("2026-11-14T13:21:03.120Z") or 0


def test_a_time_is_written_in_its_zone():
    assert time_of_day(NOW, CET) == "14:21:03"
    assert minute(NOW, CET) == "14:21"
    assert date(NOW, CET) == "14 Nov 2026"
    assert short_date(NOW, CET) == "14 Nov"
    assert day(NOW, CET) == "Sat 14 Nov 2026"
    assert moment(NOW, CET) == "14 Nov 2026 14:21:03 CET"
    assert exact_moment(NOW, CET) == "Sat 14 Nov 2026 14:21:03.120 CET"


def test_a_minute_that_isnt_todays_names_its_day():
    assert day_minute(NOW - DAY + SECOND, NOW, CET) == "14:21"
    assert day_minute(NOW - DAY, NOW, CET) == "13 Nov 14:21"
    assert day_minute(NOW - DAY, NOW, UTC) == "11-13 13:21Z"


def test_utc_cant_be_taken_for_a_local_time():
    assert time_of_day(NOW, UTC) == "13:21:03Z"
    assert date(NOW, UTC) == "2026-11-14"
    assert short_date(NOW, UTC) == "11-14"
    assert exact_moment(NOW, UTC) == "Sat 2026-11-14 13:21:03.120Z"


def test_the_zone_has_a_name_and_its_distance_from_utc():
    assert (zone_name(NOW, CET), zone_offset(NOW, CET)) == ("CET", "UTC+1")
    assert (zone_name(NOW, UTC), zone_offset(NOW, UTC)) == ("UTC", "")
    assert zone_offset(NOW, timezone(timedelta(hours=-3, minutes=-30))) == "UTC-3:30"


@pytest.mark.parametrize("instant", [-(2**62), 2**62, parse_instant("9999-12-31T23:59:59Z")])
def test_an_instant_beyond_the_calendar_is_no_error(instant):
    assert moment(instant, CET)
    assert ago(instant, NOW, CET)


@pytest.fixture
def _berlin(monkeypatch):
    monkeypatch.setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.skipif(os.name == "nt", reason="the zone comes from the environment")
@pytest.mark.usefixtures("_berlin")
def test_the_local_zone_has_the_offset_that_held_at_each_instant():
    summer = parse_instant("2026-07-01T12:00:00Z") or 0
    assert moment(NOW, LOCAL) == "14 Nov 2026 14:21:03 CET"
    assert moment(summer, LOCAL) == "1 Jul 2026 14:00:00 CEST"
    changes = parse_instant("2026-10-25T00:59:59Z") or 0
    assert moment(changes, LOCAL) == "25 Oct 2026 02:59:59 CEST"
    assert moment(changes + SECOND, LOCAL) == "25 Oct 2026 02:00:00 CET"


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (0, "0 ms"),
        (224, "224 ms"),
        (8 * SECOND, "8 s"),
        (28 * MINUTE + 59 * SECOND, "28 min"),
        (2 * HOUR + 28 * MINUTE, "2 h 28 min"),
        (2 * HOUR, "2 h"),
        (DAY + 3 * HOUR, "1 d 3 h"),
        (885 * DAY + 23 * HOUR, "885 d"),
    ],
)
def test_a_duration_has_two_units_at_most(length, words):
    assert duration(length) == words


def test_an_age_has_whole_days_and_a_rough_one_a_single_unit():
    assert (span(5 * DAY + 3 * HOUR), span(2 * HOUR + 14 * MINUTE)) == ("5 d", "2 h 14 min")
    assert (rough(2 * HOUR + 14 * MINUTE), rough(59 * SECOND)) == ("2 h", "59 s")


@pytest.mark.parametrize(
    ("passed", "words", "sentence"),
    [
        (0, "now", "now"),
        (8 * SECOND, "8 s", "8 s ago"),
        (3 * MINUTE, "3 min", "3 min ago"),
        (134 * MINUTE, "2 h 14 min", "2 h 14 min ago"),
        (5 * DAY, "5 d", "5 d ago"),
        (30 * DAY, "15 Oct 2026", "15 Oct 2026"),
        (-4 * MINUTE, "4 min ahead", "4 min ahead of this clock"),
    ],
)
def test_an_age_turns_into_a_date_after_thirty_days(passed, words, sentence):
    assert age(NOW - passed, NOW, CET) == words
    assert ago(NOW - passed, NOW, CET) == sentence


def test_rough_ages_for_narrow_columns():
    assert rough_age(NOW - 400 * DAY, NOW) == "400 d"
    assert rough_age(NOW + MINUTE, NOW) == "ahead"
    assert rough_age(NOW, NOW) == "now"
    assert rough_ago(NOW - 134 * MINUTE, NOW, CET) == "2 h ago"
