"""What came since the reader last looked, of what they have narrowed to, and shown again when asked for."""

from tests.ui.alarms import hear, held, lost
from tests.ui.faces import FACES, attentive, showing
from tests.ui.stage import Posed, gone, seen, shown, text

_FACE = FACES["since-you-last-looked"]


async def _again(pilot):
    """Go to the page by the palette."""
    await pilot.press("colon", *"last looked")
    await seen(pilot, "Go to what came since you last looked")
    await pilot.press("enter")


async def test_it_is_shown_again_of_the_query_that_is_active_and_says_what_that_hides(seeded, tmp_path):
    async with showing(_FACE, seeded, tmp_path) as (_app, pilot):
        await seen(pilot, "✗ 4 lost, 67 authorized since Mon 14:24.")
        await pilot.press("escape")
        await pilot.press("slash", *"app:call-reporting", "enter")
        await seen(pilot, "Events matching app:call-reporting")
        await _again(pilot)
        await seen(pilot, "Since you last looked matching app:call-reporting")
        shown_now = text(pilot)
        assert "✗ 1 lost" in shown_now
        assert "hidden, 3 ✗" in shown_now
        assert "DEAUTHORIZED room-analytics" not in shown_now


async def test_enter_keeps_the_query_and_one_escape_leads_back_to_it(seeded, tmp_path):
    async with showing(_FACE, seeded, tmp_path) as (_app, pilot):
        await seen(pilot, "Since you last looked")
        await pilot.press("escape", "slash", *"app:call-reporting", "enter")
        await _again(pilot)
        await seen(pilot, "Since you last looked matching")
        await pilot.press("enter")
        await seen(pilot, "matching app:call-reporting is:new")
        await pilot.press("escape")
        await gone(pilot, "is:new")
        await seen(pilot, "Events matching app:call-reporting")


async def test_where_nothing_that_matches_came_that_is_said(seeded, tmp_path):
    async with showing(_FACE, seeded, tmp_path) as (_app, pilot):
        await pilot.press("escape", "slash", *"app:nothing-so-called", "enter")
        await _again(pilot)
        await seen(pilot, "✓ Nothing that matches came since Mon 14:24.")
        await seen(pilot, "71 hidden, 4 ✗")


async def test_who_looks_for_the_first_time_is_told_so(seeded):
    async with shown(Posed(seeded)) as (_app, pilot):
        await _again(pilot)
        await seen(pilot, "You look for the first time")


async def test_alerts_from_before_the_first_look_are_told_until_they_are_acknowledged(seeded):
    hear(seeded, held(), lost())
    watch = Posed(seeded)
    async with shown(watch, attention=attentive(watch)) as (_app, pilot):
        await seen(pilot, "✗ 1 alert open before you first looked.")
        await seen(pilot, "call-reporting at org org-1")
        await pilot.press("a")
        await seen(pilot, "It was intended")
        await pilot.press("enter")
        await gone(pilot, "Since you last looked")
        await seen(pilot, "─ Events ─")


async def test_of_many_alerts_as_many_are_listed_as_there_is_room_for(seeded):
    apps = [{"app": f"app-{number}", "name": f"app number {number}"} for number in range(30)]
    hear(seeded, *(held(**app) for app in apps), *(lost(**app) for app in apps))
    watch = Posed(seeded)
    async with shown(watch, attention=attentive(watch)) as (_app, pilot):
        await seen(pilot, "✗ 30 alerts open before you first looked.")
        await seen(pilot, "   19 more")
        await pilot.press("3")
        await seen(pilot, "Alerts ─ 30 open")
