"""What is tried again, when, and what never is."""

import asyncio
import json
import socket
from contextlib import suppress

import pytest

from sa_monitor.errors import Refused, Unreachable
from sa_monitor.webex.client import WebexClient
from sa_monitor.webex.patience import Waiting, surely_not_done
from tests.webex.conftest import TOKEN
from tests.webex.hostile import Hostile, http

WANTED = {
    "name": "n",
    "target_url": "http://127.0.0.1:9/",
    "event": "authorized",
    "filter": None,
    "secret": None,
}


@pytest.fixture
def waits():
    return []


@pytest.fixture
async def client(fresh, time, waits):
    async with WebexClient(fresh.api_url, TOKEN, patience=time.patience(), told=waits.append) as client:
        yield client


async def test_250_webhooks_come_in_pages_though_webex_asks_to_wait_in_the_middle(
    client, spoil_fresh, waits, time
):
    created = [(await client.create_webhook(**WANTED)).id for _ in range(250)]
    spoil_fresh("429", after=1)
    assert [webhook.id for webhook in await client.list_webhooks()] == created
    assert waits == [Waiting(1.5, asked=True)]
    assert time.slept == [1.5]


async def test_webex_is_never_asked_sooner_than_it_said(client, spoil_fresh, time):
    spoil_fresh("429", count=3)
    await client.me()
    assert len(time.slept) == 3
    assert min(time.slept) >= 1


async def test_a_creation_waits_too_since_a_429_did_nothing(client, spoil_fresh):
    spoil_fresh("429")
    created = await client.create_webhook(**WANTED)
    assert [webhook.id for webhook in await client.list_webhooks()] == [created.id]


async def test_webex_is_not_waited_for_without_end(client, spoil_fresh, time):
    spoil_fresh("429", count=1000)
    with pytest.raises(Refused, match="429"):
        await client.me()
    assert sum(time.slept) <= 120


@pytest.mark.parametrize("fault", ["500", "drop"])
@pytest.mark.parametrize("call", ["list", "show", "update", "delete"])
async def test_what_is_safe_to_repeat_is_tried_again(client, spoil_fresh, waits, fault, call):
    webhook = await client.create_webhook(**WANTED)
    spoil_fresh(fault, count=2)
    match call:
        case "list":
            assert await client.list_webhooks() == [webhook]
        case "show":
            assert await client.webhook(webhook.id) == webhook
        case "update":
            assert (await client.update_webhook(webhook.id, name="m", target_url="http://x/")).name == "m"
        case "delete":
            await client.delete_webhook(webhook.id)
            assert await client.list_webhooks() == []
    assert [wait.asked for wait in waits] == [False, False]
    assert waits[0].seconds < waits[1].seconds


async def test_three_tries_are_enough(client, spoil_fresh, time):
    spoil_fresh("500", count=3)
    with pytest.raises(Refused, match="500"):
        await client.me()
    assert len(time.slept) == 2


async def test_no_try_begins_late(fresh, spoil_fresh, time):
    spoil_fresh("500", count=3)
    async with WebexClient(fresh.api_url, TOKEN, patience=time.patience(longest=0.4)) as client:
        with pytest.raises(Refused):
            await client.me()
    assert time.slept == []


@pytest.mark.parametrize(("fault", "exists"), [("500", 0), ("drop", 0), ("drop-after", 1)])
async def test_a_creation_whose_outcome_is_not_known_is_never_repeated(
    client, spoil_fresh, time, fault, exists
):
    spoil_fresh(fault)
    with pytest.raises((Refused, Unreachable)) as failed:
        await client.create_webhook(**WANTED)
    assert not surely_not_done(failed.value)
    assert time.slept == []
    assert len(await client.list_webhooks()) == exists


async def test_a_creation_that_was_never_sent_is_tried_again(time):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}/v1"
        async with WebexClient(url, TOKEN, patience=time.patience()) as client:
            with pytest.raises(Unreachable) as failed:
                await client.create_webhook(**WANTED)
    assert surely_not_done(failed.value)
    assert len(time.slept) == 2


