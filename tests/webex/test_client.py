"""The client against the simulated Webex, over HTTP."""

import socket
from functools import partial

import pytest

from sa_monitor.errors import CredentialsError, Refused, Unreachable
from sa_monitor.model.webhook import Webhook
from sa_monitor.simulator.server import Simulator
from sa_monitor.webex.client import WebexClient
from sa_monitor.webex.holders import Person
from sa_monitor.webex.patience import NONE
from tests import simulated

TOKEN = "the-right-token"


@pytest.fixture(scope="module")
def simulator():
    with Simulator(seed=7, token=TOKEN, rate=0) as simulator:
        yield simulator


@pytest.fixture
def spoil(simulator):
    """Order a fault."""
    return partial(simulated.spoil, simulator)


@pytest.fixture
async def client(simulator):
    async with WebexClient(simulator.api_url, TOKEN) as client:
        yield client


def wanted(number: int = 1, **more: str | None) -> dict[str, str | None]:
    """Give the arguments of a good creation."""
    given = {"name": f"watch {number}", "target_url": f"http://127.0.0.1:9/{number}", "event": "authorized"}
    return {**given, "filter": None, "secret": None, **more}


async def test_me_tells_whose_token_it_is(client, simulator):
    home = simulator.cast.home.id
    assert await client.me() == Person(
        display_name="Jane Doe",
        id=simulator.cast.me.id,
        emails=("jane.doe@blueheron.example",),
        org_id=home,
    )


@pytest.mark.parametrize("slashes", ["", "/", "//"])
async def test_slashes_at_the_end_of_the_url_do_not_matter(simulator, slashes):
    async with WebexClient(simulator.api_url + slashes, TOKEN) as client:
        assert (await client.me()).display_name == "Jane Doe"


async def test_a_created_webhook_comes_back_as_webex_keeps_it(client):
    webhook = await client.create_webhook(**wanted(filter="friendlyName=call-reporting", secret="s3cret"))
    assert isinstance(webhook, Webhook)
    assert (webhook.name, webhook.event, webhook.resource) == ("watch 1", "authorized", "serviceApp")
    assert (webhook.filter, webhook.active) == ("friendlyName=call-reporting", True)
    assert "s3cret" not in repr(webhook)
    assert webhook in await client.list_webhooks()


async def test_the_list_goes_through_all_pages(client):
    created = [(await client.create_webhook(**wanted(number))).id for number in range(210)]
    assert [webhook.id for webhook in await client.list_webhooks()][-210:] == created


async def test_a_wrong_token_is_refused_with_advice(simulator):
    async with WebexClient(simulator.api_url, "wrong") as client:
        with pytest.raises(Refused, match="token") as refused:
            await client.me()
    assert refused.value.status == 401
    assert "sa-monitor token set" in refused.value.advice
    assert "Tracking id ROUTER_" in refused.value.advice


async def test_a_bad_request_says_what_webex_said(client):
    with pytest.raises(Refused, match="roomId") as refused:
        await client.create_webhook(**wanted(filter="roomId=x"))
    assert refused.value.status == 400


async def test_the_wait_that_webex_asks_for_is_told_where_nobody_waits(simulator, spoil):
    spoil("429")
    async with WebexClient(simulator.api_url, TOKEN, patience=NONE) as client:
        with pytest.raises(Refused, match="asks to wait 1 s") as refused:
            await client.list_webhooks()
        assert (refused.value.status, refused.value.wait) == (429, 1)
        assert (await client.me()).display_name


async def test_a_creation_that_webex_broke_at_is_told_and_not_tried_again_by_itself(client, spoil):
    before = len(await client.list_webhooks())
    spoil("500")
    with pytest.raises(Refused, match="500") as refused:
        await client.create_webhook(**wanted())
    assert refused.value.status == 500
    assert len(await client.list_webhooks()) == before


async def test_a_wrong_path_is_a_404_that_doubts_the_url(simulator):
    async with WebexClient(simulator.url + "/v2", TOKEN) as client:
        with pytest.raises(Refused, match="404") as refused:
            await client.me()
    assert "--api-url" in refused.value.advice


async def test_nobody_at_the_address_is_unreachable():
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
        async with WebexClient(f"http://127.0.0.1:{port}/v1", TOKEN) as client:
            with pytest.raises(Unreachable, match=f"127.0.0.1:{port} can't be reached"):
                await client.me()


@pytest.mark.parametrize("url", ["", "nonsense", "ftp://127.0.0.1/v1", "http://", "/v1"])
async def test_what_is_no_address_is_unreachable(url):
    async with WebexClient(url, TOKEN) as client:
        with pytest.raises(Unreachable, match="--api-url"):
            await client.me()


@pytest.mark.parametrize("url", ["http://[::1", "http://a:b:c/", "http://ex\x00ample"])
def test_what_can_not_even_be_read_is_unreachable(url):
    with pytest.raises(Unreachable, match="is no address"):
        WebexClient(url, TOKEN)


@pytest.mark.parametrize("token", ["", "with blank", "line\nbreak", "tök", "bell\x07"])
def test_a_token_that_can_not_be_one_is_refused_without_being_told(token):
    with pytest.raises(CredentialsError) as refused:
        WebexClient("https://webexapis.com/v1", token)
    assert not token or token not in str(refused.value)


async def test_its_repr_shows_neither_token_nor_password():
    client = WebexClient("https://jane:password@webexapis.com/v1", TOKEN)
    line = client._line
    parts = [client, vars(client), vars(client._tokens).keys(), line, vars(line), vars(line._client)]
    shown = "".join(map(repr, parts))
    await line._client.aclose()
    assert "webexapis.com" in shown
    assert TOKEN not in shown
    assert "password" not in shown
