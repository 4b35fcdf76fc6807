"""Giving the Webex token, by keyboard."""

import stat

import pytest
from textual.events import Paste

from sa_monitor.monitor.clocks import wall_clock
from sa_monitor.monitor.workplace import Workplace
from sa_monitor.settings.credentials import CredentialsFile
from sa_monitor.settings.schema import Settings
from sa_monitor.simulator.server import Simulator
from tests.ui.stage import Posed, gone, seen, shown, text, told

TOKEN = "NGQ0-the-right-token"
CLOSED = "http://127.0.0.1:9/v1"


@pytest.fixture
def simulator():
    with Simulator(seed=7, token=TOKEN, rate=0) as simulator:
        yield simulator


def workplace(places, api_url, **environ):
    return Workplace(Settings(api_url=api_url), places, environ)


def kept(places):
    return CredentialsFile(places.credentials, wall_clock).read().token


def paste(pilot, words):
    pilot.app.screen.focused.post_message(Paste(words))


async def test_without_a_token_it_says_what_one_is_for(places, simulator):
    async with shown(Posed(places), workplace=workplace(places, simulator.api_url)) as (_app, pilot):
        await pilot.press("T")
        await seen(pilot, "None is set. It is needed to create and check webhooks, not to receive.")
        await seen(pilot, "then checks stop, deliveries go on.")


async def test_a_pasted_token_is_checked_kept_and_its_owner_named(places, simulator):
    async with shown(Posed(places), workplace=workplace(places, simulator.api_url)) as (_app, pilot):
        await pilot.press("T")
        await seen(pilot, "None is set")
        paste(pilot, f"  {TOKEN}\r\n")
        await seen(pilot, f"{len(TOKEN)} characters")
        await pilot.press("enter")
        await told(pilot, "kept in credentials.toml")
        await told(pilot, "It can read and write webhooks.")
        await told(pilot, "Token of Jane Doe <jane.doe@blueheron.example>, kept")
        await told(pilot, "Webhooks fire for Service Apps that Jane Doe created.")
        assert kept(places) == TOKEN
        assert stat.S_IMODE(places.credentials.stat().st_mode) == 0o600
        await pilot.press("enter")
        await gone(pilot, "Webex token")


async def test_every_printable_key_goes_into_the_field(places, simulator):
    async with shown(Posed(places), workplace=workplace(places, simulator.api_url)) as (_app, pilot):
        await pilot.press("T", *"q1?:uTSgG", "space", "backspace")
        await seen(pilot, "9 characters")
        await pilot.press("ctrl+u")
        await seen(pilot, "it isn't shown")
        await pilot.press("escape")
        await gone(pilot, "Webex token")
        await pilot.press("u")
        await seen(pilot, "UTC")


async def test_a_refused_token_is_not_kept_and_webexs_id_is_named(places, simulator):
    async with shown(Posed(places), workplace=workplace(places, simulator.api_url)) as (_app, pilot):
        await pilot.press("T", *"wrong", "enter")
        await told(pilot, "Webex refused the token (401).")
        await seen(pilot, "Nothing was kept.")
        assert "Tracking id" in text(pilot)
        assert "it isn't shown" in text(pilot)
        assert kept(places) is None


async def test_what_cannot_be_a_token_is_never_sent(places):
    async with shown(Posed(places), workplace=workplace(places, CLOSED)) as (_app, pilot):
        await pilot.press("T", *"two", "space", *"words", "enter")
        await told(pilot, "That is no token: it has blanks")
        assert kept(places) is None


async def test_offline_nothing_is_kept_until_that_is_asked_for(places):
    async with shown(Posed(places), workplace=workplace(places, CLOSED)) as (_app, pilot):
        await pilot.press("T", *TOKEN, "enter")
        await seen(pilot, "Nothing was kept.")
        assert kept(places) is None
        await pilot.press("tab", "enter")
        await told(pilot, "Kept in credentials.toml, not checked: Webex can't be reached now.")
        assert kept(places) == TOKEN


async def test_offline_leaving_keeps_nothing(places):
    async with shown(Posed(places), workplace=workplace(places, CLOSED)) as (_app, pilot):
        await pilot.press("T", *TOKEN, "enter")
        await seen(pilot, "Keep it unchecked")
        await pilot.press("escape")
        await gone(pilot, "Webex token")
        assert kept(places) is None


async def test_a_variable_that_goes_first_is_named_before_and_after(places, simulator):
    tools = workplace(places, simulator.api_url, WEBEX_ACCESS_TOKEN="another")
    async with shown(Posed(places), workplace=tools) as (_app, pilot):
        await pilot.press("T")
        await told(pilot, "In force: the one in WEBEX_ACCESS_TOKEN, which goes first.")
        await pilot.press(*TOKEN, "enter")
        await told(pilot, "WEBEX_ACCESS_TOKEN is set and goes first: unset it to use this one.")
        assert kept(places) == TOKEN


async def test_credentials_that_others_can_read_are_said_and_nothing_is_kept_in_them(places, simulator):
    places.credentials.write_text("")
    places.credentials.chmod(0o644)
    async with shown(Posed(places), workplace=workplace(places, simulator.api_url)) as (_app, pilot):
        await pilot.press("T")
        await told(pilot, "Others can read")
        await pilot.press(*TOKEN, "enter")
        await seen(pilot, "Nothing was kept.")
        assert TOKEN not in places.credentials.read_text()


async def test_what_is_typed_stands_in_no_picture_repr_or_message(places, simulator):
    async with shown(Posed(places), workplace=workplace(places, simulator.api_url)) as (app, pilot):
        await pilot.press("T", *TOKEN)
        await seen(pilot, f"{len(TOKEN)} characters")
        shown_by = [repr(node) for node in app.screen.walk_children(with_self=True)]
        shown_by += [app.export_screenshot(), str(app.tree), text(pilot)]
        assert not any(TOKEN in words for words in shown_by)
        await pilot.press("enter")
        await told(pilot, "kept in credentials.toml")
        assert not app.screen.query_one("SecretField").secret