async def test_a_webhook_that_went_when_the_answer_was_lost_is_deleted(client, spoil_fresh):
    webhook = await client.create_webhook(**WANTED)
    spoil_fresh("drop-after")
    await client.delete_webhook(webhook.id)
    with pytest.raises(Refused, match="404"):
        await client.delete_webhook(webhook.id)


async def test_what_would_only_fail_again_is_told_at_once(time):
    with Hostile(http(b"<html>Sign in</html>")) as server:
        async with WebexClient(server.url, TOKEN, patience=time.patience()) as client:
            with pytest.raises(Unreachable, match="no JSON"):
                await client.me()
        assert len(server.requests) == 1


async def test_an_answer_that_trickles_is_given_up(time):
    """A server that sends a byte now and then must not hold a screen for ever."""

    async def trickle(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        with suppress(ConnectionError):
            while True:
                writer.write(b" ")
                await writer.drain()
                await asyncio.sleep(0.01)
        writer.close()
        done.set()

    done = asyncio.Event()
    async with await asyncio.start_server(trickle, "127.0.0.1", 0) as server:
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        patience = time.patience(tries=1)
        async with WebexClient(url, TOKEN, patience=patience, whole=0.3) as client:
            with pytest.raises(Unreachable, match="no whole answer"):
                await client.me()
        await done.wait()


async def test_an_answer_tells_the_time_at_webex_and_how_long_it_took(fresh):
    async with WebexClient(fresh.api_url, TOKEN) as client:
        assert client.exchange is None
        await client.me()
    assert client.exchange.status == 200
    assert 0 < client.exchange.seconds < 10
    assert abs(client.exchange.ahead) < 10_000


async def test_an_answer_without_a_date_leaves_the_time_unknown():
    with Hostile(http(b'{"displayName": "x"}', Date="yesterday")) as server:
        async with WebexClient(server.url, TOKEN) as client:
            await client.me()
    assert client.exchange.date is None
    assert client.exchange.ahead is None


async def test_a_missing_scope_is_named_with_the_tracking_id(client, spoil_fresh):
    spoil_fresh("403")
    with pytest.raises(Refused) as refused:
        await client.create_webhook(**WANTED)
    assert refused.value.title == "This token can't change webhooks: it lacks application:webhooks_write."
    assert refused.value.tracking_id.startswith("ROUTER_")
    assert refused.value.tracking_id in refused.value.advice


async def test_whether_a_token_may_change_webhooks_is_asked_without_changing_any(client, spoil_fresh):
    assert await client.may_change_webhooks() is True
    spoil_fresh("403")
    assert await client.may_change_webhooks() is False
    assert await client.list_webhooks() == []


@pytest.mark.parametrize("webhook_id", ["../people/me", "a/b", "?x=1", "..", "ü"])
async def test_an_id_is_never_more_than_one_part_of_a_path(client, webhook_id):
    with pytest.raises(Refused, match="404"):
        await client.webhook(webhook_id)


async def test_an_organization_is_told_by_its_name(client, fresh):
    home = fresh.cast.home
    assert (await client.organization(home.id)).display_name == home.name


async def test_a_webhook_that_two_pages_hold_is_listed_once():
    hook = {"id": "1", "name": "n", "targetUrl": "u", "resource": "serviceApp", "event": "authorized"}
    page = json.dumps({"items": [hook]}).encode()
    with Hostile(http(page, Link='<?cursor=1>; rel="next"'), http(page)) as server:
        async with WebexClient(server.url, TOKEN) as client:
            assert [webhook.id for webhook in await client.list_webhooks()] == ["1"]
        assert len(server.requests) == 2


async def test_whether_a_token_may_list_webhooks_is_asked_by_one(client, spoil_fresh):
    assert await client.may_read_webhooks() is True
    spoil_fresh("403")
    assert await client.may_read_webhooks() is False
