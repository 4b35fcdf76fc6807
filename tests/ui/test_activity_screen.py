"""The page of activity, by keyboard alone."""

import pytest

from sa_monitor.model.activity import Activity
from sa_monitor.model.instants import DAY, HOUR
from sa_monitor.present.activity_chart import bars_for, chart, counted_bars
from sa_monitor.present.tone import plain
from tests.ui.samples import ZONE
from tests.ui.stage import NOW, Posed, lines, seen, shown, text


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60)])
async def test_bars_go_up_and_down_from_a_line_that_tells_where_nobody_listened(seeded, size):
    async with shown(Posed(seeded), size) as (_app, pilot):
        await pilot.press("4")
        await seen(pilot, "Activity ─ by day")
        await seen(pilot, "░ nobody listened")
        rows = lines(pilot)
        base = next(number for number, row in enumerate(rows) if "──" in row and number > 2)
        assert "░" in rows[base]
        assert any("█" in row for row in rows[3:base])
        assert any("█" in row for row in rows[base + 1 :])


async def test_plus_shows_hours_minus_months_and_h_goes_back(seeded):
    async with shown(Posed(seeded)) as (_app, pilot):
        await pilot.press("4", "plus", "plus")
        await seen(pilot, "by hour")
        await pilot.press(*["minus"] * 7)
        await seen(pilot, "by month")
        await pilot.press(*["plus"] * 5)
        await seen(pilot, "to 14 Nov 2026")
        await pilot.press("h")
        await seen(pilot, "2026 ─ + − zoom")
        assert "to 14 Nov 2026" not in text(pilot)
        await pilot.press("l", "escape")
        await seen(pilot, "Service Apps")


async def test_it_counts_what_monitor_is_narrowed_to_and_says_so(seeded):
    async with shown(Posed(seeded)) as (_app, pilot):
        await pilot.press("4")
        await seen(pilot, "deauthorized, down")
        everything = _counts(pilot)
        await pilot.press("escape", "slash", *"event:deauthorized app:call-reporting", "enter", "4")
        await seen(pilot, "Activity ─ by day ─ matching event:deauthorized")
        await seen(pilot, "0 authorized, up")
        assert 0 < _counts(pilot)[1] < everything[1]


def _counts(pilot) -> list[int]:
    words = next(line for line in lines(pilot) if "authorized, up" in line).split()
    return [int(word.replace(",", "")) for word in words if word.replace(",", "").isdigit()]


@pytest.mark.parametrize(("keys", "unit"), [((), "day"), (("minus",) * 3, "week")])
async def test_what_it_shows_is_exported_event_for_event(seeded, keys, unit):
    async with shown(Posed(seeded)) as (_app, pilot):
        await pilot.press("slash", *"call", "enter", "4", *keys)
        await seen(pilot, f"Activity ─ by {unit} ─ matching call")
        counted = sum(_counts(pilot))
        await pilot.press("e")
        await seen(pilot, f"{counted} events, which match")


async def test_a_timeline_exports_every_event_of_what_it_is_about(seeded):
    async with shown(Posed(seeded)) as (_app, pilot):
        await pilot.press("h", "enter")
        await seen(pilot, "known")
        await pilot.press("e")
        await seen(pilot, "which match org:193cc5db")


def test_what_is_heard_is_counted_once_in_the_bar_of_its_time():
    bars = bars_for(NOW - 2 * DAY, NOW, 80, ZONE)
    heard = [Activity(NOW - HOUR, 3, 1), Activity(NOW - HOUR + 1, 2, 0), Activity(NOW - DAY, 0, 4)]
    counts = counted_bars(bars, heard)
    assert bars.unit == "hour"
    assert sum(up for up, _down in counts) == 5
    assert sum(down for _up, down in counts) == 5


def test_the_greatest_numbers_stand_at_their_bars():
    bars = bars_for(NOW - 2 * DAY, NOW, 80, ZONE)
    drawn = [
        plain(row)
        for row in chart(bars, counted_bars(bars, [Activity(NOW - DAY, 1234, 77)]), [], (80, 21), ZONE)
    ]
    assert any("1,234" in row for row in drawn)
    assert any("77" in row for row in drawn)
