"""Every face says its words on the smallest screen, and what the reader does about it."""

import asyncio

import pytest

from tests.ui.faces import FACES, attentive, showing
from tests.ui.stage import PATIENCE, Posed, gone, places_in, seen, shown, text, until


@pytest.mark.parametrize("name", FACES)
async def test_a_face_says_its_words_on_the_smallest_screen(name, seeded, tmp_path):
    face = FACES[name]
    async with showing(face, seeded, tmp_path) as (_app, pilot):
        for words in face.words:
            await seen(pilot, words)


async def test_a_gap_is_told_until_something_is_pressed_on_the_page_that_shows_it(seeded, tmp_path):
    async with showing(FACES["slept"], seeded, tmp_path) as (app, pilot):
        await seen(pilot, "! gap 7 h 12 min")
        await pilot.press("j")
        await gone(pilot, "! gap")
        await gone(pilot, "Nobody listened 07:04")
        assert app.facts.gap_seen == app.facts.gaps[-1].since


async def test_what_came_is_shown_on_monitor_by_enter(seeded, tmp_path):
    async with showing(FACES["since-you-last-looked"], seeded, tmp_path) as (_app, pilot):
        await seen(pilot, "Since you last looked")
        await pilot.press("enter")
        await seen(pilot, "Events")
        await seen(pilot, "is:new")
        await pilot.press("escape")
        await gone(pilot, "is:new")


async def test_escape_leaves_it_for_monitor_and_it_isnt_told_again(seeded, tmp_path):
    face = FACES["since-you-last-looked"]
    async with showing(face, seeded, tmp_path) as (app, pilot):
        await seen(pilot, "Since you last looked")
        await pilot.press("escape")
        await gone(pilot, "Since you last looked")
        await app._attention.keep()
    places = places_in(tmp_path)
    watch = Posed(places)
    async with shown(watch, attention=attentive(watch)) as (app, pilot):
        await until(pilot, lambda: app.facts.gap_seen is not None)
        await pilot.pause(0.3)
        assert "Since you last looked" not in text(pilot)


async def test_on_the_first_visit_nothing_is_told_and_it_is_noted(seeded):
    watch = Posed(seeded)
    async with shown(watch, attention=attentive(watch)) as (app, pilot):
        await until(pilot, lambda: app.facts.gap_seen is not None)
        assert "Since you last looked" not in text(pilot)
        assert "! gap" not in text(pilot)
        async with asyncio.timeout(PATIENCE):
            while await watch.history.look("jane") is None:
                await pilot.pause(0.02)
