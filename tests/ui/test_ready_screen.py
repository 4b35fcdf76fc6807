"""The first ten minutes, by keyboard."""

import asyncio
import json
import tomllib
from contextlib import asynccontextmanager

import httpx
import pytest

from sa_monitor.model.event import Kind
from sa_monitor.model.signature import sign
from sa_monitor.monitor.clocks import wall_clock
from sa_monitor.monitor.health_watch import watch_health
from sa_monitor.monitor.recorder import Recorder
from sa_monitor.monitor.status import Role, Status
from sa_monitor.monitor.watch import Watch
from sa_monitor.monitor.workplace import Workplace
from sa_monitor.settings.credentials import CredentialsFile
from sa_monitor.settings.schema import Settings
from sa_monitor.simulator.server import Simulator
from sa_monitor.ui.monitor_app import MonitorApp
from sa_monitor.webex.client import WebexClient
from tests.store.conftest import body_of
from tests.ui.stage import LISTENING, Posed, gone, lines, seen, shown, text, told, until
from tests.ui.ways import nginx

TOKEN = "the-right-token"
CLOSED = "http://127.0.0.1:9"


@pytest.fixture
def simulator():
    with Simulator(seed=7, token=TOKEN, rate=0) as simulator:
        yield simulator


@asynccontextmanager
async def recording(places, size=(80, 24), environ=None, **settings):
    """Show a process that really records; gives its address."""
    settings = Settings(port=0, **settings)
    recorder = Recorder(settings, places, environ=environ or {})
    workplace = Workplace(settings, places, environ or {})
    await asyncio.to_thread(recorder.start)
    workplace.health = watch_health(settings, places, environ or {}, recorder).start()
    try:
        async with shown(Watch(places, recorder), size, workplace=workplace, greets=True) as (_app, pilot):
            await seen(pilot, "Getting ready")
            yield pilot, recorder.address
    finally:
        await asyncio.to_thread(workplace.health.close)
        await asyncio.to_thread(recorder.stop)


def credentials(places):
    return CredentialsFile(places.credentials, wall_clock)


async def create_pair(simulator, target, places, kinds=tuple(Kind), *, known=True):
    async with WebexClient(simulator.api_url, TOKEN) as client:
        for kind in kinds:
            made = await client.create_webhook(
                name=f"our {kind}", target_url=target, event=kind, filter=None, secret="s3"
            )
            if known:
                credentials(places).add_secret(made.id, "s3")


async def test_a_first_start_shows_the_steps_and_what_waits_for_what(places):
    async with shown(Posed(places), greets=True) as (_app, pilot):
        await seen(pilot, "Getting ready")
        await seen(pilot, ">? 2 Webex token   None. Needed to create and check webhooks, not to receive.")
        await seen(pilot, " ✓ 1 Recording     Deliveries to http://127.0.0.1:8787/webhook are kept in")
        assert "enter  paste a token, it isn't shown" in text(pilot)
        assert "enter  use a running ngrok or cloudflared, or type a URL" in text(pilot)
        assert "waits for 2 and 3" in text(pilot)
        assert "waits for 4" in text(pilot)
        assert "1 of 5" in lines(pilot)[1]


async def test_the_foot_says_what_newcomers_miss(places):
    async with shown(Posed(places), greets=True) as (_app, pilot):
        await told(
            pilot,
            "Webex reports changes only. An organization that authorized a Service App before today appears when it "
            "next changes. i enters those you know already.",
        )
        await told(
            pilot,
            "Recording ends with this program, this terminal, this computer. Round the clock: run "
            '"sa-monitor listen" as a service; this screen then watches it.',
        )


@pytest.mark.parametrize(
    "status", [Status(role=Role.VIEWING, address=LISTENING.address, pid=4121), Status(role=Role.NOBODY)]
)
async def test_who_only_watches_is_not_greeted(places, status):
    async with shown(Posed(places, status), greets=True) as (app, _pilot):
        assert len(app.screen_stack) == 1


async def test_who_has_history_is_not_greeted(seeded):
    async with shown(Posed(seeded), greets=True) as (app, _pilot):
        assert len(app.screen_stack) == 1


async def test_esc_hides_it_and_the_palette_brings_it_back(places):
    async with shown(Posed(places), greets=True) as (_app, pilot):
        await seen(pilot, "Getting ready")
        await pilot.press("escape")
        await seen(pilot, "No event yet.")
        await pilot.press("colon")
        await pilot.press(*"getting", "enter")
        await seen(pilot, "esc hides")
        await pilot.press("q")
        await seen(pilot, "No event yet.")


async def test_q_asks_as_on_monitor_and_a_held_q_never_quits(places):
    async with shown(Posed(places), greets=True, asks=True) as (app, pilot):
        await seen(pilot, "Getting ready")
        await pilot.press("q", "q", "q")
        await seen(pilot, "Stop recording?")
        assert app.return_code is None
        await pilot.press("escape")
        await seen(pilot, "Getting ready")


