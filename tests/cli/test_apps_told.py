"""What people tell about Service Apps."""

import json

import pytest

from sa_monitor.model.webex_id import webex_id
from tests.cli.laying import delivery


def _apps(sa):
    return [json.loads(line) for line in sa("apps", "--json")[1].splitlines()]


def test_an_app_gets_its_critical_mark_owner_and_note(sa, store):
    store(delivery())
    code, out, err = sa(
        "apps", "set", "name of app-1", "--critical", "--owner", "Jane Doe", "--note", "nightly"
    )
    assert (code, out) == (0, "")
    assert "name of app-1" in err
    assert [(a["critical"], a["owner"], a["note"]) for a in _apps(sa)] == [(True, "Jane Doe", "nightly")]
    sa("apps", "set", "app-1", "--no-critical", "--owner", "")
    assert [(a["critical"], a["owner"], a["note"]) for a in _apps(sa)] == [(False, None, "nightly")]


def test_an_app_can_be_marked_before_it_is_heard_of(sa, store):
    assert sa("apps", "set", "app-1", "--critical")[0] == 0
    store(delivery())
    assert _apps(sa)[0]["critical"] is True


def test_a_known_authorization_is_assumed_until_it_is_heard_of(sa, store):
    assert (
        sa("apps", "add", "--app", "app-1", "--org", "org-1", "--name", "reporting", "--since", "2026-01-02")[
            0
        ]
        == 0
    )
    (app,) = _apps(sa)
    assert (app["app_name"], app["assumed"], app["state"]) == ("reporting", True, "authorized")
    assert (app["since"], app["last_event"], app["events"]) == ("2026-01-02T00:00:00.000Z", None, 0)
    store(delivery())
    assert [a["assumed"] for a in _apps(sa)] == [False]


def test_many_are_entered_from_a_file(sa, tmp_path):
    file = tmp_path / "known.csv"
    file.write_text("app,org,since\na,1,2026-01-02\na,2,\n", encoding="utf-8")
    assert sa("apps", "add", "--csv", file)[0] == 0
    assert {(a["app_id"], a["org_id"]) for a in _apps(sa)} == {("a", "1"), ("a", "2")}


def test_by_a_uuid_as_control_hub_shows_it_the_pair_is_known_when_it_is_heard_of(sa, store):
    uuids = {kind: f"{digit * 8}-0000-4000-8000-{'0' * 12}" for kind, digit in (("app", "a"), ("org", "b"))}
    assert sa("apps", "add", "--app", uuids["app"], "--org", uuids["org"].upper())[0] == 0
    assert sa("apps", "set", uuids["app"], "--critical")[0] == 0
    assert [(a["assumed"], a["critical"]) for a in _apps(sa)] == [(True, True)]
    app, org = webex_id("APPLICATION", uuids["app"]), webex_id("ORGANIZATION", uuids["org"])
    store(delivery(app=app, org=org))
    assert [(a["app_id"], a["assumed"], a["critical"]) for a in _apps(sa)] == [(app, False, True)]


def test_assumed_authorizations_are_marked_for_people_too(sa):
    sa("apps", "add", "--app", "app-1", "--org", "org-1", "--name", "reporting")
    assert "~" in sa("apps")[1]
    assert "assumed" in sa("apps")[1]


def test_every_wrong_line_of_a_file_is_named(sa, tmp_path):
    file = tmp_path / "known.csv"
    file.write_text("app,org,since\na,1,soon\na,2,\na,,\na,3,,more\n", encoding="utf-8")
    code, _, err = sa("apps", "add", "--csv", file)
    assert code == 2
    for words in ("line 2 has a date", "line 4 doesn't say", "line 5 has more cells"):
        assert words in err
    assert _apps(sa) == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("app,organization\na,1\n", "other columns"),
        ("app,org,since\na,1,2026-01-02\na,2,soon\n", "line 3"),
        ("app,org\na,\n", "line 2"),
        ("", "other columns"),
    ],
)
def test_a_wrong_file_is_refused_whole_and_its_line_is_named(sa, tmp_path, content, words):
    file = tmp_path / "known.csv"
    file.write_text(content, encoding="utf-8")
    code, _, err = sa("apps", "add", "--csv", file)
    assert (code, words in err) == (2, True)
    assert _apps(sa) == []


@pytest.mark.parametrize(
    "wrong",
    [
        ("set",),
        ("set", "app-1"),
        ("set", " ", "--critical"),
        ("add",),
        ("add", "--app", "a"),
        ("add", "--app", "a", "--org", "b", "--since", "soon"),
        ("add", "--csv", "no such file"),
        ("set", "app-1", "--critcal"),
    ],
)
def test_wrong_usage_is_refused(sa, wrong):
    assert sa("apps", *wrong)[0] == 2


def test_an_app_that_is_called_like_a_command_is_asked_for_by_its_key(sa, store):
    store(delivery(friendlyId="set"))
    assert len(sa("apps", "app:set", "--json")[1].splitlines()) == 1


def test_an_organization_is_called_as_one_wants(sa, store):
    store(delivery())
    code, out, err = sa("apps", "set", "--org", "org-1", "--name", "Acme \x1b[31mCorp")
    assert (code, out) == (0, "")
    assert "\x1b" not in err
    sa("apps", "set", "--org", "org-1", "--name", "Acme Corp")
    assert [app["org_name"] for app in _apps(sa)] == ["Acme Corp"]
    assert sa("apps", "set", "--org", "acme corp", "--name", "")[0] == 0
    assert [app["org_name"] for app in _apps(sa)] == [None]


@pytest.mark.parametrize(
    "words",
    [
        ("--org", "org-1"),
        ("--name", "Acme"),
        ("app-1", "--org", "org-1", "--name", "Acme"),
        ("--org", "org-1", "--name", "Acme", "--critical"),
    ],
)
def test_an_organization_takes_a_name_and_nothing_else(sa, store, words):
    store(delivery())
    assert sa("apps", "set", *words)[0] == 2


def test_an_organization_that_was_never_heard_of_is_named_as_unknown(sa, store):
    store(delivery())
    code, _out, err = sa("apps", "set", "--org", "nobody", "--name", "Acme")
    assert code == 1
    assert "no such organization" in err


def test_a_mistyped_name_is_refused_unless_it_is_said_to_be_new(sa, store):
    store(delivery())
    code, _out, err = sa("apps", "set", "name of ap-1", "--critical")
    assert code == 1
    assert "Did you mean name of app-1?" in err
    assert sa("apps", "set", "name of ap-1", "--critical", "--new")[0] == 0
    assert "wasn't heard of yet" in sa("apps", "set", "another", "--critical")[2]
