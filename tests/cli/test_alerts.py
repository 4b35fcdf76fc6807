"""Alerts and planned windows from the command line."""

import json

import pytest

from tests.cli.laying import NOON, delivery
from tests.cli.test_listings import records


def lost(org="org-1", minutes=1, **more):
    return delivery(minutes=minutes, event="deauthorized", org=org, **more)


@pytest.mark.parametrize("command", [("alerts", "list"), ("expect", "list")])
def test_without_a_store_there_are_no_lines(sa, command):
    assert sa(*command, "--json") == (0, "", "")


def test_an_alert_is_listed_with_every_field_of_the_contract(sa, heard):
    heard(delivery(), lost())
    (alert,) = records(sa("alerts", "list", "--json"))
    assert {
        "id": 1,
        "rule": "lost",
        "severity": "warning",
        "state": "open",
        "raised_at": "2026-11-14T12:01:00.000Z",
        "count": 1,
        "app_id": "app-1",
        "org_id": "org-1",
        "events": [2],
        "acknowledged_by": None,
        "acknowledged_at": None,
        "note": None,
        "resolved_at": None,
        "channels": [],
    }.items() <= alert.items()


def test_history_that_was_laid_in_raises_no_alert(sa, store):
    store(delivery(), lost())
    assert sa("alerts", "list", "--json") == (0, "", "")


def test_taken_on_it_stays_lost_and_intended_it_is_ended(sa, heard, outside):
    outside.setenv("SUDO_USER", "jane")
    heard(lost(), lost("org-2"))
    code, _, err = sa("alerts", "ack", "1", "--note", "calling them")
    assert (code, err.startswith("jane on ")) == (0, True)
    assert sa("alerts", "ack", "2", "--intended")[0] == 0
    intended, taken = records(sa("alerts", "list", "--json"))
    assert (taken["state"], taken["note"], taken["intended"]) == ("acknowledged", "calling them", False)
    assert taken["acknowledged_by"].startswith("jane on ")
    assert (intended["state"], intended["intended"]) == ("acknowledged", True)
    found = {event["org_id"]: event["expected"] for event in records(sa("events", "--json"))}
    assert found == {"org-1": False, "org-2": True}
    assert [event["org_id"] for event in records(sa("events", "is:expected", "--json"))] == ["org-2"]


@pytest.mark.parametrize("command", [("alerts", "ack", "7"), ("expect", "remove", "7")])
def test_an_id_that_there_is_not_is_an_error(sa, heard, command):
    assert sa(*command)[0] == 1
    heard(delivery())
    assert sa(*command)[0] == 1


def test_a_planned_window_is_listed_and_taken_back(sa):
    (made,) = json_of(sa("expect", "--app", "reporting", "--for", "2h", "--note", "move", "--json"))
    (window,) = records(sa("expect", "list", "--json"))
    assert window == made
    assert {"id": 1, "app": "reporting", "org": None, "note": "move"}.items() <= window.items()
    assert sa("expect", "remove", "1")[0] == 0
    assert sa("expect", "list", "--json") == (0, "", "")


@pytest.mark.parametrize(
    "wrong",
    [(), ("--app", "a"), ("--for", "2h"), ("--app", "a", "--for", "soon"), ("--app", "a", "--for", "0h")],
)
def test_a_window_that_says_too_little_is_refused(sa, wrong):
    assert sa("expect", *wrong)[0] == 2


def test_a_loss_in_a_planned_window_raises_nothing(sa, heard, places):
    from sa_monitor.model.expectation import Expectation
    from sa_monitor.store.expectations import expect

    expect(places.database, Expectation(app="name of app-1", since=NOON, until=NOON + 3_600_000))
    heard(delivery(), lost())
    assert sa("alerts", "list", "--json") == (0, "", "")
    (standing,) = records(sa("apps", "--json"))
    assert standing["state"] == "deauthorized"


def test_rules_are_tried_on_stored_history_and_change_nothing(sa, store, places):
    store(
        *(lost(f"org-{n}", minutes=n * 20) for n in range(3)),
        *(lost(f"org-{n}", minutes=90) for n in range(10, 20)),
    )
    places.config.parent.mkdir(parents=True)
    places.config.write_text('[[rules]]\nname = "mine"\nquery = "org:org-1"\nseverity = "critical"\n')
    code, out, err = sa("alerts", "test", "--json")
    found = [json.loads(line) for line in out.splitlines()]
    assert (code, [(a["what"], a["rule"], a["count"]) for a in found]) == (
        0,
        [("wave", "wave", 10), ("lost", "lost", 1), ("lost", "mine", 1), ("lost", "lost", 1)],
    )
    assert "4 alerts would have been raised" in err
    assert sa("alerts", "list", "--json") == (0, "", "")


def test_channels_are_tried_and_their_outcome_is_told(sa, places, tmp_path):
    told = tmp_path / "told"
    places.config.parent.mkdir(parents=True)
    places.config.write_text(
        f'[[channels]]\nname = "team"\ncommand = ["/bin/sh", "-c", "cat > {told}"]\n'
        '[[channels]]\nname = "pager"\ncommand = ["/bin/false"]\n'
        '[[channels]]\nname = "bell"\nterminal = "bell"\n'
    )
    team, pager, bell = records(sa("alerts", "channels", "--json"))
    assert (team["outcome"], pager["outcome"], bell["by"]) == (None, None, "bell")
    assert not told.exists()
    code, out, err = sa("alerts", "channels", "--test", "--json")
    outcomes = [json.loads(line)["outcome"] for line in out.splitlines()]
    assert (code, outcomes) == (1, ["sent", "failing", None])
    assert "1 channel couldn't be told" in err
    assert json.loads(told.read_text())["about"] == "test"


def test_a_url_at_which_nobody_listens_is_told_as_failed(sa, places):
    places.config.parent.mkdir(parents=True)
    places.config.write_text('[[channels]]\nname = "siem"\nurl = "http://127.0.0.1:9/in"\n')
    code, out, _ = sa("alerts", "channels", "--test", "--json")
    (siem,) = (json.loads(line) for line in out.splitlines())
    assert (code, siem["outcome"], siem["error"]) == (1, "failing", "connection refused")


@pytest.mark.parametrize(
    "url", ["canary://hooks.example.com/x", "https://canary host/", "https://canary:port/"]
)
def test_what_is_wrong_with_a_secret_url_is_told_without_it(sa, places, url):
    places.config.parent.mkdir(parents=True)
    places.config.write_text('[[channels]]\nname = "siem"\nurl = "credentials:siem"\n')
    places.credentials.touch(0o600)
    places.credentials.write_text(f'[channels]\nsiem = "{url}"\n')
    code, out, err = sa("alerts", "channels", "--test", "--json")
    assert code == 1
    assert json.loads(out)["outcome"] == "failing"
    assert "canary" not in out + err


def test_without_channels_it_says_where_they_are_written(sa, places):
    code, out, err = sa("alerts", "channels", "--test")
    assert (code, out) == (0, "")
    assert str(places.config) in err


def json_of(result):
    return [json.loads(line) for line in result[1].splitlines()]
