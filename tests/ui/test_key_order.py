"""Keys that come faster than the screen can open what they are meant for."""

from textual.events import Key
from textual.widgets import Input

from tests.ui.stage import Posed, seen, shown, until


def burst(app, keys):
    for key in keys:
        name = {"/": "slash", " ": "space", "-": "minus"}.get(key, key)
        app.post_message(Key(name, key))


async def test_a_query_pasted_with_its_slash_goes_into_the_field(seeded):
    async with shown(Posed(seeded)) as (app, pilot):
        burst(app, "/call-reporting lhp")
        await until(pilot, lambda: bool(app.screen.query(Input)))
        await until(pilot, lambda: app.screen.query_one(Input).value == "call-reporting lhp")
        await pilot.press("escape")
        await seen(pilot, "following")


async def test_keys_behind_a_tab_go_to_the_next_pane(seeded):
    async with shown(Posed(seeded)) as (app, pilot):
        app.post_message(Key("tab", None))
        burst(app, "jj")
        await seen(pilot, "hidden")
