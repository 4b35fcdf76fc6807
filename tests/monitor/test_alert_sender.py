"""From a delivery over HTTP to a channel that was told of it."""

import asyncio
import hmac
import json
import sys
import threading

import httpx
import pytest

from sa_monitor.model.alert import Outcome, Status
from sa_monitor.model.instants import HOUR
from sa_monitor.model.signature import sign
from sa_monitor.monitor import alert_sender
from sa_monitor.monitor.alert_sender import AlertSender, send_alerts, teller_of
from sa_monitor.monitor.clocks import wall_clock
from sa_monitor.monitor.recorder import Recorder
from sa_monitor.settings.alerting import channels_of
from sa_monitor.settings.schema import Settings
from sa_monitor.store.dispatch import Dispatch
from sa_monitor.store.reader import Reader
from tests.monitor.webhook_target import target
from tests.store.conftest import body_of

SECRET = "known from the environment"
PATIENCE = 30

TAKES = """message=$(cat); printf '%s\\n' "$message" >> "$1\""""


def taker(path):
    return ["/bin/sh", "-c", TAKES, "taker", str(path)]


@pytest.fixture
def told(tmp_path):
    return tmp_path / "told.jsonl"


@pytest.fixture
def taking(told):
    """Give a channel whose command keeps what it is told."""
    return {"name": "team", "command": taker(told)}


def until(condition):
    """Wait until something is so."""
    waiting = threading.Event()
    for _ in range(PATIENCE * 100):
        if found := condition():
            return found
        waiting.wait(0.01)
    raise AssertionError("it never came about")


def lines(path):
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def post(recorder, **fields):
    body = body_of(**fields)
    headers = {"X-Spark-Signature": sign(SECRET, body)}
    answer = httpx.post(recorder.address, content=body, headers=headers, timeout=PATIENCE, trust_env=False)
    assert answer.status_code == 200


def lose(recorder, org="org-1"):
    post(recorder, event="deauthorized", org=org)


def outcomes(places):
    with Reader.open(places.database) as reader:
        return [(told.name, told.outcome) for alert in reader.alerts() for told in alert.told]


@pytest.fixture
def recording(places):
    """Record and send by channels; gives the recorder and a second entering as a new start."""
    from contextlib import contextmanager

    @contextmanager
    def recording(*channels, sending=True):
        settings = Settings(port=0, channels=channels)
        recorder = Recorder(settings, places, environ={"SA_MONITOR_SECRET": SECRET})
        sender: AlertSender = send_alerts(settings, places, recorder)
        with recorder:
            if sending:
                sender.start()
            try:
                yield recorder
            finally:
                sender.close()

    return recording


def test_a_command_gets_the_alert_as_json_on_its_standard_input(recording, taking, told, places):
    with recording(taking) as recorder:
        lose(recorder)
        (message,) = until(lambda: lines(told))
        until(lambda: outcomes(places) == [("team", Outcome.SENT)])
    assert (message["about"], message["state"], message["app_id"]) == ("raised", "open", "app-1")
    assert message["text"].startswith("LOST (warning): name of app-1 at ")


def test_hostile_names_reach_no_shell_and_no_argument(recording, told, places, tmp_path):
    name = "$(touch pwned); `touch pwned`\n\x1b]0;x\x07\x9b5m\u202e"
    takes = f'test "$#" = 1 || exit 1; {TAKES}'
    with recording({"name": "team", "command": ["/bin/sh", "-c", takes, "taker", str(told)]}) as recorder:
        post(recorder, event="deauthorized", friendlyId=name)
        (message,) = until(lambda: lines(told))
        until(lambda: outcomes(places) == [("team", Outcome.SENT)])
    assert message["app_name"] == name
    assert told.read_text().rstrip("\n").isprintable()
    assert "\x1b" not in message["text"]
    assert "\n" not in message["text"]


