from datetime import date

from sa_monitor.model.event import Step
from sa_monitor.model.health import Happened, HealthRecord
from sa_monitor.model.listening import Ending, Gap
from sa_monitor.ui.log_rows import DayRow, Dress, GapRow, HealthRow, Row, interleave
from tests.ui.samples import ZONE, at, event

TODAY = date(2026, 11, 14)


def steps(*moments: str) -> list[Step]:
    return [Step(event(number, received_at=at(moment))) for number, moment in enumerate(moments, 1)]


def shape(rows: list[Row]) -> list[str]:
    return [
        "event" if isinstance(row, Step) else "day" if isinstance(row, DayRow) else f"gap {len(row.gaps)}"
        for row in rows
    ]


def dressed(moments: list[str], gaps: list[Gap], *, above: bool = True, below: bool = True) -> list[Row]:
    dress = Dress(tuple(gaps), ZONE, TODAY)
    return interleave(steps(*moments), dress, whole_above=above, whole_below=below)


def gap(since: str, until: str | None) -> Gap:
    return Gap(at(since), at(until) if until else None, Ending.STOPPED)


def test_events_of_today_need_no_rule():
    assert shape(dressed(["2026-11-14T10:00Z", "2026-11-14T09:00Z"], [])) == ["event", "event"]


def test_a_rule_stands_above_the_first_event_of_another_day():
    rows = dressed(["2026-11-14T10:00Z", "2026-11-13T09:00Z", "2026-11-13T08:00Z"], [])
    assert shape(rows) == ["event", "day", "event", "event"]


def test_a_day_begins_at_midnight_of_the_zone():
    assert shape(dressed(["2026-11-13T23:30Z", "2026-11-13T22:30Z"], [])) == ["event", "day", "event"]


def test_the_newest_event_of_an_earlier_day_has_its_rule():
    assert shape(dressed(["2026-11-12T10:00Z"], [])) == ["day", "event"]
    assert shape(dressed(["2026-11-12T10:00Z"], [], above=False)) == ["event"]


def test_a_gap_stands_between_the_events_around_it():
    rows = dressed(
        ["2026-11-14T10:02Z", "2026-11-13T16:55Z"], [gap("2026-11-14T06:12Z", "2026-11-14T08:40Z")]
    )
    assert shape(rows) == ["event", "gap 1", "day", "event"]
    assert isinstance(rows[1], GapRow)
    assert not rows[1].dated


def test_a_gap_of_the_day_below_stands_below_its_rule():
    rows = dressed(
        ["2026-11-14T10:02Z", "2026-11-13T16:55Z"], [gap("2026-11-13T18:00Z", "2026-11-13T19:00Z")]
    )
    assert shape(rows) == ["event", "day", "gap 1", "event"]


def test_gaps_without_an_event_between_them_share_a_row():
    gaps = [gap("2026-11-14T06:00Z", "2026-11-14T07:00Z"), gap("2026-11-14T08:00Z", "2026-11-14T09:00Z")]
    assert shape(dressed(["2026-11-14T10:00Z", "2026-11-14T05:00Z"], gaps)) == ["event", "gap 2", "event"]


def test_a_gap_that_lasts_stands_on_top():
    assert shape(dressed(["2026-11-14T10:00Z"], [gap("2026-11-14T11:00Z", None)])) == ["gap 1", "event"]


def test_a_gap_stands_at_an_end_only_where_nothing_more_comes_there():
    gaps = [gap("2026-11-14T06:00Z", "2026-11-14T07:00Z"), gap("2026-11-14T11:00Z", "2026-11-14T12:00Z")]
    assert shape(dressed(["2026-11-14T10:00Z"], gaps, above=False, below=False)) == ["event"]
    assert shape(dressed(["2026-11-14T10:00Z"], gaps)) == ["gap 1", "event", "gap 1"]


def record(moment: str) -> HealthRecord:
    return HealthRecord(at=at(moment), what=Happened.INACTIVE, webhook_id="w", name="reporting lost")


def noted(
    moments: list[str],
    records: list[HealthRecord],
    gaps: list[Gap],
    *,
    above: bool = True,
    below: bool = True,
) -> list[Row]:
    dress = Dress(tuple(gaps), ZONE, TODAY, records)
    return interleave(steps(*moments), dress, whole_above=above, whole_below=below)


def told(rows: list[Row]) -> list[str]:
    return ["webhook" if isinstance(row, HealthRow) else shape([row])[0] for row in rows]


def test_what_became_of_a_webhook_stands_between_the_events_around_it():
    rows = noted(["2026-11-14T10:00Z", "2026-11-14T09:00Z"], [record("2026-11-14T09:30Z")], [])
    assert told(rows) == ["event", "webhook", "event"]


def test_it_stands_above_all_only_where_nothing_newer_can_come():
    records = [record("2026-11-14T11:00Z")]
    assert told(noted(["2026-11-14T10:00Z"], records, [])) == ["webhook", "event"]
    assert told(noted(["2026-11-14T10:00Z"], records, [], above=False)) == ["event"]


def test_it_stands_below_all_only_where_nothing_older_can_come():
    records = [record("2026-11-14T09:00Z")]
    assert told(noted(["2026-11-14T10:00Z"], records, [])) == ["event", "webhook"]
    assert told(noted(["2026-11-14T10:00Z"], records, [], below=False)) == ["event"]


def test_it_stands_on_its_own_day_and_else_tells_it():
    events = ["2026-11-14T10:00Z", "2026-11-12T10:00Z"]
    rows = noted(events, [record("2026-11-12T11:00Z"), record("2026-11-13T11:00Z")], [])
    assert told(rows) == ["event", "webhook", "day", "webhook", "event"]
    assert [row.dated for row in rows if isinstance(row, HealthRow)] == [True, False]


def test_gaps_with_a_record_between_them_have_each_a_rule():
    gaps = [
        gap("2026-11-14T09:00Z", "2026-11-14T09:10Z"),
        gap("2026-11-14T09:20Z", "2026-11-14T09:30Z"),
        gap("2026-11-14T09:40Z", "2026-11-14T09:50Z"),
    ]
    rows = noted(["2026-11-14T10:00Z", "2026-11-14T08:00Z"], [record("2026-11-14T09:15Z")], gaps)
    assert told(rows) == ["event", "gap 2", "webhook", "gap 1", "event"]
