"""`sa-monitor import`: everything once, and nothing believed that isn't known."""

import json
from pathlib import Path

import pytest

from sa_monitor.model.delivery import Verdict
from sa_monitor.store.org_names import call_org
from tests.cli.laying import body, delivery, several

UNREADABLE = Path("/proc/self/mem")


def counts(out):
    return json.loads(out)


def without_ids(out):
    records = [json.loads(line) for line in out.splitlines()]
    return [{key: value for key, value in record.items() if key != "id"} for record in records]


@pytest.fixture
def elsewhere(tmp_path, outside):
    """Let the commands work in another data folder from now on."""

    def move():
        outside.setenv("SA_MONITOR_DATA_DIR", str(tmp_path / "elsewhere"))

    return move


def test_exported_events_come_back_as_they_were(sa, store, tmp_path, elsewhere):
    store(
        *several(300),
        delivery(event="deauthorized", org="org-1", minutes=400),
        delivery(org="undated", minutes=401, authorizationDate=None),
        delivery(org="bare", minutes=402, friendlyId=None, authorizerId=None, scopes=[], trainSiteNames=[]),
        delivery(org="unsigned", minutes=403, verdict=Verdict.UNSIGNED),
        delivery(org="synthetic", minutes=404, synthetic=True),
    )
    before, standings = sa("export")[1], sa("apps", "--json")[1]
    file = tmp_path / "out.jsonl"
    file.write_text(before)
    elsewhere()
    assert counts(sa("import", file, "--json")[1]) == {
        "read": 305,
        "recorded": 305,
        "repeated": 0,
        "skipped": 0,
    }
    after = without_ids(sa("export")[1])
    problems = {record["org_id"]: record.pop("problem") for record in without_ids(before)}
    assert problems["undated"]
    for record in after:
        record.pop("problem")
    assert after == [{k: v for k, v in record.items() if k != "problem"} for record in without_ids(before)]
    assert [s["state"] for s in without_ids(sa("apps", "--json")[1])] == [
        s["state"] for s in without_ids(standings)
    ]


def test_an_organization_brings_the_name_that_it_had_where_it_has_none_here(
    sa, store, tmp_path, elsewhere, places
):
    store(delivery(org="org-1"), delivery(org="org-2", minutes=1), delivery(org="org-3", minutes=2))
    for org in ("org-1", "org-2"):
        call_org(places.database, org, f"{org} of elsewhere")
    file = tmp_path / "out.jsonl"
    file.write_text(sa("export")[1])
    elsewhere()
    (tmp_path / "bodies").mkdir()
    (tmp_path / "bodies" / "1").write_bytes(body(authorizerOrgId="org-2"))
    sa("import", tmp_path / "bodies")
    call_org(tmp_path / "elsewhere" / "events.db", "org-2", "ours")
    sa("import", file)
    names = {record["org_id"]: record["org_name"] for record in map(json.loads, sa("export")[1].splitlines())}
    assert names == {"org-1": "org-1 of elsewhere", "org-2": "ours", "org-3": None}
    assert len(sa("events", 'org:"org-1 of elsewhere"', "--json")[1].splitlines()) == 1


def test_what_is_known_is_taken_once(sa, store, tmp_path):
    store(*several(3), delivery(org="undated", minutes=9, authorizationDate=None))
    file = tmp_path / "out.jsonl"
    file.write_text(sa("export")[1])
    before = sa("export")[1]
    for _ in range(2):
        assert counts(sa("import", file, "--json")[1]) == {
            "read": 4,
            "recorded": 0,
            "repeated": 4,
            "skipped": 0,
        }
    assert sa("export")[1] == before


def test_a_folder_of_raw_bodies_is_received_now_and_unsigned(sa, tmp_path):
    folder = tmp_path / "bodies"
    folder.mkdir()
    (folder / "1.json").write_bytes(body())
    (folder / "2.json").write_bytes(body("deauthorized"))
    (folder / "again.json").write_bytes(body())
    (folder / "other.json").write_text('{"resource": "messages", "event": "created", "data": {}}')
    (folder / "broken.json").write_text("{")
    (folder / ".hidden").write_text("x")
    expected = {"read": 5, "recorded": 2, "repeated": 1, "skipped": 2}
    assert counts(sa("import", folder, "--json")[1]) == expected
    events = without_ids(sa("export")[1])
    assert [event["signature"] for event in events] == ["unsigned", "unsigned"]
    assert counts(sa("import", folder, "--json")[1]) == expected | {"recorded": 0, "repeated": 3}