def test_a_command_learns_no_secret_from_its_environment(recording, told, monkeypatch):
    monkeypatch.setenv("WEBEX_ACCESS_TOKEN", "canary")
    monkeypatch.setenv("SA_MONITOR_SECRET", "canary")
    shows = "import os, sys, json; open(sys.argv[1], 'w').write(json.dumps(dict(os.environ)) + '\\n')"
    with recording({"name": "team", "command": [sys.executable, "-c", shows, str(told)]}) as recorder:
        lose(recorder)
        (environ,) = until(lambda: lines(told))
    assert "canary" not in environ.values()


def test_what_was_put_down_before_the_end_is_sent_after_the_next_start(recording, taking, told, places):
    with recording(taking, sending=False) as recorder:
        lose(recorder)
        until(lambda: outcomes(places) == [("team", Outcome.WAITING)])
    with recording(taking):
        until(lambda: lines(told))


def test_a_dead_channel_holds_up_no_other_and_is_told_when_it_is_back(
    recording, taking, told, places, tmp_path
):
    program = tmp_path / "pager"
    dead = {"name": "pager", "command": [str(program), str(tmp_path / "paged")]}
    with recording(dead, taking) as recorder:
        lose(recorder)
        until(lambda: lines(told))
        until(lambda: sorted(outcomes(places)) == [("pager", Outcome.FAILING), ("team", Outcome.SENT)])
        with Reader.open(places.database) as reader:
            (pager,) = (t for t in reader.alerts()[0].told if t.name == "pager")
        assert "can't be run" in (pager.error or "")
        program.write_text(f"#!/bin/sh\n{TAKES}\n")
        program.chmod(0o755)
        until(lambda: lines(tmp_path / "paged"))


def test_one_that_hangs_is_stopped_with_all_that_it_started(recording, taking, told, places, tmp_path):
    started = tmp_path / "started"
    script = f"sleep 600 & echo $! > {started}; wait"
    hanging = {"name": "pager", "command": ["/bin/sh", "-c", script], "timeout": 1}
    with recording(hanging, taking) as recorder:
        lose(recorder)
        until(lambda: lines(told))
        until(lambda: ("pager", Outcome.FAILING) in outcomes(places))
    child = int(started.read_text())
    until(lambda: not _runs(child))


HANGS_ONCE = 'if [ -e "$1.hung" ]; then cat >> "$1"; else touch "$1.hung"; exec sleep 600; fi'


def test_one_that_hung_is_told_once_it_is_back(recording, told):
    hanging = {"name": "pager", "command": ["/bin/sh", "-c", HANGS_ONCE, "pager", str(told)], "timeout": 1}
    with recording(hanging) as recorder:
        lose(recorder)
        until(lambda: told.exists() and told.read_text().endswith("}"))
    assert json.loads(told.read_text())["about"] == "raised"


def test_what_waits_for_a_channel_that_was_removed_is_not_sent_also_when_it_comes_back(
    recording, taking, told, places
):
    dead = {"name": "pager", "command": [str(places.data / "nothing")]}
    with recording(dead) as recorder:
        lose(recorder)
        until(lambda: outcomes(places) == [("pager", Outcome.FAILING)])
    with recording(taking) as recorder:
        until(lambda: outcomes(places) == [("pager", Outcome.REMOVED)])
        post(
            recorder, authorizationDate="2026-11-20T11:00:00.000Z"
        )  # back: nobody is told who never heard of it
        lose(recorder, "org-2")
        until(lambda: outcomes(places)[0] == ("team", Outcome.SENT))
    with recording(taking | {"name": "pager"}) as recorder:
        lose(recorder, "org-3")
        until(lambda: outcomes(places)[0] == ("pager", Outcome.SENT))
    assert [message["org_id"] for message in lines(told)] == ["org-2", "org-3"]


def test_without_any_channel_left_what_waits_is_not_sent_either(recording, places):
    with recording({"name": "pager", "command": [str(places.data / "nothing")]}) as recorder:
        lose(recorder)
        until(lambda: outcomes(places) == [("pager", Outcome.FAILING)])
    with recording():
        until(lambda: outcomes(places) == [("pager", Outcome.REMOVED)])


