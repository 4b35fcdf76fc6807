"""The pictures of the README are what the screens show."""

import os
from collections.abc import Awaitable, Callable

import pytest

from tests.ui.pictures import COMMAND, FOLDER, RENEW, picture
from tests.ui.stage import Posed, Screens, seen, shown

Scene = Callable[[Screens], Awaitable[None]]


async def one_app(pilot: Screens) -> None:
    await pilot.press("h", "h", "j", "j", "enter")
    await seen(pilot, "Organizations of call-reporting")
    await seen(pilot, "of other apps hidden, 4 ✗" if pilot.app.size.width > 80 else "hidden, 4 ✗")
    if pilot.app.size.width > 80:
        await seen(pilot, "− spark-admin:calling_cdr_read")


async def every_app(pilot: Screens) -> None:
    await seen(pilot, "is no longer authorized by org 193cc5db")


async def details(pilot: Screens) -> None:
    await pilot.press("enter")
    await seen(pilot, "is no longer authorized by org 193cc5db")


SCENES: dict[str, tuple[tuple[int, int], Scene]] = {
    "monitor-80x24": ((80, 24), one_app),
    "monitor-120x36": ((120, 36), one_app),
    "monitor-200x60": ((200, 60), every_app),
    "details-80x24": ((80, 24), details),
    "details-120x36": ((120, 36), details),
}


async def draw(seeded, name: str) -> str:
    size, act = SCENES[name]
    async with shown(Posed(seeded), size) as (app, pilot):
        if act is one_app and size[0] > 80:
            await pilot.press("h")  # there is one pane more to go back over
        await act(pilot)
        await pilot.pause()
        return picture(app, "sa-monitor")


@pytest.mark.parametrize("name", SCENES)
async def test_a_picture_shows_what_the_screen_shows(seeded, name):
    drawn = await draw(seeded, name)
    file = FOLDER / f"{name}.svg"
    if os.environ.get(RENEW):
        FOLDER.mkdir(exist_ok=True)
        file.write_text(drawn, encoding="utf-8")
    kept = file.read_text(encoding="utf-8") if file.exists() else ""
    assert kept == drawn, f"screenshots/{name}.svg is out of date. Renew the pictures: {COMMAND}"


def test_no_picture_is_kept_that_nothing_draws():
    assert {file.stem for file in FOLDER.glob("*.svg")} == set(SCENES)


def test_a_picture_tells_nothing_of_the_computer_that_drew_it():
    for file in FOLDER.glob("*.svg"):
        drawn = file.read_text(encoding="utf-8")
        assert "http://www.w3.org/2000/svg" in drawn
        for trace in ("/tmp", "/home", "/root", "cdnjs", os.environ.get("USER") or "/root"):
            assert trace not in drawn
