from hypothesis import example, given, settings
from hypothesis import strategies as st

from sa_monitor.model.event import Step
from sa_monitor.ui.log_window import LogWindow
from tests.ui.samples import Log


def opened(count: int, height: int = 10) -> tuple[LogWindow, Log]:
    window, log = LogWindow(height), Log(count)
    log.settle(window)
    return window, log


def seen(window: LogWindow) -> list[int]:
    return [row.event.id for row in window.view().rows if isinstance(row, Step)]


def cursor(window: LogWindow) -> int | None:
    return window.cursor.event.id if window.cursor else None


def press(window: LogWindow, log: Log, name: str, *arguments: object) -> None:
    getattr(window, name)(*arguments)
    log.settle(window)


def test_it_begins_at_the_newest_and_follows():
    window, _log = opened(1000)
    assert window.following
    assert seen(window) == list(range(1000, 990, -1))
    assert cursor(window) == 1000


def test_what_is_heard_while_following_comes_on_top():
    window, log = opened(1000)
    log.add(3)
    press(window, log, "changed")
    assert seen(window)[0] == cursor(window) == 1003
    assert window.following


def test_a_flood_while_following_shows_the_newest():
    window, log = opened(1000)
    log.add(500)
    press(window, log, "changed")
    assert seen(window) == list(range(1500, 1490, -1))


def test_moving_away_pauses_and_what_arrives_moves_nothing():
    window, log = opened(1000)
    press(window, log, "move", 2)
    before = seen(window)
    for count in (1, 5, 300):
        log.add(count)
        press(window, log, "changed")
        assert not window.following
        assert seen(window) == before
        assert cursor(window) == 998


def test_few_events_stay_where_they_are_too():
    window, log = opened(4)
    press(window, log, "move", 1)
    log.add(3)
    press(window, log, "changed")
    assert seen(window) == [4, 3, 2, 1]


def test_what_is_new_is_what_is_newer_than_anything_that_was_in_sight():
    window, log = opened(100)
    press(window, log, "toggle")
    assert window.seen == log.steps[0].event.mark
    log.add(30)
    press(window, log, "changed")
    press(window, log, "page", 3)
    assert window.seen == log.steps[30].event.mark
    press(window, log, "page", -4)
    assert window.seen == log.steps[log.steps.index(window.view().rows[0])].event.mark


def test_back_at_the_newest_it_follows_again():
    window, log = opened(100)
    press(window, log, "move", 5)
    log.add(2)
    press(window, log, "changed")
    press(window, log, "move", -6)
    assert not window.following
    press(window, log, "move", -1)
    assert window.following
    assert cursor(window) == 102


def test_a_pause_ends_at_the_newest():
    window, log = opened(100)
    press(window, log, "toggle")
    log.add(7)
    press(window, log, "changed")
    press(window, log, "toggle")
    assert window.following
    assert cursor(window) == 107


def test_the_oldest_stands_at_the_bottom():
    window, log = opened(1000)
    press(window, log, "oldest")
    assert seen(window) == list(range(10, 0, -1))
    assert cursor(window) == 1
    press(window, log, "move", 1)
    assert cursor(window) == 1


def test_pages_turn_through_everything_without_a_hole():
    window, log = opened(300)
    met = set(seen(window))
    while cursor(window) != 1:
        press(window, log, "page", 1)
        met |= set(seen(window))
    assert met == set(range(1, 301))


def test_a_page_costs_the_same_at_any_size():
    costs = []
    for count in (1_000, 20_000):
        window, log = opened(count)
        press(window, log, "oldest")
        press(window, log, "newest")
        log.read = 0
        for _ in range(20):
            press(window, log, "page", 1)
        costs.append(log.read)
    assert costs[0] == costs[1]


def test_it_keeps_a_few_screens_only():
    window, log = opened(5_000)
    for _ in range(200):
        press(window, log, "page", 1)
    assert len(window._loaded) < 20 * window._sight.height


def test_going_to_an_event_far_away_shows_it_in_the_midst():
    window, log = opened(5_000)
    press(window, log, "go", log.steps[4_000].event.mark)
    assert cursor(window) == 1_000
    assert seen(window).index(1_000) == 3


def test_going_to_one_of_the_oldest_leaves_no_empty_line_below_them():
    for wanted in (1, 3):
        window, log = opened(1000)
        press(window, log, "go", log.steps[-wanted].event.mark)
        assert cursor(window) == wanted
        assert seen(window) == list(range(10, 0, -1))


def test_another_query_begins_at_the_newest_again():
    window, log = opened(100)
    press(window, log, "oldest")
    press(window, log, "ask", window.query)
    assert window.following
    assert cursor(window) == 100


def test_a_page_asked_for_before_the_reader_went_elsewhere_is_dropped():
    window, log = opened(1000)
    press(window, log, "move", 1)
    window._loaded.whole_below = False
    window.page(50)
    late = window.need()
    assert late is not None
    window.newest()
    window.supply(late, log.answer(late))
    log.settle(window)
    assert cursor(window) == 1000


def test_events_that_were_forgotten_go():
    window, log = opened(100)
    press(window, log, "page", 3)
    gone = window.view().rows[1]
    log.steps.remove(gone)
    press(window, log, "changed")
    assert gone.event.id not in seen(window)


def test_an_empty_store_is_known_to_be_empty_only_once_it_was_read():
    window = LogWindow(10)
    assert not window.empty
    log = Log(0)
    log.settle(window)
    assert window.empty
    log.add()
    press(window, log, "changed")
    assert cursor(window) == 1


def test_pointing_puts_the_cursor_on_a_line():
    window, _log = opened(100)
    assert window.point(4)
    assert cursor(window) == 96
    assert not window.point(50)


def test_scrolling_moves_the_view_and_drags_the_cursor_along():
    window, log = opened(100)
    press(window, log, "scroll", 3)
    assert seen(window)[0] == cursor(window) == 97
    press(window, log, "scroll", -3)
    assert window.following


MOVES = st.one_of(
    st.tuples(st.just("move"), st.integers(-30, 30)),
    st.tuples(st.just("page"), st.integers(-3, 3)),
    st.tuples(st.just("scroll"), st.integers(-9, 9)),
    st.tuples(st.sampled_from(["newest", "oldest", "toggle"])),
    st.tuples(st.just("point"), st.integers(0, 12)),
    st.tuples(st.just("resize"), st.integers(1, 30)),
    st.tuples(st.just("hear"), st.integers(1, 60)),
    st.tuples(st.just("go"), st.integers(0, 10**6)),
)


@example(1, [("oldest",), ("hear", 1)])
@settings(max_examples=300, deadline=None)
@given(st.integers(0, 150), st.lists(MOVES, max_size=25))
def test_whatever_is_pressed_the_view_is_a_stretch_of_the_log_with_the_cursor_in_it(count, moves):
    window, log = opened(count)
    for name, *arguments in moves:
        if name == "hear":
            anchored = [] if window.following else seen(window)
            log.add(arguments[0])
            press(window, log, "changed")
            assert not anchored or seen(window)[: len(anchored)] == anchored
        elif name == "go":
            if log.steps:
                press(window, log, "go", log.steps[arguments[0] % len(log.steps)].event.mark)
        else:
            press(window, log, name, *arguments)
        shown = seen(window)
        assert shown == list(range(shown[0], shown[-1] - 1, -1)) if shown else not log.steps
        assert not shown or cursor(window) in shown
        assert window.settled
        if window.following and log.steps:
            assert shown[0] == log.steps[0].event.id