def test_an_open_alert_outlives_a_restart_and_is_not_told_again(recording, taking, told, places):
    with recording(taking) as recorder:
        lose(recorder)
        until(lambda: outcomes(places) == [("team", Outcome.SENT)])
    with recording(taking) as recorder:
        with Reader.open(places.database) as reader:
            assert [alert.status for alert in reader.alerts()] == [Status.OPEN]
        lose(recorder, "org-2")
        until(lambda: outcomes(places) == [("team", Outcome.SENT)] * 2)
    assert [message["org_id"] for message in lines(told)] == ["org-1", "org-2"]


def test_a_channel_that_waits_for_its_next_try_is_looked_at_only_when_something_happens(places, monkeypatch):
    """By count: a loop that doesn't rest looks hundreds of times while a few deliveries are answered."""
    monkeypatch.setattr(alert_sender, "_BREATH", 0)
    looks = []
    looking = Dispatch.next
    monkeypatch.setattr(Dispatch, "next", lambda *found: looks.append(1) or looking(*found))
    dead = {"name": "pager", "command": [str(places.data / "nothing")]}
    settings = Settings(port=0, channels=(dead,))
    with Recorder(settings, places, environ={"SA_MONITOR_SECRET": SECRET}) as recorder:
        now = wall_clock()
        sender = AlertSender(
            recorder,
            places.database,
            channels_of(settings),
            teller_of(places),
            clock=lambda: now + HOUR,  # and stays there: the next try is never due
            look=3600,
        )
        with sender:
            lose(recorder)
            until(lambda: outcomes(places) == [("pager", Outcome.FAILING)])
            before = len(looks)
            for number in range(10):
                post(recorder, org=f"org-{number}")
        assert len(looks) - before <= 4 * 10


async def test_while_nobody_listens_it_rests_between_two_looks(places):
    """By count of the loop's turns: one that doesn't rest looks at each."""
    here = Recorder(Settings(port=0), places, environ={})
    sender, looks = AlertSender(here, places.database, (), teller_of(places), look=3600), []
    woken = asyncio.Event()
    woken.set()
    pausing = sender._pause
    sender._pause = lambda *given: looks.append(1) or pausing(*given)
    waiting = asyncio.create_task(sender._until_listening(woken))
    for _ in range(100):
        await asyncio.sleep(0)
    waiting.cancel()
    assert len(looks) == 1


def test_authorized_again_everybody_hears_that_it_is_back(recording, taking, told):
    with recording(taking) as recorder:
        lose(recorder)
        until(lambda: lines(told))
        post(recorder, authorizationDate="2026-11-20T11:00:00.000Z")
        _, back = until(lambda: len(lines(told)) > 1 and lines(told))
    assert (back["about"], back["state"]) == ("resolved", "resolved")
    assert back["text"].startswith("BACK: name of app-1 at ")


def test_a_post_carries_the_same_json_with_its_signature(recording, places):
    places.credentials.parent.mkdir(parents=True)
    places.credentials.touch(0o600)
    places.credentials.write_text('[channels]\nsiem = "shared"\n')
    with target(502, 200) as there:
        siem = {"name": "siem", "url": f"http://127.0.0.1:{there.port}/in", "secret": "credentials:siem"}
        with recording(siem) as recorder:
            lose(recorder)
            until(lambda: len(there.received) > 1)
            until(lambda: outcomes(places) == [("siem", Outcome.SENT)])
    _, headers, body = there.received[0]
    assert headers["X-Sa-Monitor-Signature"] == f"sha256={hmac.new(b'shared', body, 'sha256').hexdigest()}"
    assert json.loads(body)["text"].startswith("LOST (warning)")


def test_a_secret_that_is_missing_is_named_and_the_rest_goes_on(recording, places):
    with recording({"name": "siem", "url": "credentials:nowhere"}) as recorder:
        lose(recorder)
        until(lambda: outcomes(places) == [("siem", Outcome.FAILING)])
    with Reader.open(places.database) as reader:
        assert reader.alerts()[0].told[0].error == "credentials.toml has no nowhere under [channels]"


def _runs(pid):
    from pathlib import Path

    try:
        return " Z " not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
