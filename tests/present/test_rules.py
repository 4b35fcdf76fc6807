from datetime import UTC

from hypothesis import given
from hypothesis import strategies as st

from sa_monitor.model.listening import Ending, Gap
from sa_monitor.present.clean import clean
from sa_monitor.present.log_heading import LogState, log_heading
from sa_monitor.present.log_rules import day_rule, gap_rule
from sa_monitor.present.rules import Heading, ruled
from sa_monitor.present.tone import Tone, line_width, plain
from tests.present.made import CET, NOW, at


def heading(state: LogState, cells: int, joints: list[int] | None = None) -> str:
    rule = ruled(log_heading(state, CET, focused=False), cells, [(joint, "┴") for joint in joints or []])
    return plain(rule)


def test_a_title_stands_in_its_rule_with_what_belongs_to_it_at_the_end():
    assert plain(ruled(Heading("Organizations of call-reporting", right=("1 of 12",)), 45)) == (
        "─ Organizations of call-reporting ─ 1 of 12 ─"
    )


def test_the_longest_wording_that_fits_exactly_is_said():
    heading = Heading("Organizations of call-reporting", right=("1 of 12", "1/12"))
    assert plain(ruled(heading, 45)) == "─ Organizations of call-reporting ─ 1 of 12 ─"
    assert plain(ruled(heading, 44)) == "─ Organizations of call-reporting ─── 1/12 ─"


def test_a_count_before_the_names_of_columns_leaves_the_title_whole_where_it_can():
    heading = Heading("Service Apps", middle=("3 of 13", "3/13", ""), columns=[("lost", 28), ("ok", 32)])
    assert plain(ruled(heading, 34)) == "─ Service Apps ─ 3/13 ─ lost  ok ─"


def test_names_of_columns_end_where_the_columns_do():
    assert plain(ruled(Heading("Service Apps", columns=[("lost", 28), ("ok", 32)]), 34)) == (
        "─ Service Apps ──────── lost  ok ─"
    )


def test_the_focus_is_a_bold_title():
    tones = {span.text.strip(): span.tone for span in ruled(Heading("Events", focused=True), 20)}
    assert tones["Events"] is Tone.STRONG


def test_the_rule_of_the_log_says_whose_events_and_what_is_hidden():
    state = LogState(app="call-reporting", hidden=3, hidden_lost=1)
    assert heading(state, 80, [34]) == (
        "─ Events of call-reporting ───────┴─ 3 others hidden, 1 ✗, esc ───── following ─"
    )
    assert " 3 of other apps hidden, 1 ✗, esc shows all " in heading(state, 120)


def test_a_pause_says_what_came_meanwhile_and_how_to_go_back():
    state = LogState(following=False, new=12, new_lost=1)
    assert heading(state, 80).endswith(" paused, 12 new, 1 ✗ above, g follows ─")
    assert heading(LogState(following=False), 80).endswith(" paused, g follows ─")
    assert log_heading(state, CET, focused=False).right_tone is Tone.WARNING


def test_a_pause_somewhere_else_than_today_names_the_day():
    state = LogState(following=False, at=at("2026-11-13T10:00:00Z"))
    assert heading(state, 80).endswith(" paused at Fri 13 Nov 2026, g follows ─")


def test_a_hidden_loss_is_never_left_out():
    state = LogState(app="x" * 200, hidden=3, hidden_lost=1, following=False, new=12_000, new_lost=100)
    for cells in (80, 100, 120, 200):
        assert "1 ✗" in heading(state, cells)


def test_a_query_is_told_with_what_it_matches():
    state = LogState(query="event:deauthorized", matching=14, hidden_lost=2)
    assert heading(state, 120).startswith("─ Events matching event:deauthorized ─")
    assert "14 match, 2 ✗ hidden, esc shows all" in heading(state, 120)


TEXT = st.text(max_size=60).map(clean)
NUMBER = st.integers(0, 10**7)
STATES = st.builds(
    LogState,
    app=TEXT,
    org=TEXT,
    query=TEXT,
    hidden=NUMBER,
    hidden_lost=NUMBER,
    matching=st.none() | NUMBER,
    following=st.booleans(),
    new=NUMBER,
    new_lost=NUMBER,
    at=st.none() | st.just(NOW),
)


@given(STATES, st.integers(80, 220))
def test_a_rule_is_always_as_wide_as_its_pane(state, cells):
    rule = ruled(log_heading(state, CET, focused=True), cells, [(34, "┴"), (60, "┴")])
    assert line_width(rule) == cells


def test_a_day_stands_as_a_rule_between_the_rows():
    assert plain(day_rule(at("2026-11-13T10:00:00Z"), CET, 80)) == (
        " ───────── Fri 13 Nov 2026 ────────────────────────────────────────────────────"
    )
    assert "Fri 2026-11-13" in plain(day_rule(at("2026-11-13T10:00:00Z"), UTC, 80))


def gap(since: str, until: str | None, ending: Ending = Ending.SLEPT) -> Gap:
    return Gap(at(since), at(until) if until else None, ending)


def test_a_gap_says_when_nobody_listened_and_why():
    one = gap("2026-11-14T06:12:00Z", "2026-11-14T08:40:00Z")
    assert plain(gap_rule([one], NOW, CET, 120)).startswith(
        " ───────── 07:12 to 09:40  nobody listened for 2 h 28 min (this computer slept) ──"
    )
    assert plain(gap_rule([one], NOW, CET, 120, dated=True)).startswith(
        " ───────── 14 Nov 07:12 to 09:40  nobody"
    )
    assert "(this" not in plain(gap_rule([one], NOW, CET, 70))


def test_a_gap_shorter_than_an_hour_is_told_to_the_second():
    one = gap("2026-11-14T06:12:03Z", "2026-11-14T06:12:11Z")
    assert "07:12:03 to 07:12:11  nobody listened for 8 s" in plain(gap_rule([one], NOW, CET, 80))


def test_a_gap_that_lasts_and_one_over_midnight_say_so():
    lasting = gap("2026-11-14T13:00:00Z", None, Ending.KILLED)
    assert "since 14:00  nobody listened for 24 min (killed)" in plain(gap_rule([lasting], NOW, CET, 120))
    night = gap("2026-11-13T21:04:00Z", "2026-11-14T04:16:00Z")
    assert "13 Nov 22:04 to 14 Nov 05:16  nobody listened for 7 h 12 min" in plain(
        gap_rule([night], NOW, CET, 120)
    )


def test_gaps_between_the_same_rows_are_counted_and_summed():
    gaps = [
        gap("2026-11-14T06:00:00Z", "2026-11-14T07:00:00Z"),
        gap("2026-11-14T08:00:00Z", "2026-11-14T08:30:00Z"),
    ]
    assert "07:00 to 09:30  2 gaps, nobody listened for 1 h 30 min" in plain(gap_rule(gaps, NOW, CET, 120))
