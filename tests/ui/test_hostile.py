"""Text from outside that means harm, through every part of the screen."""

import json
import unicodedata

import pytest

from sa_monitor.model.instants import MINUTE, SECOND
from sa_monitor.present.clean import clean
from tests.store.conftest import arrival, body_of
from tests.ui.stage import NOW, Posed, fill, lines, seen, shown, text, until

HOSTILE = (
    "\x1b[31mred\x1b[0m\x1b]0;title\x07\x1b[2J",
    "\u202egnorw\u202c\u2066x\u2069",
    "two\nlines\r\nand\ttabs",
    "a\u200bb\u200dc\ufeffd\u00ade",
    "👩‍👩‍👧‍👦👍🏽❤️🇨🇭 family",
    "東京支店の会議室管理アプリケーション",
    "[bold red]markup[/] [@click=app.exit]x[/] $error {0}",
    "x" + "\u0301\u0335\u20dd" * 40,
    "\u0301leading mark",
    "A" * 5_000,
    "\u3164\u2800",
    "'; DROP TABLE events; --",
)


@pytest.fixture
def hostile(places):
    """Give a store in which every name, id, scope, site and webhook is hostile."""
    arrivals = []
    for number, name in enumerate(HOSTILE):
        body = json.loads(
            body_of("deauthorized" if number % 3 == 0 else "authorized", webhook=f"{name}{number}")
        )
        body["name"] = name
        body["actorId"] = name
        body["data"] |= {
            "id": f"{name}{number}",
            "friendlyId": name,
            "authorizerId": name,
            "authorizerOrgId": f"{number}{name}",
            "scopes": [name, *(f"{name}{more}" for more in range(20))],
            "trainSiteNames": [name],
            "adminTrainSiteNames": [f"{name} admin"],
        }
        arrivals.append(arrival(json.dumps(body).encode(), at=NOW - MINUTE + number * SECOND))
    fill(places, arrivals, ())
    return places


def whole(shows: list[str], size: tuple[int, int]) -> None:
    """Check that every line is as wide as the screen, and that nothing in it can act on a terminal."""
    from rich.cells import cell_len

    assert [cell_len(line) for line in shows] == [size[0]] * size[1]
    for line in shows:
        assert not {unicodedata.category(sign) for sign in line} & {"Cc", "Cf", "Cs", "Co", "Cn"}, repr(line)
        assert clean(line) == unicodedata.normalize("NFC", line)


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60)])
async def test_the_screen_stays_whole(hostile, size):
    async with shown(Posed(hostile), size) as (_app, pilot):
        whole(lines(pilot), size)
        await pilot.press("h")
        for _ in range(len(HOSTILE)):
            await pilot.press("j")
            await pilot.pause()
            whole(lines(pilot), size)


async def test_the_details_stay_whole(hostile):
    async with shown(Posed(hostile)) as (_app, pilot):
        await pilot.press("enter")
        await seen(pilot, "esc back")
        for _ in HOSTILE:
            for key in ("space", "space", "b", "space"):
                await pilot.press(key)
                await pilot.pause()
                whole(lines(pilot), (80, 24))
            await pilot.press("g", "h")


async def test_markup_in_a_name_is_shown_as_it_is(hostile):
    async with shown(Posed(hostile), (160, 50)) as (_app, pilot):
        assert "[bold red]markup[/]" in text(pilot)


async def test_a_name_of_nothing_visible_is_told_by_its_id(places):
    fill(places, [arrival(body_of(app="app-12345678", friendlyId="\u200b\u3164"), at=NOW)], ())
    async with shown(Posed(places)) as (_app, pilot):
        assert "app 12345678" in text(pilot)


async def test_in_ascii_nothing_else_reaches_the_terminal(hostile):
    async with shown(Posed(hostile), (120, 36), ascii_only=True) as (_app, pilot):
        for keys in ((), ("h", "j"), ("slash", "x"), ("escape", "question_mark"), ("escape", "colon")):
            await pilot.press(*keys)
            await pilot.pause()
            assert text(pilot).isascii()


@pytest.mark.parametrize("keys", ["o", "w", "C", "e", "n", "S"])
async def test_a_dialog_about_a_hostile_name_only_shows_it(places, keys):
    name = "[/] [@click=app.exit]x[/] [link=\x1b]0;pwned\x07 \u202ey"
    fill(places, [arrival(body_of(app="app-1", org=name, friendlyId=name), at=NOW)], ())
    async with shown(Posed(places)) as (app, pilot):
        await pilot.press(keys)
        await until(pilot, lambda: len(app.screen_stack) == 2)
        await pilot.press("down", "down")
        whole(lines(pilot), (80, 24))
        assert keys != "o" or "[/] [@click=app.exit]x[/] [link=]0;pwned y" in text(pilot)


@pytest.mark.parametrize("kind", ["markup", "lines"])
async def test_what_is_said_for_a_moment_has_no_markup_and_stays_on_its_line(places, kind):
    said = {"markup": "[/] [red]x", "lines": "a\nb\x1b[2J\u2028c"}[kind]
    async with shown(Posed(places)) as (app, pilot):
        app.notify(said, markup=True)
        await seen(pilot, clean(said))
        whole(lines(pilot), (80, 24))


async def test_a_hostile_query_is_only_shown(hostile):
    async with shown(Posed(hostile)) as (_app, pilot):
        await pilot.press("slash", "[", "b", "]", *"x'\"")
        await seen(pilot, "A quote is opened and not closed")
        whole(lines(pilot), (80, 24))
