"""A page over time goes back by parts of what it shows, and never beyond the present."""

from sa_monitor.model.instants import DAY, HOUR
from sa_monitor.present.time_scale import LENGTHS
from sa_monitor.ui.time_range import TimeRange

NOW = 1_800_000_000_000
MONTH = LENGTHS.index(30 * DAY)


def test_it_ends_at_the_present_and_goes_on_with_it():
    shown = TimeRange(MONTH)
    assert shown.extent(NOW) == (NOW - 30 * DAY, NOW)
    assert shown.extent(NOW + HOUR) == (NOW - 30 * DAY + HOUR, NOW + HOUR)


def test_moved_back_it_stays_where_it_is():
    back = TimeRange(MONTH).moved(-1, NOW)
    assert back.extent(NOW)[1] == NOW - 30 * DAY // 4
    assert back.extent(NOW + HOUR) == back.extent(NOW)


def test_moved_on_it_ends_at_the_present_again():
    back = TimeRange(MONTH).moved(-2, NOW)
    assert back.moved(1, NOW) != TimeRange(MONTH)
    assert back.moved(2, NOW) == back.moved(3, NOW) == TimeRange(MONTH)


def test_zoomed_it_keeps_its_end():
    back = TimeRange(MONTH).moved(-1, NOW)
    assert back.zoomed(1).extent(NOW)[1] == back.zoomed(-1).extent(NOW)[1] == back.extent(NOW)[1]


def test_it_is_never_shorter_than_the_shortest_nor_longer_than_the_longest():
    assert TimeRange(0).zoomed(-1).length == 0
    assert TimeRange(len(LENGTHS) - 1).zoomed(1).length == len(LENGTHS) - 1
