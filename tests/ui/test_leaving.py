"""What a page does while it is being left ends nothing, least of all the recording."""

import asyncio

import pytest
from textual.css.query import NoMatches
from textual.widget import Widget

from sa_monitor.ui.leaving import while_here
from sa_monitor.ui.screens.dialog import Dialog
from tests.ui.checkup import CHECKS, Examined
from tests.ui.stage import PATIENCE, Posed, gone, seen, shown, until


class Slow(Examined):
    """A workplace whose second check is answered when it is told so."""

    def __init__(self, places) -> None:
        super().__init__(places)
        self.answers = asyncio.Event()

    def doctor(self, _history):
        return self

    async def checks(self):
        yield CHECKS[0]
        await self.answers.wait()
        yield CHECKS[1]


class Tarrying(Widget):
    """A part of a page that is taken away last, once the check was answered to the page without its other parts."""

    def __init__(self, slow: Slow) -> None:
        super().__init__()
        self.slow, self.alone = slow, False

    async def on_unmount(self) -> None:
        await holds(lambda: not self.screen.query("#checks"))
        self.alone = True
        self.slow.answers.set()
        await holds(lambda: ended(self.screen))


async def holds(condition):
    """Wait without the pilot, which waits for the page itself."""
    async with asyncio.timeout(PATIENCE):
        while not condition():  # noqa: ASYNC110 (what changes is Textual's)
            await asyncio.sleep(0.01)


def ended(page):
    return not any(worker.node is page for worker in page.workers)


async def test_an_answer_that_comes_while_its_page_is_left_ends_nothing(seeded):
    slow = Slow(seeded)
    async with shown(Posed(seeded), workplace=slow) as (app, pilot):
        await pilot.press("6")
        await seen(pilot, "credentials")
        tarrying = Tarrying(slow)
        await app.screen.mount(tarrying)
        await pilot.press("escape")
        await gone(pilot, "Doctor")
        await seen(pilot, "following")
        assert tarrying.alone
        assert app.is_running


async def test_a_part_that_is_missing_on_a_page_that_stays_is_a_mistake(seeded):
    async with shown(Posed(seeded)) as (app, _pilot):

        async def look():
            app.screen.query_one("#nowhere")

        with pytest.raises(NoMatches):
            await while_here(app.screen, look)


class Asked(Dialog[str]):
    """A dialog that answers when it is told to."""

    CSS_PATH = None


async def test_what_is_dismissed_under_another_leaves_when_that_has_left(seeded):
    async with shown(Posed(seeded)) as (app, pilot):
        answers = []
        below, above = Asked(), Asked()
        await app.push_screen(below, answers.append)
        await app.push_screen(above, answers.append)
        below.dismiss("below")
        below.dismiss("again")
        await pilot.pause()
        assert app.screen is above
        above.dismiss("above")
        await until(pilot, lambda: len(app.screen_stack) == 1)
        assert answers == ["above", "below"]


async def test_a_second_dismissal_takes_nothing_else_away(seeded):
    async with shown(Posed(seeded)) as (app, pilot):
        answers = []
        await pilot.press("2")
        page, dialog = app.screen, Asked()
        await app.push_screen(dialog, answers.append)
        dialog.dismiss("once")
        dialog.dismiss("twice")
        await pilot.pause()
        assert app.screen is page
        assert answers == ["once"]
