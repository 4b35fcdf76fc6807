"""The page of webhooks, by keyboard, against a simulated Webex over HTTP."""

import socket
from contextlib import asynccontextmanager

import pytest
from msgspec.structs import replace

from sa_monitor.model.health import Checks, Trouble, Unlisted
from sa_monitor.model.instants import MINUTE
from sa_monitor.model.webhook import Webhook
from sa_monitor.monitor.clocks import wall_clock
from sa_monitor.monitor.recorder import Recorder
from sa_monitor.monitor.watch import Watch
from sa_monitor.monitor.workplace import Workplace
from sa_monitor.present.tone import Tone
from sa_monitor.settings.credentials import CredentialsFile
from sa_monitor.settings.schema import Settings
from sa_monitor.simulator.server import Simulator
from sa_monitor.store.health import keep_checks, keep_list
from sa_monitor.store.targets import remember_target
from sa_monitor.ui.widgets.footer import KeyFooter
from tests.simulated import give_up, happen, spoil
from tests.ui.stage import NOW, Posed, gone, lines, seen, shown, text, told
from tests.ui.webhook_stage import HERE, TOKEN, at_webex, make, workplace, write

SECRET = "known-here-known-here"
OLD = "https://old.example.net/webhook"


@pytest.fixture
def simulator():
    with Simulator(seed=7, token=TOKEN, rate=0) as simulator:
        yield simulator


@pytest.fixture
def places(places):
    for target in (HERE, OLD):
        remember_target(places.database, target, 1)
    return places


@pytest.fixture
async def pilot(places, simulator):
    async with shown(Posed(places), workplace=workplace(places, simulator)) as (_app, pilot):
        yield pilot


def know_secret(places, webhook):
    CredentialsFile(places.credentials, wall_clock).add_secret(webhook["id"], SECRET)


def row(pilot, name):
    return next(line for line in lines(pilot) if f" {name} " in line)


async def opened(pilot, words="esc"):
    await pilot.press("2")
    await seen(pilot, "checked")
    await seen(pilot, words)


class TestTheList:
    async def test_ours_and_what_is_wrong_with_them_come_first_and_others_are_left_alone(
        self, pilot, places, simulator
    ):
        make(simulator, "elsewhere", targetUrl="https://hooks.example.com/x")
        know_secret(places, make(simulator, "good one"))
        know_secret(places, make(simulator, "good two", "deauthorized"))
        make(simulator, "a stray", targetUrl=OLD, filter="trainSiteNames=one.example")
        await opened(pilot, "a stray")
        page = text(pilot)
        assert (
            page.index("a stray") < page.index("good one") < page.index("good two") < page.index("elsewhere")
        )
        assert row(pilot, "a stray").startswith(">✗")
        assert row(pilot, "good one").startswith(" ✓")
        assert row(pilot, "elsewhere").rstrip().endswith("not ours")
        assert "old URL" in text(pilot)
        await pilot.press("G")
        await seen(pilot, "It is another system's: shown here, and left alone.")
        await pilot.press("m")
        await seen(pilot, '"elsewhere" isn\'t ours')

    async def test_other_resources_are_behind_a_key(self, pilot, simulator):
        make(simulator, "about gains")
        make(simulator, "about rooms", "created", resource="rooms")
        await opened(pilot, "1 other hidden, .")
        assert "about rooms" not in text(pilot)
        await pilot.press(".")
        await seen(pilot, "about rooms")
        await pilot.press(".")
        await gone(pilot, "about rooms")

    async def test_without_any_it_says_why_two_are_needed(self, pilot):
        await opened(pilot, "No webhook for Service Apps yet.")

    async def test_a_webex_that_gives_no_list_leaves_the_last_one_and_says_why(self, pilot, simulator):
        make(simulator, "kept in sight")
        await opened(pilot, "kept in sight")
        spoil(simulator, "expired")
        await pilot.press("r")
        await told(pilot, "Webex refused the token from WEBEX_ACCESS_TOKEN (401).")
        await seen(pilot, "kept in sight")

    async def test_an_unreachable_webex_shows_the_kept_list_with_its_age_and_since_when(self, places):
        kept = Webhook(id="one", name="kept", target_url=HERE, resource="serviceApp", event="authorized")
        before = Checks(listed_at=NOW - 26 * MINUTE, owner="Jane Doe")
        keep_list(places.database, [kept], before, NOW - 26 * MINUTE)
        since = Unlisted(Trouble.UNREACHABLE, NOW - 25 * MINUTE, "connection timed out")
        keep_checks(places.database, replace(before, unlisted=since))
        settings = Settings(public_url=HERE, api_url="http://127.0.0.1:9/v1")
        tools = Workplace(settings, places, {"WEBEX_ACCESS_TOKEN": TOKEN})
        async with shown(Posed(places), workplace=tools) as (_app, pilot):
            await opened(pilot, " kept ")
            await told(pilot, "Webex can't be reached since 13:59 (connection timed out).")
            await told(pilot, "r tries again.")
            await seen(pilot, "checked 26 min ago")

    async def test_enter_shows_all_fields_and_the_json(self, pilot, simulator):
        made = make(simulator, "whole", filter="id=abc")
        await opened(pilot, "whole")
        await pilot.press("enter")
        await seen(pilot, made["id"][:60])
        await pilot.press("G")
        await seen(pilot, '"filter": "id=abc"')
        await pilot.press("escape")
        await seen(pilot, "checked")


