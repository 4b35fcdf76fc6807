"""An event without a usable date is the newest that is known; a date is usable until 24 h ahead of its receipt."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sa_monitor.model.authorization import settle_date
from sa_monitor.model.instants import DAY, parse_instant

RECEIVED = parse_instant("2026-11-14T13:21:03.120Z")
instants = st.integers(0, 2 * RECEIVED)


@pytest.mark.parametrize("stated", [0, RECEIVED - 3_650 * DAY, RECEIVED, RECEIVED + DAY])
def test_a_stated_date_is_kept_until_a_day_ahead_of_its_receipt(stated):
    assert settle_date(stated, RECEIVED, RECEIVED + 5) == (stated, True)


@pytest.mark.parametrize("stated", [None, RECEIVED + DAY + 1, parse_instant("9999-12-31T23:59:59.999Z")])
@pytest.mark.parametrize(
    ("greatest", "date"),
    [
        (None, RECEIVED),
        (RECEIVED - DAY, RECEIVED),
        (RECEIVED - 1, RECEIVED),
        (RECEIVED, RECEIVED + 1),
        (RECEIVED + DAY, RECEIVED + DAY + 1),
    ],
)
def test_no_date_or_one_too_far_ahead_gives_the_later_of_receipt_and_just_after_the_greatest(
    stated, greatest, date
):
    assert settle_date(stated, RECEIVED, greatest) == (date, False)


@given(instants, instants)
def test_an_undated_event_is_newer_than_all_that_is_known(received_at, greatest):
    date, dated = settle_date(None, received_at, greatest)
    assert not dated
    assert date > greatest
    assert date >= received_at


@given(st.none() | instants, instants, st.none() | instants)
def test_a_settled_date_is_usable_when_it_is_settled_again(stated, received_at, greatest):
    """An export carries it, and an import folds with it: without a clock that went back, it isn't too far ahead."""
    known = min(greatest, received_at + DAY - 1) if greatest is not None else None
    date, _ = settle_date(stated, received_at, known)
    assert settle_date(date, received_at, known) == (date, True)
