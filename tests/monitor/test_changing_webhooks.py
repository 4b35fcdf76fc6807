"""Changing, deleting and reactivating webhooks: what was stays good while the change isn't certain."""

import pytest

from sa_monitor.errors import Unreachable
from sa_monitor.model.event import Kind
from sa_monitor.model.filter import Filter
from sa_monitor.model.webhook_outcome import Stage as At
from sa_monitor.model.webhook_request import delete_request, edit_requests, update_request
from sa_monitor.monitor.changing import Manner
from tests.monitor.webhook_stage import HERE, ends, one
from tests.simulated import give_up


async def proven(_webhook):
    """Prove it."""


class TestChanging:
    async def created(self, stage, **more):
        [outcome] = await stage.carry_out(one(**more))
        return outcome.webhook

    async def test_name_and_target_are_changed_and_what_is_left_out_stays(self, stage):
        webhook = await self.created(stage)
        [outcome] = await stage.carry_out([update_request(webhook, name="m")])
        assert (outcome.stage, outcome.webhook.name, outcome.webhook.target_url) == (At.DONE, "m", HERE)

    async def test_a_new_secret_leaves_the_old_one_good_for_a_while(self, stage):
        webhook = await self.created(stage)
        [(_, old, _)] = stage.secrets()
        await stage.carry_out([update_request(webhook, signs=True)])
        [(_, first, was_current), (ident, new, is_current)] = stage.secrets()
        assert (first, was_current, ident, is_current) == (old, False, webhook.id, True)
        assert new != old

    async def test_a_refused_secret_changes_none(self, stage):
        webhook = await self.created(stage)
        before = stage.secrets()
        stage.spoil("403")
        [outcome] = await stage.carry_out([update_request(webhook, signs=True)])
        assert outcome.stage is At.REFUSED
        assert stage.secrets() == before

    async def test_a_change_that_nobody_answers_leaves_both_secrets_good(self, stage):
        webhook = await self.created(stage)
        stage.spoil("drop", count=3)
        [outcome] = await stage.carry_out([update_request(webhook, signs=True)])
        assert outcome.stage is At.UNKNOWN
        assert [(ident, current) for ident, _, current in stage.secrets()] == [
            (webhook.id, True),
            (None, True),
        ]

    async def test_another_filter_is_a_new_webhook_before_the_old_one_ends(self, stage):
        webhook = await self.created(stage)
        requests = edit_requests(
            webhook, name="n", target_url=HERE, event=Kind.AUTHORIZED, condition=Filter(site="s")
        )
        assert ends(await stage.carry_out(requests)) == [At.DONE, At.DONE]
        [left] = stage.at_webex()
        assert left["filter"] == "trainSiteNames=s"

    async def test_the_old_one_stays_where_the_new_one_is_refused(self, stage):
        webhook = await self.created(stage)
        stage.spoil("403", after=1)
        requests = edit_requests(
            webhook, name="n", target_url=HERE, event=Kind.AUTHORIZED, condition=Filter(site="s")
        )
        assert ends(await stage.carry_out(requests)) == [At.REFUSED, At.NOT_SENT]
        assert [left["id"] for left in stage.at_webex()] == [webhook.id]

    async def test_a_deleted_webhooks_secret_is_good_for_what_is_on_its_way(self, stage):
        webhook = await self.created(stage)
        [outcome] = await stage.carry_out([delete_request(webhook)])
        assert outcome.stage is At.DONE
        assert stage.at_webex() == []
        assert [current for _, _, current in stage.secrets()] == [False]

    async def test_what_somebody_else_deleted_is_deleted(self, stage):
        webhook = await self.created(stage)
        for _ in range(2):
            assert ends(await stage.carry_out([delete_request(webhook)])) == [At.DONE]

    async def test_a_change_is_no_news_for_the_health_watch(self, stage):
        webhook = await self.created(stage)
        health = await stage.history.health()
        assert health.webhooks == (webhook,)
        assert health.ours.has(webhook)
        await stage.carry_out([delete_request(webhook)])
        assert (await stage.history.health()).webhooks == ()


class TestReactivating:
    @pytest.fixture
    async def inactive(self, stage):
        """Give a webhook that Webex gave up after 100 deliveries that nobody took."""
        [outcome] = await stage.carry_out(one(target_url="http://127.0.0.1:9/webhook"))
        give_up(stage.simulator)
        assert stage.at_webex()[0]["status"] == "inactive"
        return outcome.webhook

    async def test_it_is_brought_back_once_its_target_is_proven(self, stage, inactive):
        [outcome] = await stage.carry_out([update_request(inactive, reactivates=True)], Manner(proves=proven))
        assert outcome.stage is At.DONE
        assert outcome.webhook.active
        assert [told.stage for told in stage.told[-3:]] == [At.PROVING, At.SENDING, At.DONE]

    async def test_it_stays_inactive_while_its_target_is_not_proven(self, stage, inactive):
        async def doubts(webhook):
            return f"{webhook.target_url} answered 502."

        [outcome] = await stage.carry_out([update_request(inactive, reactivates=True)], Manner(proves=doubts))
        assert (outcome.stage, outcome.reason) == (At.UNPROVEN, "http://127.0.0.1:9/webhook answered 502.")
        assert stage.at_webex()[0]["status"] == "inactive"

    async def test_a_proof_that_fails_is_a_doubt(self, stage, inactive):
        async def fails(_webhook):
            raise Unreachable("Nobody answers.")

        [outcome] = await stage.carry_out([update_request(inactive, reactivates=True)], Manner(proves=fails))
        assert (outcome.stage, outcome.reason) == (At.UNPROVEN, "Nobody answers.")

    async def test_without_a_proof_it_is_done_only_knowingly(self, stage, inactive):
        requests = [update_request(inactive, reactivates=True)]
        assert ends(await stage.carry_out(requests)) == [At.UNPROVEN]
        assert ends(await stage.carry_out(requests, Manner(anyway=True))) == [At.DONE]

    async def test_the_target_that_it_will_have_is_the_one_that_is_proven(self, stage, inactive):
        asked = []

        async def note(webhook):
            asked.append(webhook.target_url)

        request = update_request(inactive, target_url=HERE, reactivates=True)
        await stage.carry_out([request], Manner(proves=note))
        assert asked == [HERE]
