"""The mouse: rows, wheel, panes, and the keys at the foot."""

import pytest

from sa_monitor.ui.actions import ACTIONS
from sa_monitor.ui.keys import Keys, pressed, written
from tests.ui.stage import Posed, Screens, gone, lines, seen, shown


async def click(pilot: Screens, words: str, line: int | None = None) -> None:
    """Click on words where they stand on the screen, or on one line of it."""
    rows = lines(pilot)
    y = next(number for number, row in enumerate(rows) if words in row) if line is None else line % len(rows)
    await pilot.click(offset=(rows[y].index(words), y))


@pytest.mark.parametrize(
    "action", [action for action in ACTIONS.values() if action.keys], ids=lambda a: a.name
)
def test_what_the_footer_writes_is_pressed_as_that_key(action):
    first = Keys().of(action.name)[0]
    assert pressed(written(first)) == first


async def test_the_keys_at_the_foot_can_be_clicked(seeded):
    async with shown(Posed(seeded), (120, 36)) as (_app, pilot):
        await click(pilot, "pause", -1)
        await seen(pilot, "paused")
        await click(pilot, "query", -1)
        await seen(pilot, "enter ask")
        await click(pilot, "back to what was", -1)
        await gone(pilot, "enter ask")
        await click(pilot, "help", -1)
        await seen(pilot, "Keys")
        await pilot.press("escape")
        await click(pilot, "5", -1)
        await seen(pilot, "taken")
        await click(pilot, "back", -1)
        await seen(pilot, "Organizations of")


async def test_a_blank_at_the_foot_does_nothing(seeded):
    async with shown(Posed(seeded), (200, 60)) as (_app, pilot):
        before = lines(pilot)
        await pilot.click(offset=(0, 59))
        await pilot.pause()
        assert lines(pilot) == before


async def test_a_click_takes_the_focus_and_the_cursor_and_a_second_opens(seeded):
    async with shown(Posed(seeded)) as (app, pilot):
        await click(pilot, "call-reporting")
        await seen(pilot, "Organizations of call-reporting")
        assert app.focused is not None
        assert app.focused.id == "apps"
        await pilot.press("escape")
        row = next(y for y, words in enumerate(lines(pilot)) if "✗ DEAUTHORIZED" in words)
        await pilot.click(offset=(20, row), times=2)
        await seen(pilot, "esc back")


async def test_the_wheel_moves_the_log(seeded):
    from textual.events import MouseScrollDown

    async with shown(Posed(seeded)) as (_app, pilot):
        before = lines(pilot)
        await pilot._post_mouse_events([MouseScrollDown], "#log", (5, 3))
        await seen(pilot, "paused")
        assert lines(pilot)[10:20] != before[10:20]
