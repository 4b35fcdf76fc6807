"""The rows of the page of deliveries."""

from sa_monitor.model.delivery import Delivery, Outcome, Verdict
from sa_monitor.model.instants import DAY, SECOND
from sa_monitor.present.times import there
from sa_monitor.ui.log_rows import DayRow, Dress
from sa_monitor.ui.shelf_rows import shelf_rows
from tests.ui.samples import ZONE
from tests.ui.stage import NOW

DRESS = Dress(zone=ZONE, today=there(NOW, ZONE).date())


def kept(number, days):
    received = NOW - days * DAY - (100 - number) * SECOND
    nobody = {"secret": None, "webhook_id": None, "webhook_name": None}
    return Delivery(
        id=number,
        received_at=received,
        remote="",
        verdict=Verdict.VERIFIED,
        outcome=Outcome.RECORDED,
        headers={},
        body=b"",
        problem=None,
        event_id=None,
        **nobody,
    )


def shape(rows):
    return ["day" if isinstance(row, DayRow) else row.id for row in rows]


def test_each_day_but_today_at_the_top_is_named_above_its_rows():
    deliveries = [kept(9, 0), kept(8, 0), kept(7, 1), kept(6, 1), kept(5, 2)]
    rows, cursor = shelf_rows(deliveries, 2, 10, DRESS)
    assert shape(rows) == [9, 8, "day", 7, 6, "day", 5]
    assert cursor == 3


def test_today_is_named_below_rows_of_another_day():
    rows, _cursor = shelf_rows([kept(4, 3), kept(9, 0)], 0, 10, DRESS)
    assert shape(rows) == ["day", 4, "day", 9]


def test_the_cursor_stays_in_sight_and_the_first_row_keeps_its_day():
    deliveries = [kept(number, 10 - number) for number in (9, 8, 7, 6)]
    rows, cursor = shelf_rows(deliveries, 3, 4, DRESS)
    assert shape(rows) == ["day", 7, "day", 6]
    assert cursor == 3
    rows, cursor = shelf_rows(deliveries, 3, 5, DRESS)
    assert shape(rows) == ["day", 7, "day", 6]
    assert cursor == 3
    rows, cursor = shelf_rows([kept(9, 1), kept(8, 1), kept(7, 1), kept(6, 1)], 3, 4, DRESS)
    assert shape(rows) == ["day", 8, 7, 6]


def test_one_line_shows_what_the_cursor_is_on():
    rows, cursor = shelf_rows([kept(9, 1), kept(8, 2)], 1, 1, DRESS)
    assert (shape(rows), cursor) == ([8], 0)