class TestMending:
    async def test_m_shows_what_it_would_send_and_sends_it_on_enter(self, pilot, simulator):
        make(simulator, "moved away", targetUrl=OLD)
        make(simulator, "moved too", "deauthorized", targetUrl=OLD)
        make(simulator, "not ours", targetUrl="https://hooks.example.com/x")
        await opened(pilot, "moved away")
        await pilot.press("m")
        await told(pilot, f'change "moved away": point it to {HERE}')
        await told(pilot, f'change "moved too": point it to {HERE}')
        await told(pilot, "Nothing was sent yet.")
        assert [webhook["targetUrl"] for webhook in at_webex(simulator)[:2]] == [OLD, OLD]
        await pilot.press("enter")
        await told(pilot, '✓ "moved away" changed')
        await told(pilot, '✓ "moved too" changed')
        targets = {webhook["name"]: webhook["targetUrl"] for webhook in at_webex(simulator)}
        assert targets == {"moved away": HERE, "moved too": HERE, "not ours": "https://hooks.example.com/x"}

    async def test_esc_sends_nothing(self, pilot, simulator):
        make(simulator, "moved away", targetUrl=OLD)
        await opened(pilot, "moved away")
        await pilot.press("m")
        await told(pilot, "Nothing was sent yet.")
        await pilot.press("escape")
        await gone(pilot, "Nothing was sent yet.")
        assert at_webex(simulator)[0]["targetUrl"] == OLD

    async def test_the_other_half_is_created_with_a_secret_that_is_known(self, pilot, places, simulator):
        know_secret(places, make(simulator, "lonely", filter="friendlyName=an-app"))
        await opened(pilot, "lonely")
        await seen(pilot, "Nothing watches deauthorized")
        await pilot.press("m")
        await told(pilot, 'create "lonely" for deauthorized')
        await pilot.press("enter")
        await told(pilot, "✓ deauthorized created")
        assert [webhook["filter"] for webhook in at_webex(simulator)] == ["friendlyName=an-app"] * 2
        await pilot.press("enter")
        await seen(pilot, "Nothing is left to do.")


class TestDeleting:
    async def test_it_asks_with_cancel_in_focus_and_deletes_on_the_answer_alone(self, pilot, simulator):
        make(simulator, "old pair")
        await opened(pilot, "old pair")
        await pilot.press("x")
        await told(pilot, 'Delete "old pair"?')
        await told(pilot, "Events that only it reports will no longer come.")
        await pilot.press("enter")
        await gone(pilot, "Events that only it reports")
        assert len(at_webex(simulator)) == 1
        await pilot.press("x")
        await told(pilot, "Events that only it reports will no longer come.")
        await pilot.press("tab", "enter")
        await told(pilot, '✓ "old pair" deleted')
        assert at_webex(simulator) == []
        await pilot.press("enter")
        await seen(pilot, "No webhook for Service Apps yet.")


