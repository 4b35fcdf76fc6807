import pytest
from hypothesis import given
from hypothesis import strategies as st

from sa_monitor.present.status_line import (
    badge,
    broken,
    clock_words,
    fine,
    listening_item,
    look,
    lost_item,
    newest_item,
    recorder_item,
    said,
    status_line,
    total_items,
    unknown,
)
from sa_monitor.present.tone import line_width, plain
from tests.present.made import CET, NOW

HEARD = NOW - 3 * 60_000
USUAL = [listening_item("http://127.0.0.1:8787/webhook"), lost_item(1), newest_item(HEARD, NOW, CET)]


def shown(items, cells) -> str:
    return plain(status_line(items, clock_words(NOW, CET, cells), cells))


def test_it_says_more_where_there_is_more_room():
    assert shown(USUAL, 80).startswith(" ✓ listening  ✗ 1 lost  event 3 min ago  ")
    assert shown(USUAL, 120).startswith(" ✓ listening 127.0.0.1:8787   ✗ 1 lost   event 3 min ago  ")
    assert shown([*USUAL, *total_items(200, 1_204_331)], 200).startswith(
        " ✓ listening 127.0.0.1:8787/webhook   ✗ 1 lost   last event 3 min ago   1,204,331 events  "
    )


def test_the_clock_and_its_zone_stand_at_the_right_end():
    assert shown(USUAL, 80).endswith("  14:24 CET ")
    assert shown(USUAL, 200).endswith("  14:24 CET (UTC+1) ")


def test_what_is_in_order_drops_from_the_right_and_what_is_wrong_moves_left():
    items = [badge("DEMO"), fine("all of it"), broken("1 lost"), fine("more of it"), look("3 rejected")]
    assert shown(items, 70).startswith("  DEMO  ✓ all of it  ✗ 1 lost  ✓ more of it  ! 3 rejected  ")
    assert "more of it" not in shown(items, 55)
    assert "! 3 rejected" in shown(items, 55)
    assert shown(items, 44).startswith("  DEMO  ✗ 1 lost  ! 3 rejected  ")


def test_what_is_wrong_says_it_shorter_only_where_nothing_else_helps():
    fault = broken("NOT STORING since 14:02: disk full", "NOT STORING since 14:02")
    assert "disk full" in shown([fault, lost_item(2), fine("a lot of words that are in order")], 60)
    assert shown([fault, lost_item(2)], 50).startswith(" ✗ NOT STORING since 14:02  ✗ 2 lost ")


def test_who_listens_stays_where_what_is_wrong_can_be_said_shorter():
    wrong = [lost_item(5), unknown("webhooks as of 09:12"), look("no webhook points here", "no webhook")]
    items = [badge("VIEWER"), recorder_item(4121), *wrong, fine("reachable"), newest_item(HEARD, NOW, CET)]
    assert shown(items, 82).startswith(
        "  VIEWER  ✓ pid 4121  ✗ 5 lost  ? webhooks as of 09:12  ! no webhook "
    )
    assert shown(items, 110).startswith("  VIEWER   ✓ pid 4121 listens   ✗ 5 lost")
    assert "✗ 5 lost" in shown(items, 60)
    assert "pid" not in shown(items, 60)


def test_no_event_yet_is_neither_right_nor_wrong():
    assert plain(newest_item(None, NOW, CET).spans(0)) == "no event yet"


def test_foreign_words_in_a_badge_are_cleaned():
    assert plain(badge("a\x1b[2Jb").spans(0)) == " a[2Jb "


ITEMS = st.lists(
    st.builds(
        lambda make, words: make(*words),
        st.sampled_from([badge, fine, broken, look, unknown, said]),
        st.lists(st.text("abc xyz", min_size=1, max_size=50), min_size=1, max_size=1),
    ),
    max_size=8,
)


@given(ITEMS, st.integers(30, 250))
def test_it_is_always_as_wide_as_the_screen(items, cells):
    assert line_width(status_line(items, "14:24 CET", cells)) == cells


@pytest.mark.parametrize("cells", [80, 120, 200])
def test_a_loss_is_never_dropped(cells):
    items = [listening_item("http://" + "x" * 300), *[fine("y" * 30)] * 20, lost_item(12)]
    assert "✗ 12 lost" in shown(items, cells)
