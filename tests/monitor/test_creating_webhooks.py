"""Creating webhooks, with everything that can go wrong at each step."""

import asyncio
import json
import re

import pytest

from sa_monitor.errors import ReadOnly, Refused, Unreachable
from sa_monitor.model.filter import Filter
from sa_monitor.model.webhook_outcome import Stage as At
from sa_monitor.monitor.changing import Manner
from tests.monitor.webhook_stage import HERE, Stage, ends, events, one

HOOK = {
    "id": "hook-1",
    "name": "n",
    "targetUrl": HERE,
    "resource": "serviceApp",
    "event": "authorized",
}


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
    async def test_read_only_forbids_it(self, webex, places):
        stage = Stage(webex, places, read_only=True)
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
