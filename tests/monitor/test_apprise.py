"""Apprise itself as a channel, sending to a server of the tests."""

import json
import logging

import pytest

from sa_monitor.alerts.notify import messenger, notify
from sa_monitor.model.alert import About, Outcome, Severity
from sa_monitor.store.reader import Reader
from tests.monitor.test_alert_sender import lose, outcomes, post, recording, until  # noqa: F401 (a fixture)
from tests.monitor.webhook_target import target

pytest.importorskip("apprise")
pytestmark = pytest.mark.filterwarnings(
    "ignore::DeprecationWarning"
)  # of modules that it imports with its first URL

HOSTILE = "[Log in](https://evil.example) <@all> $(touch pwned) <b>x</b>"


@pytest.fixture
def chatops(places):
    """Give a channel by Apprise whose URL leads to a port."""

    def chatops(port):
        places.credentials.parent.mkdir(parents=True, exist_ok=True)
        places.credentials.touch(0o600)
        places.credentials.write_text(f'[channels]\nchatops = "json://127.0.0.1:{port}/hook"\n')
        return {"name": "chatops", "apprise": "credentials:chatops"}

    return chatops


@pytest.fixture
def logged():
    """Give what reaches the handlers of the root, where our log listens; pytest's own listens everywhere."""
    records = []
    handler = logging.Handler()
    handler.emit = records.append
    logging.getLogger().addHandler(handler)
    yield records
    logging.getLogger().removeHandler(handler)


def messages(found):
    return [json.loads(body) for _, _, body in found.received]


def test_it_tells_of_a_loss_and_that_it_is_back_each_in_its_kind(recording, chatops, places):  # noqa: F811
    with target() as there, recording(chatops(there.port)) as recorder:
        lose(recorder)
        until(lambda: outcomes(places) == [("chatops", Outcome.SENT)])
        post(recorder, authorizationDate="2026-11-20T11:00:00.000Z")
        until(lambda: len(there.received) > 1)
    lost, back = messages(there)
    assert (lost["title"], lost["type"], back["type"]) == ("sa-monitor", "warning", "success")
    assert lost["message"].startswith("LOST (warning): name of app-1 at ")
    assert back["message"].startswith("BACK: name of app-1 at ")


def test_a_foreign_name_arrives_as_text(recording, chatops):  # noqa: F811
    with target() as there, recording(chatops(there.port)) as recorder:
        post(recorder, event="deauthorized", friendlyId=HOSTILE)
        until(lambda: there.received)
    assert HOSTILE in messages(there)[0]["message"]


def test_where_a_service_would_read_markdown_it_is_sent_as_text():
    """In a Webex space markdown makes links of foreign names, and mentions everybody."""
    (webex,) = messenger("wxteams://" + "a" * 80)
    assert webex.notify_format == "text"


def test_what_it_could_not_send_is_tried_again(recording, chatops, places, closed_port):  # noqa: F811
    with recording(chatops(closed_port)) as recorder:
        lose(recorder)
        until(lambda: outcomes(places) == [("chatops", Outcome.FAILING)])
        with Reader.open(places.database) as reader:
            assert reader.alerts()[0].told[0].error == "Apprise couldn't reach it"
        with target(503, 200) as there:
            chatops(there.port)  # the URL is read anew for each try
            until(lambda: outcomes(places) == [("chatops", Outcome.SENT)])
    assert len(there.received) == 2


async def test_an_answer_that_refuses_is_told_by_its_number_and_nothing_of_it_reaches_a_log(logged):
    with target(403) as there:
        url = f"json://127.0.0.1:{there.port}/canary"
        found = await notify(url, "text", About.RAISED, Severity.CRITICAL)
    assert found == "HTTP 403"
    assert not [record for record in logged if record.name.startswith("apprise")]
    assert messages(there)[0]["type"] == "failure"


@pytest.mark.parametrize("url", ["nonsense", "nobody://canary", "json://"])
async def test_a_url_that_it_does_not_know_is_told_without_it(url):
    assert await notify(url, "text", About.TEST, Severity.NOTICE) == "its URL isn't one that Apprise knows"
