"""Whose account it is, and an Integration that renews itself."""

import asyncio
import stat
from functools import partial

import pytest

from sa_monitor.errors import NotFound, Refused, UsageError
from sa_monitor.model.instants import rfc3339
from sa_monitor.monitor.account import Account, Kind
from sa_monitor.monitor.clocks import wall_clock
from sa_monitor.settings.credentials import CredentialsFile
from sa_monitor.settings.places import find_places
from sa_monitor.settings.schema import Settings
from sa_monitor.settings.stored import Integration
from sa_monitor.simulator.server import Simulator
from tests import simulated

TOKEN = "the-right-token"


@pytest.fixture
def simulator():
    with Simulator(seed=7, token=TOKEN, rate=0) as simulator:
        yield simulator


@pytest.fixture
def spoil(simulator):
    return partial(simulated.spoil, simulator)


@pytest.fixture
def places(tmp_path):
    return find_places(tmp_path / "data", tmp_path / "conf" / "config.toml", {})


@pytest.fixture
def account(simulator, places):
    def account(**environ):
        return Account(Settings(api_url=simulator.api_url), places, environ)

    return account


@pytest.fixture
def integration(simulator):
    made = simulator.integration
    return Integration(made.client_id, made.client_secret, made.refresh_token)


def kept(places):
    return CredentialsFile(places.credentials, wall_clock).read().integration


def test_without_a_token_there_is_no_client(account):
    assert account().origin is None
    with pytest.raises(NotFound, match="No Webex token"):
        account().client()


async def test_a_given_token_is_told_whose_it_is_before_it_is_kept(account, places):
    holder = await account().check(TOKEN)
    assert (holder.name, holder.reads_webhooks, holder.changes_webhooks) == ("Jane Doe", True, True)
    assert holder.origin is None
    assert not places.credentials.exists()


async def test_what_a_token_may_not_do_is_told(account, spoil):
    spoil("403", count=2, after=1)
    holder = await account().check(TOKEN)
    assert (holder.reads_webhooks, holder.changes_webhooks) == (False, False)


async def test_read_only_changes_nothing_to_find_out_what_it_may_change(simulator, places):
    account = Account(Settings(api_url=simulator.api_url, read_only=True), places, {})
    assert (await account.check(TOKEN)).changes_webhooks is None


async def test_a_kept_token_is_in_force_at_once(account, places):
    one = account()
    one.keep(f"Bearer {TOKEN}\n")
    assert (one.origin.kind, one.origin.place) == (Kind.TOKEN, str(places.credentials))
    assert (await one.check()).origin == one.origin
    assert one.forget()
    assert one.origin is None


async def test_the_environment_goes_before_what_is_kept(account):
    one = account(WEBEX_ACCESS_TOKEN=TOKEN)
    one.keep("another")
    assert one.origin.in_environment
    assert (await one.check()).name == "Jane Doe"


async def test_a_refused_token_is_told_with_its_origin(account):
    with pytest.raises(Refused) as refused:
        await account(WEBEX_ACCESS_TOKEN="wrong").check()
    assert str(refused.value).startswith(
        "Webex refused the token from WEBEX_ACCESS_TOKEN (401). "
        "Set a new one there: it goes before the one kept here."
    )
    assert refused.value.tracking_id in refused.value.advice


@pytest.mark.parametrize("token", ["", "  ", "two words", "tök"])
def test_what_can_not_be_a_token_is_not_kept(account, places, token):
    with pytest.raises(UsageError):
        account().keep(token)
    assert not places.credentials.exists()


async def test_an_expired_token_without_a_refresh_token_is_refused(account, spoil):
    one = account()
    one.keep(TOKEN)
    spoil("expired")
    with pytest.raises(Refused, match="refused the token"):
        await one.check()


async def test_an_integration_gets_its_first_token_and_keeps_it(account, integration, places):
    one = account()
    one.keep_integration(integration)
    async with one.client() as client:
        assert (await client.me()).display_name == "Jane Doe"
    assert kept(places).access_token
    assert one.origin.kind is Kind.INTEGRATION
    assert one.origin.expires_at > wall_clock()
    assert stat.S_IMODE(places.credentials.stat().st_mode) == 0o600


async def test_an_expired_token_is_renewed_once_and_stored(account, integration, places, spoil):
    one = account()
    one.keep_integration(integration)
    async with one.client() as client:
        await client.me()
        before = kept(places)
        spoil("expired")
        assert (await client.me()).display_name == "Jane Doe"
    after = kept(places)
    assert after.access_token != before.access_token
    assert after.refresh_token != before.refresh_token


async def test_a_creation_with_an_expired_token_is_done_once(account, integration, spoil):
    one = account()
    one.keep_integration(integration)
    wanted = {"name": "n", "target_url": "http://x/", "event": "authorized", "filter": None, "secret": None}
    async with one.client() as client:
        await client.me()
        spoil("expired")
        created = await client.create_webhook(**wanted)
        assert await client.list_webhooks() == [created]


async def test_renewing_happens_once_for_all_who_need_it(account, integration, places, spoil):
    """The simulator takes a refresh token once: a second renewal with the same one would fail."""
    account().keep_integration(integration)

    async def ask():
        async with account().client() as client:
            return (await client.me()).display_name

    assert set(await asyncio.gather(*(ask() for _ in range(8)))) == {"Jane Doe"}
    spoil("expired")
    assert set(await asyncio.gather(*(ask() for _ in range(8)))) == {"Jane Doe"}


async def test_what_another_process_renewed_is_used(account, integration, spoil):
    one, other = account(), account()
    one.keep_integration(integration)
    async with one.client() as client, other.client() as another:
        await client.me()
        spoil("expired")
        await another.me()
        assert (await client.me()).display_name == "Jane Doe"


async def test_an_integration_that_ended_says_what_to_do(account, integration, simulator, places):
    one = account()
    one.keep_integration(Integration(integration.client_id, integration.client_secret, "used up"))
    with pytest.raises(Refused, match="doesn't renew") as refused:
        await one.check()
    assert "token set --integration" in refused.value.advice
    assert refused.value.tracking_id
    assert "used up" not in str(refused.value)
    assert kept(places).refresh_token == "used up"


async def test_an_integration_can_be_tried_before_it_is_kept(account, integration, places):
    one = account()
    holder, got = await one.check_integration(integration)
    assert holder.name == "Jane Doe"
    assert not places.credentials.exists()
    one.keep_integration(got)
    assert (await one.check()).name == "Jane Doe"
    assert rfc3339(one.origin.expires_at)


def test_no_secret_of_an_integration_is_in_its_repr(integration):
    assert integration.client_secret not in repr(integration)
    assert integration.refresh_token not in repr(integration)


async def test_whichever_call_a_token_is_refused_at_its_origin_is_told(account):
    async with account(WEBEX_ACCESS_TOKEN="wrong").client() as client:
        with pytest.raises(Refused, match="refused the token from WEBEX_ACCESS_TOKEN"):
            await client.list_webhooks()


async def test_an_integration_whose_renewed_token_is_refused_too_says_so(account, integration, spoil):
    one = account()
    one.keep_integration(integration)
    async with one.client() as client:
        await client.me()
        spoil("expired", count=2)
        with pytest.raises(Refused, match="though it was renewed") as refused:
            await client.me()
    assert refused.value.status == 401
    assert refused.value.tracking_id in refused.value.advice
