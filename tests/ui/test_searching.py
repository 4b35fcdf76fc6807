"""A search that takes long, with a history that goes on only when it is let."""

import asyncio
from datetime import UTC

import pytest

from sa_monitor.model.event import Mark
from sa_monitor.model.search import Found
from sa_monitor.monitor.history import History
from sa_monitor.present.search_words import Searching, searching_words
from tests.ui.samples import ZONE, at
from tests.ui.stage import NOW, Posed, gone, lines, seen, shown, text, until

CAME_TO = at("2026-11-02T12:00:00Z")


class Held(History):
    """Comes no further than a day in a search for `slowly` until it is let go on; counts how often it was asked."""

    def __init__(self, path) -> None:
        super().__init__(path)
        self.let = asyncio.Event()
        self.pieces = 0

    async def search(self, query, **bounds) -> Found:
        """Come to the day, piece by piece; then search as always."""
        if "slowly" not in query.text or self.let.is_set():
            return await super().search(query, **bounds)
        self.pieces += 1
        await asyncio.wait([asyncio.ensure_future(self.let.wait())], timeout=0.02)
        return Found((), Mark(CAME_TO, 0))


class HeldWatch(Posed):
    """A watch over such a history."""

    def __init__(self, places, history=Held) -> None:
        super().__init__(places)
        self.history = history(places.database)


class Seeking(Held):
    """Finds no single event, such as keys go to, before it is let; `seeks` tells whether it looks for one."""

    async def search(self, query, **bounds) -> Found:
        """Come no further with a search for one event."""
        if bounds.get("limit") != 1 or self.let.is_set():
            return await super().search(query, **bounds)
        self.pieces += 1
        await asyncio.wait([asyncio.ensure_future(self.let.wait())], timeout=0.02)
        return Found((), Mark(CAME_TO, 0))


async def test_a_search_that_takes_long_says_how_far_back_it_came_and_then_gives_its_rows(seeded):
    watch = HeldWatch(seeded)
    async with shown(watch) as (_app, pilot):
        await pilot.press("slash", *"slowly", "enter")
        await seen(pilot, "searching, back to 2 Nov 2026")
        assert "esc stops" in lines(pilot)[8] or "searching" in lines(pilot)[8]
        assert "call-reporting" not in "\n".join(lines(pilot)[9:23])
        watch.history.let.set()
        await seen(pilot, "No event matches")
        assert "searching" not in text(pilot)


async def test_escape_gives_a_search_up(seeded):
    watch = HeldWatch(seeded)
    async with shown(watch) as (_app, pilot):
        await pilot.press("slash", *"slowly", "enter")
        await seen(pilot, "searching, back to")
        await pilot.press("escape")
        await gone(pilot, "searching")
        await seen(pilot, "following")
        await seen(pilot, "14:21:00 ✗ DEAUTHORIZED")
        assert not watch.history.let.is_set()


@pytest.mark.parametrize("keys", [("d",), ("t", *"2026-10-01", "enter")])
async def test_escape_gives_up_going_to_an_event_and_the_query_stays(seeded, keys):
    watch = HeldWatch(seeded, Seeking)
    async with shown(watch) as (app, pilot):
        await pilot.press("slash", *"call", "enter")
        await seen(pilot, "Events matching call")
        await seen(pilot, "14:21:00 ✗ DEAUTHORIZED")
        await pilot.press(*keys)
        await until(pilot, lambda: watch.history.pieces > 0)
        await pilot.press("escape")
        await until(pilot, lambda: not [own for own in app.screen.workers if own.group == "seek"])
        watch.history.let.set()
        await pilot.press("p")
        await seen(pilot, "paused")
        assert "Events matching call" in text(pilot)
        assert any(line.startswith(">14:21:00") for line in lines(pilot))
        await pilot.press("escape")
        await gone(pilot, "matching")


def test_how_far_it_came_is_said_in_the_zone_of_the_screen():
    assert searching_words(Searching(NOW), ZONE) == "searching, back to 14 Nov 2026"
    assert searching_words(Searching(NOW, upward=True), UTC) == "searching, up to 2026-11-14"
    assert searching_words(Searching(), ZONE) == "searching"