async def test_steps_are_walked_with_j_and_k_and_one_that_waits_does_nothing(places):
    async with shown(Posed(places), greets=True) as (app, pilot):
        await seen(pilot, ">? 2")
        await pilot.press("j", "j", "enter")
        await seen(pilot, ">? 4")
        assert len(app.screen_stack) == 2
        await pilot.press("k", "enter")
        await seen(pilot, "─ Public URL ─")


async def test_a_token_turns_its_step_into_a_fact(places, simulator):
    async with recording(places, api_url=simulator.api_url) as (pilot, _address):
        await seen(pilot, ">? 2 Webex token")
        await pilot.press("enter", *TOKEN, "enter")
        await told(pilot, "It can read and write webhooks.")
        await pilot.press("enter")
        await seen(pilot, "✓ 2 Webex token   Jane Doe <jane.doe@blueheron.example>")
        await told(pilot, "then checks stop, deliveries go on")
        assert "2 of 5" in lines(pilot)[1]
        await seen(pilot, "waits for 3")


async def test_a_refused_token_from_the_environment_is_said_and_why(places, simulator):
    environ = {"WEBEX_ACCESS_TOKEN": "wrong"}
    async with recording(places, api_url=simulator.api_url, environ=environ) as (pilot, _address):
        await seen(pilot, "✗ 2 Webex token   Webex refused the token from WEBEX_ACCESS_TOKEN (401).")


async def test_a_public_url_is_kept_and_asked_whether_it_leads_here(places):
    places.config.write_text("# mine\nport = 8787  # the usual\n")
    async with recording(places) as (pilot, address):
        await seen(pilot, ">? 2")
        await pilot.press("j", "enter")
        await seen(pilot, "No running ngrok or cloudflared leads to this program.")
        bare = address.removesuffix("/webhook")
        await pilot.press(*bare)
        await told(pilot, f"Webhooks will point to {address}")
        await told(pilot, "! Webex reaches public https addresses only.")
        await pilot.press("enter")
        await told(pilot, f"Kept in config.toml. Webhooks are to point to {address}")
        await pilot.press("enter")
        await seen(pilot, f"✓ 3 Public URL    {address} reached this program in")
        kept = places.config.read_text()
        assert "# mine\nport = 8787  # the usual\n" in kept
        assert tomllib.loads(kept)["public_url"] == bare


async def test_a_url_with_a_path_is_the_whole_target(places):
    async with recording(places) as (pilot, _address):
        await pilot.press("j", "enter", *"https://hooks.example.com/sa")
        await told(pilot, "Webhooks will point to https://hooks.example.com/sa")
        assert "/sa/webhook" not in text(pilot)


async def test_a_tunnel_to_another_port_is_told_from_one_that_leads_here(places):
    with nginx() as elsewhere:
        async with recording(places, public_url=f"{elsewhere}/webhook") as (pilot, address):
            listener = address.removeprefix("http://").removesuffix("/webhook")
            await told(pilot, f"Reached something else at that URL (nginx). Forward it to {listener}.")
            assert "✗ 3 Public URL" in text(pilot)


async def test_in_a_container_the_listener_has_to_be_open_to_others(places):
    environ = {"container": "podman"}
    with nginx() as elsewhere:
        async with recording(places, public_url=elsewhere, environ=environ) as (pilot, _address):
            await told(pilot, "In a container, start with --host 0.0.0.0.")


async def test_what_cannot_be_reached_from_here_is_not_known_to_be_broken(places):
    async with recording(places, public_url=CLOSED) as (pilot, _address):
        await told(pilot, "Not reachable from here (connection refused). Webex may still reach it.")
        assert "? 3 Public URL" in text(pilot)


async def test_a_variable_that_goes_before_the_kept_url_is_named(places):
    environ = {"SA_MONITOR_PUBLIC_URL": CLOSED}
    async with recording(places, public_url=CLOSED, environ=environ) as (pilot, _address):
        await pilot.press("j", "enter", *"https://hooks.example.com", "enter")
        await told(pilot, "SA_MONITOR_PUBLIC_URL goes first when it starts again: change it there too.")


async def test_both_webhooks_with_known_secrets_are_in_order(places, simulator):
    target = "https://hooks.example.com/webhook"
    await create_pair(simulator, target, places)
    credentials(places).set_token(TOKEN)
    async with recording(places, api_url=simulator.api_url, public_url=target) as (pilot, _address):
        await seen(pilot, "✓ 4 Webhooks      2 active, both signed")


async def test_a_webhook_whose_secret_is_not_known_leads_to_s(places, simulator):
    target = "https://hooks.example.com/webhook"
    await create_pair(simulator, target, places, known=False)
    credentials(places).set_token(TOKEN)
    async with recording(places, api_url=simulator.api_url, public_url=target) as (pilot, _address):
        await told(pilot, "2 active. The secrets of 2 aren't known here: their deliveries are rejected.")
        await pilot.press("G", "k", "enter")
        await seen(pilot, "─ Signing secret ─")


