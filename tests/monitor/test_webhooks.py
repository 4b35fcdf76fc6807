"""Creating, changing and mending webhooks, with everything that can go wrong at each step."""

import asyncio
import json
import re

import httpx
import pytest

from sa_monitor.errors import NotFound, ReadOnly, Refused, Unreachable
from sa_monitor.model.event import Kind
from sa_monitor.model.filter import Filter
from sa_monitor.model.finding import Flaw
from sa_monitor.model.health import Checks
from sa_monitor.model.reach import Tunnel
from sa_monitor.model.webex_id import uuid_of
from sa_monitor.model.webhook_outcome import Stage as At
from sa_monitor.model.webhook_request import delete_request, edit_requests, update_request
from sa_monitor.monitor.changing import Manner
from sa_monitor.settings.places import find_places
from sa_monitor.simulator.server import Simulator
from sa_monitor.store.health import keep_checks
from sa_monitor.store.targets import remember_target
from tests.monitor.webhook_stage import HERE, TOKEN, Stage, one, pair

HOOK = {
    "id": "hook-1",
    "name": "n",
    "targetUrl": HERE,
    "resource": "serviceApp",
    "event": "authorized",
}
OLD = "https://old.example.net/webhook"


@pytest.fixture
def simulator():
    with Simulator(seed=7, token=TOKEN, rate=0) as simulator:
        yield simulator


@pytest.fixture
def places(tmp_path):
    return find_places(tmp_path / "data", tmp_path / "conf" / "config.toml", {})


@pytest.fixture
async def stage(simulator, places):
    stage = Stage(simulator, places)
    yield stage
    await stage.history.close()


def ends(outcomes):
    return [outcome.stage for outcome in outcomes]


def events(webhooks):
    return [webhook["event"] for webhook in webhooks]


async def flaws(stage):
    return [[finding.flaw for finding in listed.findings] for listed in (await stage.webhooks.list()).listed]


async def proven(_webhook):
    """Prove it."""


class TestCreating:
    async def test_a_pair_is_created_each_with_a_secret_of_its_own(self, stage):
        outcomes = await stage.create(condition=Filter(app_id="x", site="s"))
        assert ends(outcomes) == [At.DONE, At.DONE]
        assert events(stage.at_webex()) == ["authorized", "deauthorized"]
        assert {webhook["filter"] for webhook in stage.at_webex()} == {"id=x&trainSiteNames=s"}
        secrets = stage.secrets()
        assert [ident for ident, _, _ in secrets] == [outcome.webhook.id for outcome in outcomes]
        assert len({value for _, value, _ in secrets}) == 2
        assert min(len(value) for _, value, _ in secrets) >= 32

    async def test_every_step_is_told_as_it_comes(self, stage):
        await stage.create()
        assert [(told.number, told.stage) for told in stage.told] == [
            (0, At.SENDING),
            (0, At.DONE),
            (1, At.SENDING),
            (1, At.DONE),
        ]

    async def test_a_typed_secret_signs_both_and_is_in_no_repr(self, stage):
        manner = Manner(secret="typed-secret")
        outcomes = await stage.create(manner)
        assert [value for _, value, _ in stage.secrets()] == ["typed-secret"] * 2
        assert "typed-secret" not in repr(manner) + repr(outcomes) + repr(stage.told)

    async def test_the_secret_is_known_when_the_request_arrives(self, places):
        """A delivery that overtakes Webex's answer verifies: the secret is tried on those of every webhook."""
        seen = []

        async def answer(reader, writer):
            head = await reader.readuntil(b"\r\n\r\n")
            if head.startswith(b"POST"):
                size = int(re.search(rb"content-length: (\d+)", head.lower())[1])
                seen.append((json.loads(await reader.readexactly(size)), stage.secrets()))
            body = json.dumps(HOOK | {"items": []}).encode()
            writer.write(
                b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % len(body) + body
            )
            writer.close()

        async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
            url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
            stage = Stage(None, places, api_url=url)
            await stage.carry_out(one())
        await stage.history.close()
        [(sent, secrets)] = seen
        assert secrets == [(None, sent["secret"], True)]
        assert stage.secrets() == [("hook-1", sent["secret"], True)]

    async def test_what_exists_is_not_created_again(self, stage):
        first = await stage.create(name="first")
        again = await stage.create(name="other name", target_url=f"{HERE}/")
        assert ends(again) == [At.EXISTS, At.EXISTS]
        assert [outcome.webhook for outcome in again] == [outcome.webhook for outcome in first]
        assert len(stage.at_webex()) == 2
        assert len(stage.secrets()) == 2

    @pytest.mark.parametrize(
        "other",
        [{"condition": Filter(site="s")}, {"target_url": "https://other.example.com/"}],
        ids=["filter", "target"],
    )
    async def test_another_filter_or_target_is_another_webhook(self, stage, other):
        await stage.create()
        assert ends(await stage.create(**other)) == [At.DONE, At.DONE]

    async def test_it_can_be_created_again_knowingly(self, stage):
        await stage.create()
        assert ends(await stage.create(Manner(again=True))) == [At.DONE, At.DONE]
        assert len(stage.at_webex()) == 4

    async def test_both_spellings_of_the_admin_site_exist_as_the_same(self, stage):
        stage.spoil("plural-filter-only")
        condition = Filter(admin_site="acme.webex.com")
        await stage.carry_out(one(condition=condition))
        assert ends(await stage.carry_out(one(condition=condition))) == [At.EXISTS]

    async def test_the_other_spelling_is_tried_once_and_told(self, stage):
        stage.spoil("plural-filter-only", count=9)
        outcomes = await stage.create(condition=Filter(admin_site="acme.webex.com"))
        assert ends(outcomes) == [At.DONE, At.DONE]
        assert {outcome.admin_site_key for outcome in outcomes} == {"adminTrainSiteNames"}
        assert {webhook["filter"] for webhook in stage.at_webex()} == {"adminTrainSiteNames=acme.webex.com"}

    async def test_the_first_spelling_is_nothing_to_tell(self, stage):
        stage.spoil("singular-filter-only", count=9)
        outcomes = await stage.create(condition=Filter(admin_site="acme.webex.com"))
        assert [outcome.admin_site_key for outcome in outcomes] == [None, None]

    async def test_neither_spelling_taken_is_refused(self, stage):
        stage.spoil("plural-filter-only", count=1)
        stage.spoil("singular-filter-only", count=1)
        [outcome] = await stage.carry_out(one(condition=Filter(admin_site="acme.webex.com")))
        assert outcome.stage is At.REFUSED
        assert stage.secrets() == []


