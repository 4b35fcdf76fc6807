"""Looking at the webhooks of the simulated Webex, and at the way to a real listener."""

import pytest

from sa_monitor.errors import NotFound
from sa_monitor.model.health import Happened, Trouble
from sa_monitor.model.instants import MINUTE
from sa_monitor.model.reach import Elsewhere, Reached, Unreached
from sa_monitor.monitor.health_check import HealthCheck
from sa_monitor.reach.tunnels import Interfaces
from sa_monitor.store.health import note_change
from sa_monitor.store.reader import Reader
from sa_monitor.webex.client import WebexClient
from sa_monitor.webex.patience import Patience
from tests.monitor.conftest import TOKEN
from tests.reach.tools import Tool
from tests.webex.hostile import Hostile, http

NOBODY = Interfaces((), ())
ELSEWHERE = "https://elsewhere.example/hook"
IMPATIENT = Patience(tries=1)


class Clock:
    """A clock that only the test moves."""

    def __init__(self):
        self.now = 1_794_657_600_000

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def token():
    """Give the token in force, in a list that the test may change."""
    return [TOKEN]


@pytest.fixture
def look(places, listener, webex, clock, token):
    """Make a check of the listener that is here."""

    def connect():
        if token[0] is None:
            raise NotFound("No Webex token is set.")
        return WebexClient(webex.api_url, token[0], patience=IMPATIENT)

    def make(target="here", *, interfaces=NOBODY, connect=connect):
        return HealthCheck(
            places,
            listener,
            connect,
            target=listener.address if target == "here" else target,
            path="/webhook",
            every=MINUTE,
            clock=clock,
            interfaces=interfaces,
        )

    return make


@pytest.fixture
def seen(places):
    """Read what was kept, as a viewer does."""

    def read():
        with Reader.open(places.database) as reader:
            return reader.health()

    return read


@pytest.fixture
def records(places):
    def read():
        with Reader.open(places.database) as reader:
            return [(record.what, record.name) for record in reversed(reader.health_records())]

    return read


async def test_the_list_whose_it_is_and_when_are_there_for_every_reader(look, create, listener, seen, clock):
    create(listener.address)
    create(ELSEWHERE, name="another system's")
    assert await look().look_at_webhooks() == []
    health = seen()
    assert [webhook.name for webhook in health.webhooks] == ["reporting lost", "another system's"]
    assert [webhook.name for webhook in health.own] == ["reporting lost"]
    assert (health.checks.listed_at, health.checks.owner) == (clock.now, "Jane Doe")


async def test_a_webhook_that_webex_gives_up_is_noticed_once(
    look, create, *, listener, webex, records, seen, api
):
    create(listener.address)
    check = look()
    await check.look_at_webhooks()
    listener.stop()
    for _ in range(100):
        happened = api.post(f"{webex.url}/simulator/events", json={"event": "deauthorized"})
        assert happened.json()["accepted"] == 0
    (told,) = await check.look_at_webhooks()
    assert (told.what, told.name) == (Happened.INACTIVE, "reporting lost")
    assert await check.look_at_webhooks() == []
    assert records() == [(Happened.INACTIVE, "reporting lost")]
    assert [webhook.name for webhook in seen().inactive] == ["reporting lost"]


async def test_a_webhook_that_vanishes_or_changes_its_target_is_noticed(look, create, listener, api, records):
    gone = create(listener.address, name="gone")
    moved = create(listener.address, name="moved")
    check = look()
    await check.look_at_webhooks()
    api.delete(f"/webhooks/{gone['id']}")
    api.put(f"/webhooks/{moved['id']}", json={"name": "moved", "targetUrl": ELSEWHERE})
    await check.look_at_webhooks()
    assert records() == [(Happened.VANISHED, "gone"), (Happened.MOVED, "moved")]


async def test_what_happened_while_nobody_looked_is_noticed_at_the_next_start(
    look, create, listener, api, records
):
    gone = create(listener.address, name="gone")
    await look().look_at_webhooks()
    api.delete(f"/webhooks/{gone['id']}")
    await look().look_at_webhooks()
    assert records() == [(Happened.VANISHED, "gone")]


async def test_what_was_deleted_from_here_isnt_told(look, create, *, listener, api, records, places, clock):
    gone = create(listener.address, name="gone")
    check = look()
    await check.look_at_webhooks()
    api.delete(f"/webhooks/{gone['id']}")
    note_change(places.database, clock.now, dropped=gone["id"])
    clock.now += MINUTE
    await check.look_at_webhooks()
    assert records() == []


