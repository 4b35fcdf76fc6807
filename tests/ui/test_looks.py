"""Colours, and doing without them."""

from collections.abc import Awaitable, Callable, Iterator

import pytest
from textual.theme import Theme

from sa_monitor.ui.themes import BANNER, DARK, LIGHT
from tests.ui.faces import FACES, pressing, showing
from tests.ui.stage import Posed, Screens, seen, shown, text

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
        await seen(pilot, "Use light colours, the terminal's own, or dark ones")
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


ACTS: dict[str, Callable[[Screens], Awaitable[None]]] = {
    "monitor": pressing(),
    "one app": pressing("h", "h", "j", "j", "tab", "tab"),
    "timeline": pressing("h", "h", "j", "j", "enter"),
    "query": pressing("slash", *"evnt:x"),
    "details": pressing("enter"),
    "help": pressing("question_mark"),
    "palette": pressing("colon", *"co"),
    "deliveries": pressing("5"),
    "token": pressing("T"),
    "copy as": pressing("C"),
    "quit": pressing("q"),
    "toast": pressing("ctrl+c"),
}


def written(pilot: Screens) -> Iterator[tuple[str, str, str]]:
    """Give every piece of text on the screen, with its colour and the one that it stands on."""
    for strip in pilot.app.screen._compositor.render_strips():
        for segment in strip:
            style = segment.style
            if segment.text.strip() and style is not None and style.color and style.bgcolor:
                pair = [colour.get_truecolor().hex for colour in (style.color, style.bgcolor)]
                yield segment.text.strip(), *(reversed(pair) if style.reverse else pair)


def too_faint(pilot: Screens) -> set[tuple[str, str, str]]:
    return {piece for piece in written(pilot) if contrast(piece[1], piece[2]) < ENOUGH}


async def check_themes(app, pilot: Screens) -> None:
    for theme in (DARK, LIGHT):
        app.theme = theme.name
        await pilot.pause(0.05)
        assert len(set(written(pilot))) > 0
        assert too_faint(pilot) == set(), theme.name


@pytest.mark.parametrize("act", ACTS)
async def test_everything_that_is_written_can_be_read(seeded, act):
    async with shown(Posed(seeded), (120, 36), asks=True, badges=("DEMO",)) as (app, pilot):
        await ACTS[act](pilot)
        await pilot.pause(0.2)
        await check_themes(app, pilot)


@pytest.mark.parametrize("name", FACES)
async def test_every_face_can_be_read(seeded, tmp_path, name):
    async with showing(FACES[name], seeded, tmp_path) as (app, pilot):
        await check_themes(app, pilot)


@pytest.mark.parametrize("act", ACTS)
async def test_the_own_colours_of_the_terminal_are_only_its_own(seeded, act):
    async with shown(Posed(seeded), (120, 36), theme="ansi", asks=True, badges=("DEMO",)) as (_app, pilot):
        await ACTS[act](pilot)
        await pilot.pause()
        strips = pilot.app.screen._compositor.render_strips()
        pieces = [(piece.text.strip(), piece.style) for strip in strips for piece in strip if piece.style]
        used = {style.bgcolor for _words, style in pieces} | {style.color for words, style in pieces if words}
        named = [colour for colour in used if colour is not None]
        assert {c.name for c in named if not (c.is_default or c.is_system_defined)} == set()


async def test_the_palette_goes_through_the_themes_and_comes_back(seeded):
    async with shown(Posed(seeded)) as (app, _pilot):
        names = []
        for _ in range(3):
            app.action_colours()
            names.append(app.theme)
        assert names == ["sa-light", "sa-ansi", "sa-dark"]


@pytest.mark.parametrize("theme", ["ansi", None])
async def test_without_own_colours_the_answer_that_has_the_focus_is_in_reverse(seeded, monkeypatch, theme):
    if theme is None:
        monkeypatch.setenv("NO_COLOR", "1")
    async with shown(Posed(seeded), asks=True, theme=theme or "dark") as (_app, pilot):
        await pilot.press("q")
        await seen(pilot, "Stop recording?")
        strips = pilot.app.screen._compositor.render_strips()
        reverse = {s.text.strip() for strip in strips for s in strip if s.style and s.style.reverse}
        assert "Stay" in reverse
        assert "Quit (y)" not in reverse
