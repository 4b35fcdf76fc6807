"""Typing a query: what it says, completes and remembers."""

from textual.widgets import Input

from sa_monitor.settings.past_queries import PastQueries
from sa_monitor.store.reader import Reader
from sa_monitor.ui.widgets.query_bar import QueryBar
from tests.ui.stage import Posed, lines, seen, shown, text, until


async def test_a_query_narrows_the_panes_and_the_log_when_it_is_asked(seeded):
    async with shown(Posed(seeded)) as (app, pilot):
        await seen(pilot, "14:21:00")
        await pilot.press("slash", *"app:wallboard", "space", *"event:deauthorized", "space", *"x:")
        await seen(pilot, "isn't a key")
        assert "matching" not in text(pilot)
        await pilot.press("backspace", "backspace", "backspace", "enter")
        await seen(pilot, "Events matching app:wallboard event:deauthorized")
        await seen(pilot, "match")
        await until(pilot, lambda: "calendar-bridge" not in text(pilot))
        assert app.focused is not None
        assert app.focused.id == "log"
        await pilot.press("escape")
        await seen(pilot, "calendar-bridge")


async def test_webhooks_that_reported_and_people_who_acted_are_offered(seeded):
    with Reader.open(seeded.database) as reader:
        known = reader.reporters()
    async with shown(Posed(seeded)) as (_app, pilot):
        await pilot.press("slash", *"webhook:")
        await seen(pilot, f"tab  {known.webhooks[0]}")
        await pilot.press("ctrl+u", *"actor:")
        await seen(pilot, f"tab  {known.actors[0]}")
        await pilot.press("tab", "enter")
        await seen(pilot, f"Events matching actor:{known.actors[0][:20]}")


async def test_a_query_without_match_says_what_was_asked_and_what_helps(seeded):
    async with shown(Posed(seeded)) as (_app, pilot):
        await pilot.press("slash", *"nobody-has-this-name", "enter")
        await seen(pilot, "No event matches  nobody-has-this-name")
        await seen(pilot, "among 764. esc clears it, / changes it.")


async def test_leaving_the_query_by_escape_leaves_what_was_asked_before(seeded):
    async with shown(Posed(seeded)) as (app, pilot):
        await pilot.press("slash", *"app:wallboard", "enter")
        await seen(pilot, "Events matching app:wallboard")
        await pilot.press("slash", *" zebra", "escape")
        await until(pilot, lambda: app.focused is not None and app.focused.id == "log")
        assert "Events matching app:wallboard" in text(pilot)
        assert "zebra" not in text(pilot)


async def test_a_wrong_query_is_told_at_its_place_and_changes_nothing(seeded):
    async with shown(Posed(seeded)) as (_app, pilot):
        await pilot.press("slash", *"evnt:x", "enter")
        await seen(pilot, "`evnt:` isn't a key (column 1).")
        shows = lines(pilot)
        field = next(at for at, line in enumerate(shows) if line.startswith(" / evnt:x"))
        assert shows[field - 2].startswith("   `evnt:`")
        assert shows[field - 1].startswith("   Did you mean event: ?")
        assert "14:21:00" in text(pilot)


async def test_what_is_said_for_a_moment_covers_neither_the_field_nor_its_help(seeded):
    async with shown(Posed(seeded)) as (app, pilot):
        await pilot.press("slash", *("x" * 70), *"evnt:x", "enter")
        await seen(pilot, "Keys are")
        helps = lines(pilot)[-4:]
        app.notify("said for a moment, and then again for another moment", timeout=60, markup=False)
        await seen(pilot, "said for a moment")
        assert lines(pilot)[-4:] == helps


async def test_a_mistake_is_told_after_a_moment_without_enter(seeded):
    async with shown(Posed(seeded)) as (_app, pilot):
        await pilot.press("slash", *"is:nothing")
        await seen(pilot, "is: can't be nothing (column 4).")


async def test_what_could_come_next_stays_in_sight_however_long_one_thinks(seeded):
    async with shown(Posed(seeded)) as (app, pilot):
        await pilot.press("slash", *"app:")
        bar = app.screen.query_one(QueryBar)
        bar._check_paused()
        await seen(pilot, "calendar-bridge  call-reporting")
        assert "has no value" not in text(pilot)
        await pilot.press("enter")
        await seen(pilot, "app: has no value (column 5).")


async def test_a_mistake_in_another_term_is_told_though_something_is_offered(seeded):
    async with shown(Posed(seeded)) as (_app, pilot):
        await pilot.press("slash", *"is:nothing app:")
        await seen(pilot, "is: can't be nothing (column 4).")


async def test_keys_and_mistakes_are_coloured_in_the_field(seeded):
    async with shown(Posed(seeded)) as (app, pilot):
        await pilot.press("slash", *"app:a is:nothing")
        await seen(pilot, "is: can't be nothing")
        accent, error = (app.theme_variables[name].lower() for name in ("accent", "error"))
        field = app.screen.query_one(Input)
        styles = {
            segment.text: segment.style.color.name.lower()
            for segment in field.render_line(0)
            if segment.style and segment.style.color
        }
        assert styles["app:"] == accent
        assert styles["nothing"] == error
        assert styles["is:"] == accent


async def test_tab_completes_keys_and_then_the_values_that_are_known(seeded):
    async with shown(Posed(seeded)) as (app, pilot):
        await pilot.press("slash", *"ap", "tab")
        field = app.screen.query_one(Input)
        assert field.value == "app:"
        await seen(pilot, "calendar-bridge  call-reporting")
        await pilot.press(*"ca", "tab")
        assert field.value == "app:calendar-bridge"
        await pilot.press("tab")
        assert field.value == "app:call-reporting"
        await pilot.press("shift+tab", "enter")
        await seen(pilot, "Events matching app:calendar-bridge")


async def test_up_brings_back_what_was_asked_and_down_what_was_being_typed(places):
    past = PastQueries(places.data)
    places.data.mkdir(parents=True)
    past.add("app:one")
    past.add("app:two")
    async with shown(Posed(places)) as (app, pilot):
        await pilot.press("slash", *"dra", "up")
        field = app.screen.query_one(Input)
        assert field.value == "app:two"
        await pilot.press("up", "up")
        assert field.value == "app:one"
        await pilot.press("down", "down")
        assert field.value == "dra"
        await pilot.press(*"ft", "enter")
        await seen(pilot, "No event matches  draft")
    assert PastQueries(places.data).all() == ["app:one", "app:two", "draft"]


async def test_what_was_asked_before_a_restart_comes_back_too(seeded):
    async with shown(Posed(seeded)) as (_app, pilot):
        await pilot.press("slash", *"app:wallboard", "enter")
        await seen(pilot, "Events matching app:wallboard")
    async with shown(Posed(seeded)) as (app, pilot):
        await pilot.press("slash", "up")
        assert app.screen.query_one(Input).value == "app:wallboard"
