"""One event whole."""

from sa_monitor.model.instants import MINUTE
from sa_monitor.ui.screens.details import DetailsScreen
from sa_monitor.ui.screens.monitor import MonitorScreen
from tests.store.conftest import arrival, body_of
from tests.ui.stage import NOW, Posed, fill, lines, seen, shown, text


async def test_enter_shows_the_event_with_its_deliveries_and_its_exact_body(seeded):
    async with shown(Posed(seeded), (100, 60)) as (app, pilot):
        await pilot.press("enter")
        await seen(pilot, "call-reporting is no longer authorized by org 193cc5db")
        assert isinstance(app.screen, DetailsScreen)
        shows = text(pilot)
        assert "Sat 14 Nov 2026 14:21:00.000 CET   3 min ago" in shows
        assert "not told by Webex for a deauthorization" in shows
        assert '✓ verified by "reporting lost", X-Spark-Signature' in shows
        assert '✓ verified by "every app", same event, 224 ms later' in shows
        assert '{"id":"reporting lost","name":"reporting lost"' in shows
        assert "(Control Hub)" in shows


async def test_h_and_l_go_to_the_neighbours_and_the_log_comes_along(seeded):
    async with shown(Posed(seeded)) as (app, pilot):
        await pilot.press("enter")
        await seen(pilot, "is no longer authorized by org 193cc5db")
        await pilot.press("h")
        await seen(pilot, "is authorized by org ea07e398")
        await pilot.press("l")
        await seen(pilot, "is no longer authorized by org 193cc5db")
        await pilot.press("l", "h", "h")
        await seen(pilot, "device-inventory is authorized by")
        await pilot.press("escape")
        assert isinstance(app.screen, MonitorScreen)
        await seen(pilot, ">19:50:24")
        assert "paused" in lines(pilot)[8]


async def test_q_and_ctrl_q_go_back_and_dont_quit(seeded):
    async with shown(Posed(seeded), asks=False) as (app, pilot):
        for key in ("q", "ctrl+q"):
            await pilot.press("enter")
            await seen(pilot, "esc back")
            await pilot.press(key)
            assert isinstance(app.screen, MonitorScreen)


async def test_b_lays_the_body_out_and_shows_it_exact_again(seeded):
    async with shown(Posed(seeded), (100, 90)) as (_app, pilot):
        await pilot.press("enter")
        await seen(pilot, "exact (b lays it out)")
        await pilot.press("b")
        await seen(pilot, '  "resource": "serviceApp",')
        await pilot.press("b")
        await seen(pilot, "exact (b lays it out)")


async def test_it_is_one_scroll(seeded):
    async with shown(Posed(seeded)) as (_app, pilot):
        await pilot.press("enter")
        await seen(pilot, "Event 793")
        await pilot.press("G")
        await seen(pilot, "Body of the first")
        await pilot.press("g")
        await seen(pilot, "is no longer authorized")


async def test_a_delivery_that_comes_while_one_reads_is_added(places):
    fill(places, [arrival(at=NOW - MINUTE)], ())
    async with shown(Posed(places), (100, 60)) as (_app, pilot):
        await pilot.press("enter")
        await seen(pilot, "Deliveries (1)")
        fill(places, [arrival(body_of(webhook="hook-2"), at=NOW)], ())
        await seen(pilot, "Deliveries (2)")


async def test_the_status_line_stays_above_it(seeded):
    async with shown(Posed(seeded)) as (_app, pilot):
        await pilot.press("enter")
        await seen(pilot, "Event 793")
        assert lines(pilot)[0].startswith(" ✓ listening  ✗ 5 lost  event 3 min ago")
