import json

import pytest

from sa_monitor.model.delivery import Verdict
from sa_monitor.model.look import Look
from sa_monitor.store.looks import keep_look
from tests.cli.laying import delivery, several


def ids(out):
    return [json.loads(line)["id"] for line in out.splitlines()]


def orgs(out):
    return [json.loads(line)["org_id"] for line in out.splitlines()]


def test_without_a_store_there_are_no_lines(sa, places):
    assert sa("events") == (0, "", "")
    assert sa("events", "--json", "--reverse") == (0, "", "")
    assert not places.data.exists()


def test_an_empty_store_has_no_lines(sa, store):
    store()
    assert sa("events") == (0, "", "")


def test_every_field_stands_in_its_place(sa, store):
    store(delivery(), delivery(minutes=1))
    code, out, err = sa("events", "--json")
    assert (code, err) == (0, "")
    assert json.loads(out) == {
        "id": 1,
        "event": "authorized",
        "app_id": "app-1",
        "app_name": "name of app-1",
        "org_id": "org-1",
        "org_name": None,
        "authorizer_id": "person-1",
        "actor_id": "actor-1",
        "authorization_date": "2026-11-14T11:00:00.000Z",
        "received_at": "2026-11-14T12:00:00.000Z",
        "scopes": ["spark:kms"],
        "sites": ["acme.webex.com"],
        "admin_sites": ["admin.webex.com"],
        "signature": "verified",
        "deliveries": 2,
        "webhook_ids": ["hook-1"],
        "synthetic": False,
        "expected": False,
        "problem": None,
    }


def test_missing_values_are_null_and_lists_are_lists(sa, store):
    store(delivery(friendlyId=None, authorizerId=None, scopes=None, trainSiteNames=None))
    event = json.loads(sa("events", "--json")[1])
    assert (event["app_name"], event["authorizer_id"]) == (None, None)
    assert (event["scopes"], event["sites"]) == ([], [])
    assert "data.scopes" in event["problem"]


def test_a_date_that_nobody_told_is_the_one_it_was_settled_to(sa, store):
    store(delivery(authorizationDate=None))
    event = json.loads(sa("events", "--json")[1])
    assert event["authorization_date"] == event["received_at"]
    assert "authorizationDate is missing" in event["problem"]


def test_the_newest_stands_first_and_a_hundred_are_enough(sa, store):
    store(*several(103))
    assert ids(sa("events", "--json")[1]) == list(range(103, 3, -1))


@pytest.mark.parametrize("limit", [1, 7, 499, 500, 501, 1100])
def test_a_limit_takes_the_newest(sa, store, limit):
    store(*several(1003))
    everything = list(range(1003, 0, -1))
    assert ids(sa("events", "--json", "--limit", limit)[1]) == everything[:limit]
    assert ids(sa("events", "--json", "--limit", limit, "--reverse")[1]) == everything[:limit][::-1]


def test_no_limit_takes_all_in_either_order(sa, store):
    store(*several(1003))
    assert ids(sa("events", "--json", "--limit", 0)[1]) == list(range(1003, 0, -1))
    assert ids(sa("events", "--json", "--limit", 0, "--reverse")[1]) == list(range(1, 1004))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (["event:deauthorized"], ["org-3"]),
        (["-event:deauthorized"], ["org-2", "org-1"]),
        (["app:app-2"], ["org-2"]),
        (["org:org-1,org-3"], ["org-3", "org-1"]),
        (["org:org-*", "-org:org-2"], ["org-3", "org-1"]),
        (["-org-2"], ["org-3", "org-1"]),
        (['app:"name of app-2"'], ["org-2"]),
        (["app:name of app-2"], ["org-2"]),
        (["-name of app-2"], ["org-3", "org-1"]),
        (["since:2026-11-14T12:02Z"], ["org-3", "org-2"]),
        (["until:2026-11-14T12:02Z"], ["org-1"]),
        (["until:2026-11-14"], ["org-3", "org-2", "org-1"]),
        (["--", "-event:deauthorized", "org-1"], ["org-1"]),
        (["nothing-of-it"], []),
    ],
)
def test_arguments_are_a_query(sa, store, query, found):
    store(
        delivery(minutes=1, org="org-1"),
        delivery(minutes=2, org="org-2", app="app-2"),
        delivery(minutes=3, org="org-3", event="deauthorized"),
    )
    code, out, _ = sa("events", "--json", *query)
    assert (code, orgs(out)) == (0, found)


def test_options_may_stand_between_terms(sa, store):
    store(*several(5))
    assert orgs(sa("events", "-org:org-5", "--limit", "1", "app:app-1", "--json")[1]) == ["org-4"]


def test_a_wrong_query_is_named_with_its_place_and_a_hint(sa):
    code, out, err = sa("events", "org:x", "evnt:authorized")
    assert (code, out) == (2, "")
    assert "`evnt:` isn't a key (column 7)" in err
    assert "Did you mean event: ?" in err


def test_people_get_a_table(sa, store):
    store(
        delivery(minutes=1, org="org-1", scopes=["a"]),
        delivery(minutes=2, event="deauthorized", org="org-1"),
        delivery(minutes=3, org="org-2", verdict=Verdict.UNSIGNED),
    )
    code, out, err = sa("events")
    heading, *rows = out.splitlines()
    assert (code, err) == (0, "")
    assert heading.split() == ["id", "heard", "event", "Service", "App", "organization", "change", "remarks"]
    assert [row.split()[0] for row in rows] == ["3", "2", "1"]
    assert "✗  DEAUTHORIZED  name of app-1  org org-1     after 1 h 2 min" in rows[1]
    assert rows[0].endswith("unsigned, late 1 h")
    starts = [line.index("2026-") for line in rows]
    assert starts == [heading.index("heard")] * 3


def test_hostile_names_reach_nobodys_terminal(sa, store):
    name = "a\x1b[31mb\u202ec\u0007d\u200b\x9be"
    store(delivery(friendlyId=name))
    _, table, _ = sa("events")
    _, lines, _ = sa("events", "--json")
    for text in (table, lines):
        assert all(line.isprintable() for line in text.splitlines())
    assert json.loads(lines)["app_name"] == name


def test_new_is_what_came_since_the_person_looked_at_the_screen(sa, store, places, outside):
    store(*several(4))
    keep_look(places.database, "jane", Look(at=0, event=2))
    outside.setenv("SUDO_USER", "jane")
    assert ids(sa("events", "is:new", "--json")[1]) == [4, 3]
    assert len(sa("apps", "is:new")[1].splitlines()) == len(
        sa("export", "is:new", "--format", "csv")[1].splitlines()
    )
    outside.setenv("SUDO_USER", "joe")
    assert ids(sa("events", "-is:new", "--json")[1]) == []