def test_what_of_a_folder_cant_be_taken_is_named_and_the_rest_is_taken(sa, tmp_path):
    folder = tmp_path / "bodies"
    folder.mkdir()
    (folder / "1.json").write_bytes(body())
    (folder / "2.json").write_text("{")
    (folder / "3.json").write_text('{"resource": "messages", "event": "created", "data": {}}')
    (folder / "4.json").symlink_to(folder / "5.json")
    (folder / "5.json").write_bytes(body("deauthorized"))
    (folder / "6.json").write_bytes(body(id=None))
    code, _out, err = sa("import", folder)
    assert code == 0
    assert "Skipped 2.json: a body without an event (" in err
    assert "Skipped 3.json: a body without an event (it is of another resource)." in err
    assert "Skipped 6.json: a body without an event (" in err
    assert "2 events recorded, 1 known already, 3 skipped, of 6 read." in err


@pytest.mark.skipif(not UNREADABLE.exists(), reason="there is no file here that even root can't read")
def test_a_file_of_a_folder_that_cant_be_read_is_named_and_the_rest_is_taken(sa, tmp_path):
    folder = tmp_path / "bodies"
    folder.mkdir()
    (folder / "1.json").write_bytes(body())
    (folder / "2.json").symlink_to(UNREADABLE)
    _, _, err = sa("import", folder)
    assert "Skipped 2.json: can't be read (" in err
    assert "1 event recorded, 0 known already, 1 skipped, of 2 read." in err


def test_an_undated_body_is_known_again_however_late(sa, tmp_path, store):
    store(delivery(body(authorizationDate=None)))
    (tmp_path / "bodies").mkdir()
    (tmp_path / "bodies" / "1").write_bytes(body(authorizationDate=None))
    assert counts(sa("import", tmp_path / "bodies", "--json")[1])["repeated"] == 1


def test_a_printed_event_comes_back_with_its_exact_bodies_and_times(sa, store, tmp_path, elsewhere):
    exact = body().replace(b", ", b",   ")
    store(delivery(exact))
    shown = sa("show", "1", "--json")[1]
    file = tmp_path / "shown.json"
    file.write_text(shown)
    elsewhere()
    assert counts(sa("import", file, "--json")[1])["recorded"] == 1
    again = json.loads(sa("show", "1", "--json")[1])
    assert again["deliveries"][0]["body"] == exact.decode()
    assert again["received_at"] == json.loads(shown)["received_at"]


def test_what_cant_be_taken_is_named_with_its_line(sa, store, tmp_path):
    store(delivery())
    good = sa("export")[1]
    file = tmp_path / "mixed.jsonl"
    wrong = json.loads(good) | {"received_at": "yesterday", "org_id": "other"}
    file.write_text(f"{good}\n[1]\nnot json\n{json.dumps({'event': 'x'})}\n{json.dumps(wrong)}\n")
    code, out, err = sa("import", file, "--json")
    assert code == 0
    assert counts(out) == {"read": 5, "recorded": 0, "repeated": 1, "skipped": 4}
    assert "Skipped mixed.jsonl, line 3: no JSON object." in err
    assert "line 5: no exported event" in err
    assert "line 6: received_at is no date." in err


def test_a_source_that_isnt_there_is_named(sa, tmp_path):
    code, _, err = sa("import", tmp_path / "nothing")
    assert code == 1
    assert "There is no" in err


def test_an_imported_delivery_counts_for_no_webhook(sa, tmp_path, store, places):
    from sa_monitor.store.reader import Reader

    (tmp_path / "bodies").mkdir()
    (tmp_path / "bodies" / "1").write_bytes(body())
    sa("import", tmp_path / "bodies")
    with Reader.open(places.database) as reader:
        assert reader._connection.execute("SELECT count(*) FROM heard_webhooks").fetchone() == (0,)


def test_the_details_say_that_it_was_imported(sa, tmp_path):
    (tmp_path / "bodies").mkdir()
    (tmp_path / "bodies" / "1").write_bytes(body())
    sa("import", tmp_path / "bodies")
    assert "imported as unsigned" in sa("show", "1")[1]


def test_a_file_without_any_event_is_refused_and_an_empty_one_is_not(sa, tmp_path):
    file = tmp_path / "notes.jsonl"
    file.write_text('{"no": "event"}\nneither\n')
    code, out, err = sa("import", file, "--json")
    assert code == 1
    assert counts(out)["skipped"] == 2
    assert "no event in" in err
    file.write_text("")
    assert sa("import", file)[0] == 0


def test_an_export_as_a_table_is_refused_with_what_to_export_instead(sa, store, tmp_path):
    store(delivery())
    file = tmp_path / "out.csv"
    sa("export", "--format", "csv", "--output", file)
    code, _, err = sa("import", file)
    assert code == 1
    assert "out.csv is a table" in err
    assert "export without --format csv" in err
