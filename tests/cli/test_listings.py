import base64
import json

import pytest

from sa_monitor.model.delivery import Verdict
from sa_monitor.model.listening import Ending
from tests.cli.laying import MINUTE, NOON, body, delivery


def records(result):
    code, out, err = result
    assert (code, err) == (0, "")
    return [json.loads(line) for line in out.splitlines()]


@pytest.mark.parametrize("command", ["apps", "deliveries", "gaps"])
def test_without_a_store_there_are_no_lines(sa, command):
    assert sa(command) == (0, "", "")
    assert sa(command, "--json") == (0, "", "")


def test_apps_gives_every_field_of_a_standing(sa, store):
    store(delivery(), periods=[(NOON - MINUTE, NOON + MINUTE, Ending.KILLED)])
    assert records(sa("apps", "--json")) == [
        {
            "app_id": "app-1",
            "app_name": "name of app-1",
            "org_id": "org-1",
            "org_name": None,
            "state": "authorized",
            "since": "2026-11-14T11:00:00.000Z",
            "scopes": ["spark:kms"],
            "sites": ["acme.webex.com"],
            "admin_sites": ["admin.webex.com"],
            "events": 1,
            "last_event": 1,
            "unconfirmed_since": None,
            "assumed": False,
            "critical": False,
            "owner": None,
            "note": None,
        }
    ]


def test_apps_tells_a_loss_by_when_it_was_heard(sa, store):
    store(delivery(), delivery(minutes=5, event="deauthorized"))
    [standing] = records(sa("apps", "--json"))
    assert (standing["state"], standing["since"]) == ("deauthorized", "2026-11-14T12:05:00.000Z")


def test_apps_takes_a_query_and_leaves_synthetic_events_out(sa, store):
    store(
        delivery(org="org-1"),
        delivery(minutes=1, org="org-2", event="deauthorized"),
        delivery(body(org="org-3", synthetic=True), 2),
    )
    assert [s["org_id"] for s in records(sa("apps", "--json"))] == ["org-1", "org-2"]
    assert [s["org_id"] for s in records(sa("apps", "--json", "event:deauthorized"))] == ["org-2"]
    assert [s["org_id"] for s in records(sa("apps", "--json", "-org:org-2"))] == ["org-1"]
    assert sa("apps", "evnt:x")[0] == 2


def test_apps_shows_people_what_is_lost(sa, store):
    store(delivery(org="org-1"), delivery(minutes=1, org="org-2", event="deauthorized"))
    _, out, _ = sa("apps")
    assert "✓  authorized  name of app-1  org org-1" in out
    assert "✗  lost        name of app-1  org org-2" in out


def test_deliveries_gives_every_field_but_the_body(sa, store):
    store(delivery())
    assert records(sa("deliveries", "--json")) == [
        {
            "id": 1,
            "received_at": "2026-11-14T12:00:00.000Z",
            "verdict": "verified",
            "outcome": "recorded",
            "webhook_id": "hook-1",
            "remote": "203.0.113.7",
            "headers": {"content-type": "application/json", "x-spark-signature": "00"},
            "problem": None,
        }
    ]


def test_deliveries_are_chosen_by_outcome_and_limited(sa, store):
    store(
        delivery(), delivery(minutes=1), delivery(b'{"resource": "rooms"}', 2), delivery(minutes=3, org="o")
    )
    assert [d["id"] for d in records(sa("deliveries", "--json"))] == [4, 3, 2, 1]
    assert [d["id"] for d in records(sa("deliveries", "--json", "--limit", "3"))] == [4, 3, 2]
    assert [d["id"] for d in records(sa("deliveries", "--json", "--limit", "0"))] == [4, 3, 2, 1]
    for outcome, found in (("recorded", [4, 1]), ("repeated", [2]), ("unrecognised", [3]), ("rejected", [])):
        assert [d["id"] for d in records(sa("deliveries", "--json", "--outcome", outcome))] == found
    assert sa("deliveries")[1].splitlines()[1].split()[0] == "4"


def test_gaps_are_told_from_the_oldest(sa, store):
    store(
        periods=[
            (NOON, NOON + MINUTE, Ending.SLEPT),
            (NOON + 3 * MINUTE, NOON + 4 * MINUTE, Ending.TERMINAL_CLOSED),
        ]
    )
    first, second = records(sa("gaps", "--json"))
    assert first == {
        "from": "2026-11-14T12:01:00.000Z",
        "until": "2026-11-14T12:03:00.000Z",
        "seconds": 120,
        "reason": "slept",
    }
    assert (second["from"], second["until"]) == ("2026-11-14T12:04:00.000Z", None)
    assert second["seconds"] > 0
    _, out, _ = sa("gaps")
    assert "2 min" in out
    assert out.splitlines()[2].split()[2] == "now"


