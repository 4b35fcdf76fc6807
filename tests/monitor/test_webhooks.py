"""Webhooks as they are listed: what is wrong with ours, what mends it, and which one is meant."""

import pytest

from sa_monitor.errors import NotFound
from sa_monitor.model.filter import Filter
from sa_monitor.model.finding import Flaw
from sa_monitor.model.health import Checks
from sa_monitor.model.reach import Tunnel
from sa_monitor.model.webex_id import uuid_of
from sa_monitor.model.webhook_outcome import Stage as At
from sa_monitor.store.health import keep_checks
from sa_monitor.store.targets import remember_target
from tests.monitor.webhook_stage import HERE, Stage, ends, events, one, pair

OLD = "https://old.example.net/webhook"


async def flaws(stage):
    return [[finding.flaw for finding in listed.findings] for listed in (await stage.webhooks.list()).listed]


class TestListing:
    async def test_a_pair_that_was_just_created_is_in_order(self, stage):
        await stage.create()
        assert await flaws(stage) == [[], []]

    async def test_another_systems_webhooks_are_listed_and_not_judged(self, stage):
        await stage.elsewhere()
        [listed] = (await stage.webhooks.list()).listed
        assert (listed.is_ours, listed.findings, listed.secret_known) == (False, (), False)

    async def test_all_that_is_wrong_is_found_and_mended(self, stage, places):
        remember_target(places.database, HERE, 1)
        remember_target(places.database, OLD, 1)
        await stage.elsewhere("old", OLD, filter="trainSiteNames=s")
        overview = await stage.webhooks.list()
        assert [finding.flaw for finding in overview.listed[0].findings] == [
            Flaw.OTHER_TARGET,
            Flaw.HALF,
            Flaw.UNSIGNED,
        ]
        outcomes = await stage.carry_out(overview.mend(*overview.listed))
        assert ends(outcomes) == [At.DONE, At.DONE]
        assert await flaws(stage) == [[], []]
        assert {webhook["targetUrl"] for webhook in stage.at_webex()} == {HERE}
        assert events(stage.at_webex()) == ["authorized", "deauthorized"]

    async def test_a_mend_touches_nothing_that_is_not_ours(self, stage):
        theirs = await stage.elsewhere()
        await stage.carry_out(one())
        overview = await stage.webhooks.list()
        requests = overview.mend(*overview.listed)
        assert all(request.webhook != theirs for request in requests)
        await stage.carry_out(requests)
        assert await client_webhook(stage, theirs.id) == theirs

    async def test_a_webhook_is_found_by_id_uuid_or_a_name_of_its_own(self, stage):
        outcomes = [
            *await stage.carry_out(one(name="First")),
            *await stage.create(condition=Filter(site="s")),
        ]
        overview, first = await stage.webhooks.list(), outcomes[0].webhook
        for ident in (first.id, uuid_of(first.id), uuid_of(first.id).upper(), "first"):
            assert overview.find(ident).webhook == first
        for ident in ("n", "nobody", ""):
            with pytest.raises(NotFound):
                overview.find(ident)

    async def test_what_is_kept_can_be_judged_without_asking_webex(self, stage):
        outcomes = await stage.create()
        stage.simulator.stop()
        health = await stage.history.health()
        overview = await stage.webhooks.judge(health.webhooks)
        assert [listed.webhook for listed in overview.listed] == [o.webhook for o in outcomes]

    async def test_the_target_to_propose_is_the_public_url(self, stage):
        assert await stage.webhooks.here() == HERE


async def client_webhook(stage, ident):
    async with stage.webhooks._account.client() as client:
        return await client.webhook(ident)


def test_a_plan_of_a_pair_says_what_is_sent():
    assert [request.body()["event"] for request in pair()] == ["authorized", "deauthorized"]


async def test_a_target_that_is_set_goes_before_one_that_somebody_listened_with(stage, places):
    found = (Tunnel("ngrok", "https://new.example.net/webhook"),)
    keep_checks(places.database, Checks(target="https://former.example.net/webhook"))
    assert await stage.webhooks.here() == HERE
    keep_checks(places.database, Checks(target=HERE, found=found))
    assert await stage.webhooks.here() == HERE


async def test_without_a_target_that_is_set_a_tunnel_is_proposed(webex, places):
    stage = Stage(webex, places, public_url=None)
    assert await stage.webhooks.here() is None
    keep_checks(places.database, Checks(found=(Tunnel("ngrok", "https://new.example.net/webhook"),)))
    assert await stage.webhooks.here() == "https://new.example.net/webhook"
    await stage.history.close()


async def test_webhooks_left_behind_by_a_new_url_are_moved_and_nothing_else(stage, places):
    remember_target(places.database, OLD, 1)
    await stage.elsewhere("old", OLD)
    await stage.elsewhere()
    overview = await stage.webhooks.list()
    requests = overview.mend(*overview.left_behind, only={Flaw.OTHER_TARGET})
    assert [(r.webhook.name, r.signs) for r in requests] == [("old", False)]
    assert ends(await stage.carry_out(requests)) == [At.DONE]
    assert [webhook["targetUrl"] for webhook in stage.at_webex()] == [HERE, "https://x/"]