async def test_half_a_pair_says_what_is_not_watched(places, simulator):
    target = "https://hooks.example.com/webhook"
    await create_pair(simulator, target, places, [Kind.AUTHORIZED])
    credentials(places).set_token(TOKEN)
    async with recording(places, api_url=simulator.api_url, public_url=target) as (pilot, _address):
        await told(pilot, "1 active. Losses aren't watched.")


async def test_a_test_delivery_comes_all_the_way_and_its_step_says_what_to_do_now(places):
    async with recording(places) as (pilot, address):
        await pilot.press("j", "enter", *address, "enter")
        await told(pilot, "Kept in config.toml.")
        await pilot.press("enter", "v")
        await seen(pilot, "✓ 5 Test          signed, sent, verified in")
        await told(pilot, "Now authorize a Service App in Control Hub, or wait.")
        assert "Getting ready" in text(pilot)


async def test_a_test_delivery_that_fails_names_the_hop(places):
    with nginx() as elsewhere:
        async with recording(places, public_url=elsewhere) as (pilot, _address):
            await pilot.press("v")
            await told(pilot, "reached something else.")
            await told(pilot, "The test delivery didn't arrive:")


async def test_without_webhooks_it_says_whose_service_apps_they_would_fire_for(places, simulator):
    credentials(places).set_token(TOKEN)
    settings = {"api_url": simulator.api_url, "public_url": "https://hooks.example.com"}
    async with recording(places, **settings) as (pilot, _address):
        await told(pilot, "Webhooks fire for Service Apps that Jane Doe created.")


async def test_the_first_real_delivery_closes_it(places):
    credentials(places).add_secret(None, "s3")
    async with recording(places) as (pilot, address):
        body = json.dumps(json.loads(body_of())).encode()
        headers = {"X-Spark-Signature": sign("s3", body)}
        async with httpx.AsyncClient(trust_env=False) as client:
            answer = await client.post(address, content=body, headers=headers)
        assert answer.status_code == 200
        await gone(pilot, "Getting ready")
        await seen(pilot, "Events")


async def test_i_enters_known_authorizations_one_after_the_other(places):
    async with recording(places) as (pilot, _address):
        await pilot.press("i", *"q1-app", "enter", *"call-reporting", "enter", *"org-1", "enter", "enter")
        await told(pilot, "Entered, assumed until heard: org-1. 1 authorization so far.")
        await pilot.press(*"org-2", "tab", *"2026-11-01", "ctrl+s")
        await told(pilot, "Entered, assumed until heard: org-2. 2 authorizations so far.")
        await pilot.press("escape", "escape")
        await seen(pilot, "~ org")
        await seen(pilot, "call-reporting")


async def test_what_was_entered_wrong_is_said_and_stays_in_its_field(places):
    async with recording(places) as (pilot, _address):
        await pilot.press("i", *"app", "tab", "tab", *"org", "tab", *"soon", "enter")
        await told(pilot, "This has a date that can't be read. Write 2026-11-01 or 2026-11-01T08:00Z.")
        assert "soon" in text(pilot)


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60)])
async def test_everything_fits_without_being_cut(places, size):
    async with shown(Posed(places), size, greets=True) as (_app, pilot):
        await seen(pilot, "Getting ready")
        await seen(pilot, "waits for 4")
        assert "…" not in text(pilot)
        assert any("watches it." in line for line in lines(pilot)[:-1])


async def test_a_step_that_its_key_does_names_no_command(places):
    async with shown(Posed(places), (120, 36), greets=True) as (_app, pilot):
        await seen(pilot, "waits for 4")
        assert "sa-monitor token set" not in text(pilot)
        assert "sa-monitor --public-url" not in text(pilot)


async def test_the_foot_has_the_keys_that_most_will_need(places):
    async with shown(Posed(places), greets=True) as (_app, pilot):
        await seen(pilot, "Getting ready")
        for key in ("enter do it", "T token", "n new webhook", "v test", "q quit", "? help"):
            assert key in lines(pilot)[-1]


async def test_what_waits_for_the_first_picture_is_done_where_a_key_was_quicker(places):
    done = []
    app = MonitorApp(Posed(places), Workplace(Settings(), places, {}), started=lambda: done.append("painted"))
    async with app._watch, app.run_test() as pilot:
        app.action_help()
        await until(pilot, lambda: bool(done))


async def test_it_opens_only_after_what_waits_for_the_first_picture(places):
    """Textual forgets what waits for a screen that another one covers: the start would never be whole."""
    done = []
    async with shown(Posed(places), greets=True, started=lambda: done.append("painted")) as (_app, pilot):
        await seen(pilot, "Getting ready")
        assert done == ["painted"]