class TestReactivating:
    async def test_an_unproven_target_keeps_it_inactive_until_that_is_overridden(
        self, pilot, places, simulator
    ):
        know_secret(places, make(simulator, "given up", targetUrl="http://127.0.0.1:9/webhook"))
        remember_target(places.database, "http://127.0.0.1:9/webhook", 1)
        give_up(simulator)
        await opened(pilot, "INACTIVE")
        await pilot.press("R")
        await told(pilot, "not reactivated:")
        assert at_webex(simulator)[0]["status"] == "inactive"
        await pilot.press("R")
        await told(pilot, '"given up" is active. One failure before')
        assert at_webex(simulator)[0]["status"] == "active"


class TestEditing:
    async def test_a_new_name_is_an_update(self, pilot, places, simulator):
        know_secret(places, make(simulator, "before"))
        await opened(pilot, "before")
        await pilot.press("E")
        await seen(pilot, 'Edit "before"')
        await write(pilot, "after")
        await pilot.press("ctrl+s")
        await told(pilot, "changed")
        assert [webhook["name"] for webhook in at_webex(simulator)] == ["after"]

    async def test_one_with_an_event_that_is_not_known_here_is_left_as_it_is(self, places):
        strange = Webhook(
            id="w", name="strange", target_url=HERE, resource="serviceApp", event="[/] renamed\x1b[2J"
        )
        keep_list(places.database, (strange,), Checks(listed_at=NOW, owner="Jane Doe", target=HERE), NOW)
        async with shown(Posed(places)) as (_app, pilot):
            await opened(pilot, "strange")
            await pilot.press("E")
            await seen(pilot, 'The event "[/] renamed[2J" isn\'t')

    async def test_a_changed_filter_is_a_new_webhook_and_says_what_happens_in_between(
        self, pilot, places, simulator
    ):
        was = make(simulator, "before")
        know_secret(places, was)
        await opened(pilot, "before")
        await pilot.press("E")
        await seen(pilot, 'Edit "before"')
        await pilot.press("enter", "enter", "enter", *"an-app")
        await told(pilot, "In between both deliver; what both report is one event here.")
        await seen(pilot, "Create, then delete the old one")
        await pilot.press("ctrl+s")
        await told(pilot, '✓ "before" deleted')
        (now,) = at_webex(simulator)
        assert (now["name"], now["filter"]) == ("before", "id=an-app")
        assert now["id"] != was["id"]

    async def test_n_like_this_begins_as_it_is(self, pilot, simulator):
        make(simulator, "a model", "deauthorized", filter="trainSiteNames=one.example")
        await opened(pilot, "a model")
        await pilot.press("N")
        await seen(pilot, "New webhook")
        await seen(pilot, "[one.example")
        await seen(pilot, "creates 1 webhook")


class TestReadOnly:
    @pytest.mark.parametrize("key", ["m", "R", "x", "E", "N", "n"])
    async def test_each_key_that_changes_says_why_it_doesnt(self, places, simulator, key):
        make(simulator, "looked at", targetUrl=OLD)
        tools = workplace(places, simulator, read_only=True)
        async with shown(Posed(places), workplace=tools) as (_app, pilot):
            await opened(pilot, "looked at")
            await pilot.press(key)
            await told(pilot, "Nothing is changed at Webex: --read-only")


class TestTestDelivery:
    async def test_it_names_the_hop_where_it_ends(self, pilot, simulator):
        make(simulator, "tried out")
        await opened(pilot, "tried out")
        await pilot.press("v")
        await seen(pilot, 'Test delivery to "tried out"')
        await seen(pilot, "✗ nobody listens")


