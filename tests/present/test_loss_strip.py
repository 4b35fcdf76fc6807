"""The strip beside the log, over all of history by its events."""

import pytest

from sa_monitor.model.activity import Activity
from sa_monitor.model.instants import DAY
from sa_monitor.present.loss_strip import ladder_of, loss_strip, marked, pointed
from sa_monitor.present.signs import ascii_form
from sa_monitor.present.tone import plain

DAYS = [Activity(day * DAY, 90, 0) for day in range(100)]
NOW = 100 * DAY


def drawn(heard, gaps=(), sight=(NOW, NOW - DAY), cells=20):
    strip = marked(ladder_of(heard, DAY, NOW), gaps, cells)
    return "".join(plain(line) for line in loss_strip(strip, sight))


def with_losses(*days_and_losses):
    losses = dict(days_and_losses)
    return [Activity(one.start, 90, losses.get(one.start // DAY, 0)) for one in DAYS]


def test_a_loss_is_marked_where_it_lies_in_history():
    assert drawn(with_losses((99, 1))) == "✗" + " " * 19
    assert drawn(with_losses((0, 1))) == "┃" + " " * 18 + "✗"


def test_the_sign_says_how_many_losses_there_are_beside_those_of_a_cell_on_average():
    assert drawn(with_losses((0, 90), (52, 6), (77, 2))) == "┃   :    =         ✗"


def test_where_losses_are_everywhere_a_wave_stands_out():
    dense = [Activity(day * DAY, 90, 300 if day == 40 else 20) for day in range(100)]
    strip = drawn(dense)
    assert strip == "=" * 11 + "✗✗" + "=" * 7
    assert drawn([Activity(day * DAY, 90, 20) for day in range(100)]) == "=" * 20


def test_a_gap_is_marked_and_one_with_losses_otherwise():
    gap = (50 * DAY, 51 * DAY)
    assert "░" in drawn(DAYS, [gap])
    both = drawn(with_losses((50, 1), (0, 1)), [gap])
    assert "▓" in both
    assert "✗" in both
    assert ascii_form(both).isascii()
    assert ascii_form("✗=:░▓┃") == "x=:.%|"


def test_a_gap_in_which_nothing_was_heard_is_marked_too():
    assert "░" in drawn([*DAYS[:40], *DAYS[60:]], [(40 * DAY, 60 * DAY)])


def test_what_is_in_sight_moves_with_the_view_and_is_never_less_than_a_cell():
    assert drawn(DAYS, sight=(NOW, NOW)) == "┃" + " " * 19
    assert drawn(DAYS, sight=(1, 0)) == " " * 19 + "┃"
    assert drawn(DAYS, sight=(NOW, 50 * DAY)).count("┃") in (10, 11)


def test_history_goes_by_its_events_so_that_quiet_times_take_no_room():
    heard = [Activity(0, 90, 10), *(Activity(day * DAY, 100, 0) for day in range(5000, 5003))]
    strip = marked(ladder_of(heard, DAY, 5003 * DAY), (), 4)
    assert "".join(plain(line) for line in loss_strip(strip, (5003 * DAY, 5003 * DAY))) == "┃  ✗"


@pytest.mark.parametrize("cell", range(1, 20))
def test_a_cell_leads_to_an_instant_that_lies_in_it(cell):
    strip = marked(ladder_of(DAYS, DAY, NOW), (), 20)
    instant = pointed(strip, cell)
    at = "".join(plain(line) for line in loss_strip(strip, (instant - 1, instant - 1))).index("┃")
    assert at == cell


def test_where_nothing_was_heard_nothing_is_drawn():
    assert drawn([]) == ""
