"""Between two beats somebody listened, or the computer slept, or the program stood still."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sa_monitor.model.listening import BEAT, LATE, Beat, Ending, missed

BEFORE = Beat(wall=1_000_000, awake=5_000, boot=9_000)


def after(*, awake: int, asleep: int = 0, clock_set_by: int = 0) -> Beat:
    return Beat(
        wall=BEFORE.wall + awake + asleep + clock_set_by,
        awake=BEFORE.awake + awake,
        boot=BEFORE.boot + awake + asleep,
    )


@pytest.mark.parametrize("awake", [0, BEAT, BEAT + 1_000, BEAT + LATE])
def test_a_beat_in_time_is_no_gap(awake):
    assert missed(BEFORE, after(awake=awake)) is None


@pytest.mark.parametrize("awake", [BEAT + LATE + 1, 3_600_000])
def test_a_beat_over_fifteen_seconds_late_is_stalled(awake):
    assert missed(BEFORE, after(awake=awake)) is Ending.STALLED


@pytest.mark.parametrize(("awake", "asleep"), [(0, LATE + 1), (BEAT, 3_600_000), (60_000, LATE + 1)])
def test_sleep_is_told_from_standing_still(awake, asleep):
    assert missed(BEFORE, after(awake=awake, asleep=asleep)) is Ending.SLEPT


def test_a_nap_is_no_sleep_but_it_can_make_a_beat_late():
    assert missed(BEFORE, after(awake=BEAT, asleep=LATE)) is None
    assert missed(BEFORE, after(awake=BEAT + 1, asleep=LATE)) is Ending.STALLED


@given(st.integers(0, BEAT + LATE), st.integers(-(10**12), 10**12))
def test_a_clock_that_was_set_is_no_gap(awake, clock_set_by):
    assert missed(BEFORE, after(awake=awake, clock_set_by=clock_set_by)) is None


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.integers(-(10**12), 10**12))
def test_the_clock_on_the_wall_never_decides(awake, asleep, clock_set_by):
    one, other = (
        after(awake=awake, asleep=asleep),
        after(awake=awake, asleep=asleep, clock_set_by=clock_set_by),
    )
    assert missed(BEFORE, one) is missed(BEFORE, other)
