"""Colours, and doing without them."""

import pytest
from textual.theme import Theme

from sa_monitor.ui.themes import BANNER, DARK, LIGHT
from tests.ui.stage import Posed, seen, shown, text

ENOUGH = 4.5


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_every_colour_of_text_can_be_read_on_what_it_stands_on(theme: Theme):
    colours = {
        theme.foreground,
        theme.error,
        theme.warning,
        theme.success,
        theme.accent,
        theme.variables["quiet"],
    }
    for background in (theme.background, theme.variables["cursor"]):
        for colour in colours:
            assert contrast(str(colour), str(background)) >= ENOUGH, (colour, background)
    assert contrast(str(theme.background), str(theme.accent)) >= ENOUGH, "a badge"
    assert contrast("#FFFFFF", BANNER) >= ENOUGH, "the banner"


def colours(pilot) -> set[str]:
    strips = pilot.app.screen._compositor.render_strips()
    styles = [segment.style for strip in strips for segment in strip if segment.style]
    used = {colour for style in styles for colour in (style.color, style.bgcolor) if colour is not None}
    return {colour.name for colour in used if not colour.is_default}


async def test_the_palette_changes_the_colours(seeded):
    async with shown(Posed(seeded)) as (app, pilot):
        assert "#16191d" in colours(pilot)
        await pilot.press("colon")
        await seen(pilot, "Show only what matches")
        await pilot.press(*"light")
        await seen(pilot, "Use light colours, or dark ones")
        await pilot.press("enter")
        await seen(pilot, "following")
        assert "#fafaf7" in colours(pilot)
        assert "#16191d" not in colours(pilot)
        assert app.theme == LIGHT.name


async def test_without_colours_there_are_none_and_signs_words_and_bold_say_it(seeded, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    async with shown(Posed(seeded), badges=("DEMO",)) as (_app, pilot):
        for keys in ((), ("question_mark",), ("escape", "slash", "x"), ("escape", "colon")):
            await pilot.press(*keys)
            await pilot.pause()
            assert colours(pilot) == set()
        await pilot.press("escape")
        strips = pilot.app.screen._compositor.render_strips()
        bold = {
            segment.text.strip()
            for strip in strips
            for segment in strip
            if segment.style and segment.style.bold
        }
        reverse = {s.text.strip() for strip in strips for s in strip if s.style and s.style.reverse}
        assert {"DEAUTHORIZED", "5 lost", "Events"} <= bold
        assert "DEMO" in reverse
        assert "✗ DEAUTHORIZED" in text(pilot)


async def test_an_empty_no_color_means_nothing(seeded, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "")
    async with shown(Posed(seeded)) as (_app, pilot):
        assert "#16191d" in colours(pilot)
