from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sa_monitor.model.delivery import Verdict
from sa_monitor.model.event import Step
from sa_monitor.model.instants import DAY, MINUTE
from sa_monitor.present.cells import width
from sa_monitor.present.event_row import event_columns, event_heading, event_row
from sa_monitor.present.event_words import change_of, remarks_of, sign_of
from sa_monitor.present.tone import Tone, line_width, plain
from tests.present.made import CET, HEARD, NOW, event

BEFORE = event(received_at=HEARD - 885 * DAY)


def row(step: Step, cells: int, **options: object) -> str:
    columns = event_columns(cells, CET, with_actor=bool(options.get("actor")))
    return plain(event_row(step, columns, NOW, CET, **options))  # type: ignore[arg-type]


def changes(step: Step) -> str:
    return next(iter(change_of(step)), "")


def remarks(**fields: object) -> list[str]:
    return [words for words, _tone in remarks_of(event(**fields))]


# What it changed


def test_a_loss_says_how_long_it_had_been_authorized():
    assert changes(Step(event("deauthorized", date=BEFORE.date), BEFORE)) == "after 885 d"


def test_a_loss_that_carries_no_date_goes_by_the_authorization_before_it():
    assert changes(Step(event("deauthorized", dated=False), BEFORE)) == "after 885 d"
    assert changes(Step(event("deauthorized", dated=False))) == "first heard"


def test_a_return_says_how_long_it_was_missing():
    lost = event("deauthorized", received_at=HEARD - 28 * MINUTE)
    assert changes(Step(event(), lost)) == "back after 28 min"


def test_a_change_of_scopes_and_sites_is_counted():
    assert changes(Step(event(scopes=("a", "b", "spark:kms")), BEFORE)) == "+2 −1 scopes"
    assert changes(Step(event(scopes=("spark:kms",)), BEFORE)) == "−1 scope"
    assert changes(Step(event(sites=("acme.webex.com", "b")), BEFORE)) == "+1 site"
    assert changes(Step(event(admin_sites=()), BEFORE)) == "−1 admin site"
    assert changes(Step(event(scopes=(), sites=()), BEFORE)) == "−2 scopes, −1 site"


def test_the_first_of_its_pair_is_first_heard_and_an_equal_one_changed_nothing():
    assert changes(Step(event())) == "first heard"
    assert changes(Step(event(), BEFORE)) == ""


def test_a_synthetic_event_changes_nothing():
    assert changes(Step(event(synthetic=True))) == ""


# What is unusual


def test_what_is_verified_single_and_on_time_has_no_remark():
    assert remarks() == []


def test_remarks_come_most_serious_first():
    late = HEARD - 4 * MINUTE
    all_of_them = remarks(
        signature=Verdict.UNSIGNED, synthetic=True, expected=True, date=late, deliveries=1_200
    )
    assert all_of_them == ["unsigned", "synthetic", "expected", "late 4 min", "1,200 deliveries"]


def test_late_is_two_minutes_or_more_after_its_date():
    assert remarks(date=HEARD - 2 * MINUTE) == ["late 2 min"]
    assert remarks(date=HEARD - 2 * MINUTE + 1) == []
    assert remarks(kind="deauthorized", date=HEARD - DAY) == []
    assert remarks(date=HEARD - DAY, dated=False) == []


def test_what_could_not_be_read_whole_says_so():
    assert remarks(problem="scopes isn't a list") == ["incomplete"]


@pytest.mark.parametrize(
    ("made", "sign"),
    [
        (event(), ("✓", Tone.TEXT)),
        (event("deauthorized"), ("✗", Tone.ERROR)),
        (event("deauthorized", expected=True), ("✗", Tone.TEXT)),
        (event(signature=Verdict.UNSIGNED), ("?", Tone.WARNING)),
        (event("deauthorized", synthetic=True), ("?", Tone.QUIET)),
    ],
)
def test_only_what_is_not_in_order_has_a_colour(made, sign):
    assert sign_of(made) == sign


# The row


def test_the_row_is_to_the_column_at_80_cells():
    step = Step(event("deauthorized", date=BEFORE.date), BEFORE)
    assert row(step, 80) == " 14:21:03 ✗ DEAUTHORIZED call-reporting        Acme Corp         after 885 d"


def test_the_row_is_to_the_column_at_120_cells():
    late = event(date=HEARD - 4 * MINUTE, scopes=("a", "b", "spark:kms"))
    heading = plain(event_heading(event_columns(120, CET)))
    assert heading == (
        " heard       event         Service App                 organization            change            remarks"
        "            age"
    )
    assert row(Step(late, BEFORE), 120) == (
        " 14:21:03  ✓ authorized    call-reporting              Acme Corp               +2 −1 scopes      late 4 min"
        "       2 min"
    )


def test_with_much_room_it_says_who_caused_it():
    shown = row(Step(event(actor_id="Zi05YjA0MDZkZjFkOTY"), BEFORE), 124, actor=True)
    assert "  actor ZjFkOTY" not in shown
    assert "actor kZjFkOTY" in shown


def test_a_narrow_row_says_what_is_doubtful_before_what_changed():
    changed = {"scopes": ("spark:kms",), "deliveries": 2}
    assert row(Step(event(**changed), BEFORE), 80).endswith("−1 scope")
    assert row(Step(event(**changed, signature=Verdict.UNSIGNED), BEFORE), 80).endswith("unsigned")
    assert row(Step(event(deliveries=2), BEFORE), 80).endswith("2 deliveries")


def test_utc_takes_its_cell_from_the_names():
    columns = event_columns(80, UTC)
    shown = plain(event_row(Step(event("deauthorized"), BEFORE), columns, NOW, UTC))
    assert shown.startswith(" 13:21:03Z ✗ DEAUTHORIZED call-reporting")


@given(st.integers(80, 260), st.text(), st.text(), st.booleans())
def test_columns_stand_where_they_stand_whatever_the_names_are(cells, app, org, actor):
    columns = event_columns(cells, CET, with_actor=actor)
    step = Step(event("deauthorized", app_name=app, org_name=org, deliveries=2), BEFORE)
    spans = event_row(step, columns, NOW, CET, actor=actor)
    assert line_width(spans) <= cells
    shown = plain(spans)
    change = shown.index("after" if "after" in shown else "2 deliveries")
    assert width(shown[:change]) in (columns.change.start, columns.remarks.start)
