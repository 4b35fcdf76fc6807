"""Giving a webhook's signing secret, by keyboard."""

import httpx

from sa_monitor.monitor.clocks import wall_clock
from sa_monitor.monitor.recorder import Recorder
from sa_monitor.settings.credentials import CredentialsFile
from sa_monitor.settings.schema import Settings
from tests.store.conftest import body_of
from tests.ui.stage import Posed, gone, seen, shown, text, told


def kept(places):
    return [(s.webhook_id, s.value) for s in CredentialsFile(places.credentials, wall_clock).read().secrets]


async def test_a_secret_is_kept_for_a_webhook_without_being_shown(places):
    async with shown(Posed(places)) as (_app, pilot):
        await pilot.press("S", *"s3cr3t q", "enter", *"hook-1", "enter")
        await told(pilot, "Kept for this webhook. The listener knows it before it judges the next delivery.")
        assert "s3cr3t" not in text(pilot)
        assert kept(places) == [("hook-1", "s3cr3t q")]
        await pilot.press("enter")
        await gone(pilot, "Signing secret")


async def test_without_an_id_it_is_for_any_webhook(places):
    async with shown(Posed(places)) as (_app, pilot):
        await pilot.press("S", *"s3cr3t", "enter", "enter")
        await told(pilot, "Kept for any webhook.")
        assert kept(places) == [(None, "s3cr3t")]


async def test_webhooks_that_rejected_deliveries_claim_are_suggested(places):
    with Recorder(Settings(port=0), places, environ={}) as recorder:
        async with httpx.AsyncClient(trust_env=False) as client:
            await client.post(recorder.address, content=body_of(webhook="hook-7"))
    async with shown(Posed(places)) as (_app, pilot):
        await pilot.press("S")
        await told(pilot, '1 delivery of "name of hook-7" hook-7')
        await pilot.press(*"s3cr3t", "enter", "down", "enter")
        await told(pilot, "Kept for this webhook.")
        assert kept(places) == [("hook-7", "s3cr3t")]


async def test_the_secret_before_stays_good_for_a_while(places):
    CredentialsFile(places.credentials, wall_clock).add_secret("hook-1", "old")
    async with shown(Posed(places)) as (_app, pilot):
        await pilot.press("S", *"new", "enter", *"hook-1", "enter")
        await told(pilot, "The one that it had before is good for ten minutes more.")


async def test_an_empty_secret_is_none(places):
    async with shown(Posed(places)) as (_app, pilot):
        await pilot.press("S", "enter", "enter")
        await seen(pilot, "The secret is still empty.")
        await pilot.press("escape")
        assert kept(places) == []