@pytest.mark.parametrize("step", [0, 1], ids=["first", "second"])
class TestCreatingAPairThatFails:
    """The list of what exists is the first request, then comes one for each webhook."""

    async def test_refused_it_leaves_no_secret_and_can_be_gone_on_with(self, stage, step):
        stage.spoil("403", after=1 + step)
        outcomes = await stage.create()
        assert ends(outcomes) == [[At.REFUSED, At.NOT_SENT], [At.DONE, At.REFUSED]][step]
        assert outcomes[step].error.tracking_id
        assert len(stage.at_webex()) == len(stage.secrets()) == step
        assert ends(await stage.create()) == [At.EXISTS] * step + [At.DONE] * (2 - step)
        assert len(stage.at_webex()) == len(stage.secrets()) == 2

    @pytest.mark.parametrize("fault", ["500", "drop"])
    async def test_broken_off_before_it_was_done_it_is_not_in_the_list(self, stage, step, fault):
        stage.spoil(fault, after=1 + step)
        outcomes = await stage.create()
        assert ends(outcomes) == [[At.REFUSED, At.NOT_SENT], [At.DONE, At.REFUSED]][step]
        assert len(stage.at_webex()) == step
        assert [current for _, _, current in stage.secrets()] == [True] * step + [False]
        assert ends(await stage.create()) == [At.EXISTS] * step + [At.DONE] * (2 - step)
        assert len(stage.at_webex()) == 2

    async def test_done_though_its_answer_was_lost_it_is_found_in_the_list(self, stage, step):
        stage.spoil("drop-after", after=1 + step)
        outcomes = await stage.create()
        assert ends(outcomes) == [At.DONE, At.DONE]
        assert [outcome.found for outcome in outcomes] == [step == 0, step == 1]
        assert len(stage.at_webex()) == 2
        assert [ident for ident, _, _ in stage.secrets()] == [o.webhook.id for o in outcomes]

    async def test_while_the_list_does_not_tell_nobody_knows_and_the_secret_stays(self, stage, step):
        stage.spoil("drop-after", after=1 + step)
        stage.spoil("500", count=3)
        outcomes = await stage.create()
        assert ends(outcomes) == [[At.UNKNOWN, At.NOT_SENT], [At.DONE, At.UNKNOWN]][step]
        assert stage.secrets()[-1][0] is None
        assert len(stage.at_webex()) == 1 + step

    async def test_a_429_is_waited_for_and_told(self, stage, step):
        stage.spoil("429", after=1 + step)
        assert ends(await stage.create()) == [At.DONE, At.DONE]
        [waited] = [told for told in stage.told if told.stage is At.WAITING]
        assert waited.number == step
        assert waited.seconds >= 1