def test_show_gives_an_event_with_its_deliveries_whole(sa, store):
    store(delivery(), delivery(minutes=1))
    [shown] = records(sa("show", "1", "--json"))
    [event] = records(sa("events", "--json"))
    deliveries = shown.pop("deliveries")
    event.pop("deliveries")
    assert shown == event
    assert [d["id"] for d in deliveries] == [1, 2]
    assert list(deliveries[0]) == [
        "id",
        "received_at",
        "verdict",
        "outcome",
        "webhook_id",
        "remote",
        "headers",
        "body",
        "body_base64",
        "problem",
    ]
    assert (deliveries[0]["body"], deliveries[0]["body_base64"]) == (body().decode(), None)


def test_show_gives_a_body_that_is_no_utf8_in_base64(sa, store):
    broken = body().replace(b"name of", b"n\xffme of")
    store(delivery(broken))
    [shown] = records(sa("show", "1", "--json"))
    delivered = shown["deliveries"][0]
    assert delivered["body"] is None
    assert base64.b64decode(delivered["body_base64"]) == broken


def test_show_tells_people_everything_without_a_control_character(sa, store):
    store(delivery(body(friendlyId="\x1b]0;x\x07name")))
    code, out, _ = sa("show", "1")
    assert code == 0
    assert all(line.isprintable() for line in out.splitlines())
    for words in ("authorized", "org-1", "203.0.113.7", "x-spark-signature: 00", '"resource": "serviceApp"'):
        assert words in out


def test_show_tells_people_former_names(sa, store):
    store(delivery(), delivery(minutes=1, friendlyId="billing", authorizationDate="2026-11-14T11:30:00.000Z"))
    assert "app_name           billing  (formerly name of app-1)" in sa("show", "2")[1]


def test_showing_an_id_that_nobody_knows_fails(sa, store):
    assert sa("show", "1")[0] == 1
    store(delivery())
    code, out, err = sa("show", "7")
    assert (code, out) == (1, "")
    assert "no event 7" in err


def test_info_says_where_everything_is_and_how_much(sa, store, places):
    store(delivery(), delivery(minutes=2, org="org-2"))
    [info] = records(sa("info", "--json"))
    assert list(info) == [
        "version",
        "config",
        "database",
        "log",
        "credentials",
        "bytes",
        "events",
        "oldest",
        "newest",
    ]
    assert (info["database"], info["credentials"]) == (str(places.database), str(places.credentials))
    assert (info["events"], info["oldest"], info["newest"]) == (
        2,
        "2026-11-14T12:00:00.000Z",
        "2026-11-14T12:02:00.000Z",
    )
    assert info["bytes"] >= places.database.stat().st_size
    assert "events       2, 2026-11-14 12:00:00Z to" in sa("info")[1]


def test_info_of_nothing_is_no_mistake(sa, places):
    [info] = records(sa("info", "--json"))
    assert (info["bytes"], info["events"], info["oldest"], info["newest"]) == (0, 0, None, None)
    assert sa("info")[0] == 0
    assert not places.data.exists()


def test_rebuild_gives_the_same_again(sa, store):
    store(delivery(), delivery(minutes=1), delivery(minutes=2, event="deauthorized"))
    before = sa("events", "--json"), sa("apps", "--json")
    code, out, err = sa("rebuild", "--json")
    assert (code, json.loads(out)) == (0, {"events": 2})
    assert "2 events projected anew" in err
    assert (sa("events", "--json"), sa("apps", "--json")) == before
    assert sa("rebuild")[1] == ""


def test_rebuilding_nothing_makes_no_store(sa, places):
    code, out, err = sa("rebuild")
    assert (code, out) == (0, "")
    assert "Nothing was recorded yet" in err
    assert not places.data.exists()


@pytest.mark.parametrize(
    "command", [["events"], ["apps"], ["show", "1"], ["deliveries"], ["gaps"], ["info"], ["rebuild"]]
)
def test_a_file_that_is_no_database_is_left_as_it_is(sa, places, command):
    places.data.mkdir()
    places.database.write_bytes(b"this is no database, and never was one" * 100)
    code, out, err = sa(*command)
    assert (code, out) == (1, "")
    assert "events.db" in err
    assert places.database.read_bytes().startswith(b"this is no database")


def test_unsigned_deliveries_say_so(sa, store):
    store(delivery(verdict=Verdict.UNSIGNED))
    assert records(sa("events", "--json"))[0]["signature"] == "unsigned"
    assert records(sa("deliveries", "--json"))[0]["verdict"] == "unsigned"