@pytest.fixture
def listens(places, simulator):
    """Give an address, and what starts a listener there with the screens over it."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}/webhook"

    @asynccontextmanager
    async def start():
        settings = Settings(port=port, public_url=address, api_url=simulator.api_url)
        environ = {"WEBEX_ACCESS_TOKEN": TOKEN}
        recorder = Recorder(settings, places, environ=environ)
        recorder.start()
        try:
            tools = Workplace(settings, places, environ)
            async with shown(Watch(places, recorder), workplace=tools) as (_app, pilot):
                yield pilot
        finally:
            recorder.stop()

    return address, start


async def test_a_webhook_from_the_form_delivers_and_only_what_its_filter_lets_through(simulator, listens):
    address, start = listens
    async with start() as pilot:
        await pilot.press("n")
        await seen(pilot, f"[{address}")
        await pilot.press("enter", "enter", "enter", "enter", *"wanted-app", "ctrl+s")
        await told(pilot, "Created 2 webhooks. Both secrets are known here. v sends a test delivery.")
        await pilot.press("v")
        await told(pilot, "✓ verified")
        await pilot.press("escape", "escape")
        await gone(pilot, "New webhook")
        happen(simulator, "authorized", friendlyId="wanted-app")
        happen(simulator, "authorized", friendlyId="another-app")
        happen(simulator, "deauthorized", friendlyId="wanted-app")
        await seen(pilot, "DEAUTHORIZED wanted-app")
        assert "another-app" not in text(pilot)


async def test_a_proven_target_is_reactivated(places, simulator, listens):
    address, start = listens
    know_secret(places, make(simulator, "given up", targetUrl=address, secret=SECRET))
    remember_target(places.database, address, 1)
    give_up(simulator)
    async with start() as pilot:
        await opened(pilot, "INACTIVE")
        await pilot.press("R")
        await told(pilot, '"given up" is active. One failure before')
        assert at_webex(simulator)[0]["status"] == "active"
        await pilot.press("enter", "v")
        await told(pilot, "✓ verified")


async def test_from_any_page_a_test_delivery_shows_each_hop_through_the_public_url(listens):
    address, start = listens
    async with start() as pilot:
        await pilot.press("escape", "v")
        await seen(pilot, "─ Test delivery ─")
        for words in (address, "✓ signed", "✓ sent", "✓ reached", "✓ verified", "It changed no standing."):
            await told(pilot, words)
        await pilot.press("enter")
        await gone(pilot, "Test delivery")


async def test_without_a_public_url_there_is_none_to_send_it_through(places):
    async with shown(Posed(places)) as (_app, pilot):
        await pilot.press("v")
        await told(pilot, "There is no public URL to send a test delivery through.")


@pytest.mark.parametrize("read_only", [True, False])
async def test_under_read_only_the_keys_that_change_something_are_quiet(places, simulator, read_only):
    make(simulator, "looked at", targetUrl=OLD)
    tools = workplace(places, simulator, read_only=read_only)
    async with shown(Posed(places), (120, 36), workplace=tools) as (app, pilot):
        await opened(pilot, "looked at")
        footer = app.screen.query_one(KeyFooter).lines[0]
        tones = {span.text: span.tone for span in footer if len(span.text) == 1}
        assert tones["v"] is Tone.ACCENT
        for key in ("n", "m", "R", "E", "x", "N"):
            assert tones[key] is (Tone.QUIET if read_only else Tone.ACCENT)


class TestTheSecret:
    async def test_s_proposes_the_webhook_under_the_cursor(self, pilot, places, simulator):
        made = make(simulator, "made elsewhere")
        await opened(pilot, "made elsewhere")
        await pilot.press("S")
        await told(pilot, 'The id is that of "made elsewhere", which the cursor is on.')
        await pilot.press(*"s3cr3t", "enter", "enter")
        await told(pilot, "Kept for this webhook.")
        (secret,) = CredentialsFile(places.credentials, wall_clock).read().secrets
        assert (secret.webhook_id, secret.value) == (made["id"], "s3cr3t")

    async def test_without_a_webhook_it_is_asked_for_any(self, pilot):
        await opened(pilot, "No webhook for Service Apps yet.")
        await pilot.press("S")
        await seen(pilot, "empty: any webhook")

    async def test_the_foot_offers_it(self, places, simulator):
        make(simulator, "made elsewhere")
        async with shown(Posed(places), (120, 36), workplace=workplace(places, simulator)) as (_app, pilot):
            await opened(pilot, "made elsewhere")
            assert "S secret" in lines(pilot)[-1]