async def test_without_a_token_it_says_so_and_with_one_it_goes_on(look, create, listener, seen, token):
    create(listener.address)
    token[0] = None
    check = look()
    await check.look_at_webhooks()
    assert seen().checks.unlisted.trouble is Trouble.NO_TOKEN
    token[0] = TOKEN
    await check.look_at_webhooks()
    assert (seen().checks.unlisted, len(seen().webhooks)) == (None, 1)


async def test_a_token_that_ended_leaves_the_last_list_with_its_time(
    look, create, *, listener, seen, token, clock
):
    create(listener.address)
    check = look()
    await check.look_at_webhooks()
    listed_at = clock.now
    token[0] = "ended"
    for _ in range(2):
        clock.now += MINUTE
        await check.look_at_webhooks()
    health = seen()
    assert (health.checks.unlisted.trouble, health.checks.unlisted.since) == (
        Trouble.TOKEN_ENDED,
        listed_at + MINUTE,
    )
    assert (len(health.webhooks), health.checks.listed_at) == (1, listed_at)


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [
        (http(b"<html>", Content_Type="text/html"), Trouble.UNREACHABLE),
        (b"", Trouble.UNREACHABLE),
        (http(b'{"message": "missing scope"}', 403), Trouble.REFUSED),
    ],
)
async def test_a_webex_that_cant_be_understood_is_stale_data_never_an_empty_list(
    look, create, *, listener, seen, records, answer, trouble
):
    create(listener.address)
    await look().look_at_webhooks()
    with Hostile(answer) as hostile:
        check = look(connect=lambda: WebexClient(hostile.url, TOKEN, patience=IMPATIENT))
        await check.look_at_webhooks()
    assert (seen().checks.unlisted.trouble, len(seen().webhooks)) == (trouble, 1)
    assert records() == []


async def test_the_target_is_probed_and_known_to_lead_here(look, seen, clock):
    await look().look_at_the_way_in()
    checks = seen().checks
    assert isinstance(checks.probe.outcome, Reached)
    assert checks.reached_at == clock.now


async def test_a_probe_that_fails_keeps_when_we_were_last_reached(look, seen, clock, listener):
    check, reached = look(), clock.now
    await check.look_at_the_way_in()
    listener.stop()
    clock.now += MINUTE
    await check.look_at_the_way_in()
    assert isinstance(seen().checks.probe.outcome, Unreached)
    assert seen().checks.reached_at == reached


async def test_something_else_at_the_target_is_told(look, seen):
    with Hostile(http(status=404, Server="nginx")) as other:
        await look(f"{other.url}/webhook").look_at_the_way_in()
    assert seen().checks.probe.outcome == Elsewhere(404, "nginx")
    assert seen().checks.reached_at is None


async def test_a_running_tunnel_is_offered_and_not_taken(look, seen, listener):
    with Tool(_agent(listener, "https://abc.example.net")) as agent:
        await look(None, interfaces=Interfaces((agent.url,), ())).look_at_the_way_in()
    checks = seen().checks
    assert [tunnel.url for tunnel in checks.found] == ["https://abc.example.net/webhook"]
    assert (checks.target, checks.probe) == (None, None)


async def test_a_tunnel_with_another_url_is_noticed_once_with_the_webhooks_that_point_to_the_former(
    look, seen, *, create, listener, records, places
):
    with Hostile(http(status=404, Server="ngrok")) as former:
        target = f"{former.url}/webhook"
        create(target)
        create(ELSEWHERE, name="another system's")
        with Tool(_agent(listener, "https://def.example.net")) as agent:
            check = look(target, interfaces=Interfaces((agent.url,), ()))
            await check.look_at_webhooks()
            for _ in range(2):
                await check.look_at_the_way_in()
    health = seen()
    assert health.moved_to == "https://def.example.net/webhook"
    assert [webhook.name for webhook in health.misdirected] == ["reporting lost"]
    assert records() == [(Happened.URL_CHANGED, None)]


async def test_a_new_public_url_leaves_webhooks_at_the_former_one_ours_and_misdirected(
    look, seen, create, listener
):
    create("https://abc.example.net/webhook")
    look("https://abc.example.net/webhook")
    await look().look_at_webhooks()
    assert [webhook.name for webhook in seen().misdirected] == ["reporting lost"]


def _agent(listener, url):
    port = listener.address.rsplit(":", 1)[1].partition("/")[0]
    return {
        "/api/tunnels": {"tunnels": [{"public_url": url, "config": {"addr": f"http://localhost:{port}"}}]}
    }
