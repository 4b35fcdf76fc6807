"""Every face says its words on the smallest screen, and what the reader does about it."""

import pytest

from tests.ui.faces import FACES, showing
from tests.ui.stage import gone, seen


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
