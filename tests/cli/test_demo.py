import json
import signal
import stat
import time
from pathlib import Path

import pytest

from sa_monitor.cli.history import arrivals_of, listened
from sa_monitor.model.instants import DAY
from sa_monitor.model.webhook import Webhook
from sa_monitor.simulator.past import past
from tests.cli.program import PATIENCE


@pytest.fixture
def demo(start, tmp_path):
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    return lambda *arguments, **variables: start("demo", *arguments, TMPDIR=str(temporary), **variables)


def leftovers(tmp_path):
    return list((tmp_path / "temporary").iterdir())


def test_without_a_terminal_it_prints_live_events_as_lines(demo, tmp_path, places):
    program = demo()
    assert "authorized" in program.out.next().lower()
    program.err.until("Listening at http://127.0.0.1:")
    assert leftovers(tmp_path)
    assert program.stop() == 0
    assert leftovers(tmp_path) == []
    assert not places.data.exists()
    assert not places.config.parent.exists()


def test_with_json_they_are_records(demo):
    program = demo("--json")
    event = json.loads(program.out.next())
    assert event["signature"] == "verified"
    assert not event["synthetic"]
    assert program.stop(signal.SIGINT) == 130


def test_what_is_kept_can_be_looked_at_afterwards(demo, sa, tmp_path):
    folder = tmp_path / "kept"
    program = demo("--json", "--keep", folder)
    live = json.loads(program.out.next())
    assert program.stop() == 0
    here = ["--data-dir", folder, "--config", folder / "config.toml", "--json"]
    events = [json.loads(line) for line in sa("events", *here, "--limit", "0")[1].splitlines()]
    assert len(events) > 400
    assert {event["signature"] for event in events} == {"verified"}
    assert live in events
    apps = [json.loads(line) for line in sa("apps", "app:call-reporting", *here)[1].splitlines()]
    assert {(app["critical"], app["owner"]) for app in apps} == {(True, "Jane Doe +1 555 0100")}
    gaps = [json.loads(line)["reason"] for line in sa("gaps", *here)[1].splitlines()]
    assert gaps[:2] == ["slept", "killed"]
    assert len(sa("secrets", "list", *here)[1].splitlines()) == 2
    modes = {entry.name: stat.S_IMODE(entry.stat().st_mode) for entry in folder.iterdir()}
    assert set(modes.values()) == {0o600}


def test_a_kept_demo_goes_on_with_its_history(demo, sa, tmp_path):
    folder = tmp_path / "kept"
    for _ in range(2):
        program = demo("--json", "--keep", folder)
        last = json.loads(program.out.next())["id"]
        assert program.stop() == 0
    assert last < 1200
    assert sa("show", last, "--data-dir", folder)[0] == 0


def test_the_same_seed_tells_the_same_story(demo):
    firsts = []
    for seed in ("7", "7", "8"):
        program = demo("--json", "--seed", seed)
        event = json.loads(program.out.next())
        firsts.append((event["event"], event["app_id"], event["org_id"], event["scopes"]))
        program.stop()
    assert firsts[0] == firsts[1] != firsts[2]


def test_a_folder_that_holds_something_else_is_refused(sa, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "config.toml").write_text("port = 1")
    code, _, err = sa("demo", "--keep", tmp_path / "mine")
    assert code == 2
    assert "something else than a demo" in err
    (tmp_path / "file").touch()
    assert sa("demo", "--keep", tmp_path / "file")[0] == 1


def test_the_users_own_settings_are_not_used(demo, places):
    places.config.parent.mkdir()
    places.config.write_text("this is no TOML")
    program = demo("--api-url", "http://127.0.0.1:1/v1", SA_MONITOR_PORT="x", WEBEX_ACCESS_TOKEN="mine")
    assert program.out.next()
    assert program.stop() == 0
    assert "--api-url isn't used" in program.err.text


def test_a_port_that_is_given_is_taken(demo, start):
    other = start("simulate", "--json", "--rate", "0")
    port = json.loads(other.out.next())["api"].split(":")[2].split("/")[0]
    program = demo("--port", port)
    assert program.wait() == 1
    assert f"Port {port}" in program.err.text


def test_history_has_its_signatures_and_quiet_gaps():
    now = 1_794_657_600_000
    webhooks = {
        Webhook(id=kind, name=kind, target_url="http://x/webhook", resource="serviceApp", event=kind): "s"
        for kind in ("authorized", "deauthorized")
    }
    arrivals = arrivals_of(past(3, now), webhooks)
    times = [arrival.received_at for arrival in arrivals]
    assert times == sorted(times)
    assert times[-1] < now
    assert now - times[0] > 60 * DAY
    periods = listened(arrivals, now)
    assert len(periods) == 3
    assert periods[0][0] < times[0]
    assert periods[-1][1] > now
    assert all(any(since <= at <= until for since, until, _ in periods) for at in times)


def test_no_history_has_no_periods():
    assert listened([], 0) == []


def test_a_signal_while_it_sets_up_leaves_nothing_behind(demo, tmp_path):
    program = demo()
    give_up = time.monotonic() + PATIENCE
    while not leftovers(tmp_path) and time.monotonic() < give_up:
        time.sleep(0.001)
    assert program.stop() in (0, 130)
    assert leftovers(tmp_path) == []
    assert Path(tmp_path / "temporary").exists()