class TestBeforeAnythingIsSent:
    async def test_read_only_forbids_it(self, simulator, places):
        stage = Stage(simulator, places, read_only=True)
        with pytest.raises(ReadOnly, match="--read-only"):
            await stage.create()
        assert stage.at_webex() == stage.secrets() == []
        assert stage.webhooks.read_only
        await stage.history.close()

    @pytest.mark.parametrize(("fault", "error"), [("403", Refused), ("html", Unreachable)])
    async def test_what_can_not_be_listed_is_not_created(self, stage, fault, error):
        stage.spoil(fault)
        with pytest.raises(error):
            await stage.create()
        assert stage.at_webex() == stage.secrets() == []

    async def test_credentials_that_can_not_be_kept_stop_it(self, stage, places):
        places.credentials.parent.mkdir(parents=True)
        places.credentials.write_text("secrets = 5\n")
        places.credentials.chmod(0o600)
        outcomes = await stage.create()
        assert ends(outcomes) == [At.REFUSED, At.NOT_SENT]
        assert stage.at_webex() == []


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
        async with httpx.AsyncClient(base_url=stage.simulator.url, trust_env=False, timeout=60) as client:
            await asyncio.gather(
                *(client.post("/simulator/events", json={"event": "authorized"}) for _ in range(100))
            )
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


class TestListing:
    async def test_a_pair_that_was_just_created_is_in_order(self, stage):
        await stage.create()
        assert await flaws(stage) == [[], []]

    async def test_another_systems_webhooks_are_listed_and_not_judged(self, stage):
        client = stage.webhooks._account.client()
        async with client:
            await client.create_webhook(
                name="theirs", target_url="https://x/", event="authorized", filter=None, secret=None
            )
        [listed] = (await stage.webhooks.list()).listed
        assert (listed.is_ours, listed.findings, listed.secret_known) == (False, (), False)

    async def test_all_that_is_wrong_is_found_and_mended(self, stage, places):
        remember_target(places.database, HERE, 1)
        remember_target(places.database, OLD, 1)
        client = stage.webhooks._account.client()
        async with client:
            await client.create_webhook(
                name="old", target_url=OLD, event="authorized", filter="trainSiteNames=s", secret=None
            )
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
        client = stage.webhooks._account.client()
        async with client:
            theirs = await client.create_webhook(
                name="theirs", target_url="https://x/", event="authorized", filter=None, secret=None
            )
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


async def test_without_a_target_that_is_set_a_tunnel_is_proposed(simulator, places):

    stage = Stage(simulator, places, public_url=None)
    assert await stage.webhooks.here() is None
    keep_checks(places.database, Checks(found=(Tunnel("ngrok", "https://new.example.net/webhook"),)))
    assert await stage.webhooks.here() == "https://new.example.net/webhook"
    await stage.history.close()


async def test_webhooks_left_behind_by_a_new_url_are_moved_and_nothing_else(stage, places):
    remember_target(places.database, OLD, 1)
    async with stage.webhooks._account.client() as client:
        for name, target in (("old", OLD), ("theirs", "https://x/")):
            await client.create_webhook(
                name=name, target_url=target, event="authorized", filter=None, secret=None
            )
    overview = await stage.webhooks.list()
    requests = overview.mend(*overview.left_behind, only={Flaw.OTHER_TARGET})
    assert [(r.webhook.name, r.signs) for r in requests] == [("old", False)]
    assert ends(await stage.carry_out(requests)) == [At.DONE]
    assert [webhook["targetUrl"] for webhook in stage.at_webex()] == [HERE, "https://x/"]
