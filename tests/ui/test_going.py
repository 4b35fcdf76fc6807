"""Going about the main screen: one pane alone, and a time."""

from datetime import UTC

import pytest

from sa_monitor.errors import QueryError
from sa_monitor.model.instants import DAY, MINUTE, SECOND
from sa_monitor.model.moments import Clock, end_of
from tests.ui.samples import ZONE, at
from tests.ui.stage import NOW, Posed, lines, seen, shown, text, until


def cursor_line(pilot) -> str:
    return next((line for line in lines(pilot)[9:23] if line.startswith(">")), "")


# One pane alone


async def test_z_shows_the_log_alone_and_all_again(seeded):
    async with shown(Posed(seeded)) as (_app, pilot):
        await pilot.press("z")
        await until(pilot, lambda: lines(pilot)[1].startswith("─ Events ─"))
        assert "14:21:00" in lines(pilot)[2]
        assert "lost" in lines(pilot)[0]
        await pilot.press("z")
        await seen(pilot, "All Service Apps")


@pytest.mark.parametrize(
    ("size", "keys", "title"),
    [
        ((80, 24), "h", "─ Organizations of all Service Apps ─"),
        ((80, 24), "h h", "─ Service Apps ─"),
        ((120, 36), "h", "─ org 193cc5db: Service Apps ─"),
        ((200, 60), "tab", "─ Event 793 ─"),
    ],
)
async def test_any_pane_can_be_alone_and_escape_shows_all_again(seeded, size, keys, title):
    async with shown(Posed(seeded), size) as (app, pilot):
        await seen(pilot, "14:21:00")
        await pilot.press(*keys.split())
        focused = app.focused
        await pilot.press("z")
        await until(pilot, lambda: lines(pilot)[1].startswith(title))
        assert {line[-1] for line in lines(pilot)} <= {" ", "─"}
        assert all(len(line) == size[0] for line in lines(pilot))
        assert not any("│" in line for line in lines(pilot))
        await pilot.press("escape")
        await until(pilot, lambda: "┬" in lines(pilot)[1])
        assert app.focused is focused


async def test_enter_on_all_in_a_list_that_is_alone_leads_to_the_events(seeded):
    async with shown(Posed(seeded)) as (app, pilot):
        await pilot.press("h", "h", "z", "enter")
        await seen(pilot, "─ Events ─")
        assert app.focused is not None
        assert app.focused.id == "log"


async def test_a_pane_alone_uses_the_whole_terminal_when_that_changes(seeded):
    async with shown(Posed(seeded)) as (_app, pilot):
        await pilot.press("z")
        await pilot.resize_terminal(100, 40)
        await until(pilot, lambda: len(lines(pilot)[0]) == 100 and lines(pilot)[1].startswith("─ Events ─"))
        assert sum(":" in line[:6] for line in lines(pilot)) > 20


# A time


async def test_t_goes_to_the_newest_event_heard_before_the_end_of_a_day(seeded):
    async with shown(Posed(seeded)) as (app, pilot):
        await pilot.press("t", *"2026-11-01", "enter")
        await until(pilot, lambda: "21:13:20" in cursor_line(pilot))
        assert "paused" in text(pilot)
        assert app.focused is not None
        assert app.focused.id == "log"
        await pilot.press("g")
        await seen(pilot, "following")


async def test_before_everything_it_is_the_oldest_event(seeded):
    async with shown(Posed(seeded)) as (_app, pilot):
        await pilot.press("t", *"2001-01-01", "enter")
        await until(pilot, lambda: "first heard" in cursor_line(pilot))


async def test_a_time_that_can_not_be_read_is_told_and_escape_stays(seeded):
    async with shown(Posed(seeded)) as (_app, pilot):
        await pilot.press("t", *"yestrday", "enter")
        await seen(pilot, "Can't read yestrday (column 1).")
        assert "Write 14:21, 2026-11-01, 2026-11-01T08:00Z, 24h, 7d or yesterday." in text(pilot)
        await pilot.press("escape")
        await seen(pilot, "1 Monitor")
        assert "following" in text(pilot)


async def test_escape_from_a_time_leaves_a_query_as_it_was(seeded):
    async with shown(Posed(seeded)) as (_app, pilot):
        await pilot.press("slash", *"call", "enter")
        await seen(pilot, "Events matching call")
        await pilot.press("t", "escape", "p")
        await seen(pilot, "paused")
        assert "Events matching call" in text(pilot)


CLOCK = Clock(NOW, ZONE)  # 14:24 on 14 November


@pytest.mark.parametrize(
    ("written", "end"),
    [
        ("14:21", "2026-11-14T13:22:00Z"),
        ("14:21:03", "2026-11-14T13:21:04Z"),
        ("23:00", "2026-11-13T22:01:00Z"),
        ("yesterday", "2026-11-13T23:00:00Z"),
        ("2026-11-01", "2026-11-01T23:00:00Z"),
        ("2026-11-01T08:00Z", "2026-11-01T08:00:00.001Z"),
        ("24h", "2026-11-13T13:24:00.001Z"),
    ],
)
def test_a_time_is_of_the_shown_zone_and_means_all_of_itself(written, end):
    assert end_of(written, CLOCK) == at(end)


def test_in_utc_a_time_of_day_is_of_utc():
    assert end_of("13:21", Clock(NOW, UTC)) == at("2026-11-14T13:22:00Z")
    assert end_of("13:24:01", Clock(NOW, UTC)) == NOW - DAY + 2 * SECOND
    assert NOW % MINUTE == 0


@pytest.mark.parametrize("written", ["25:00", "14:60", "soon", "2026-13-01"])
def test_what_is_no_time_is_refused(written):
    with pytest.raises(QueryError):
        end_of(written, CLOCK)
