import json

import pytest


def listed(sa):
    code, out, err = sa("secrets", "list", "--json")
    assert (code, err) == (0, "")
    return [json.loads(line) for line in out.splitlines()]


def test_none_are_no_lines(sa, places):
    assert sa("secrets", "list") == (0, "", "")
    assert not places.config.parent.exists()


def test_a_secret_is_read_from_standard_input_and_never_shown(sa, places):
    results = [
        sa("secrets", "add", "hook-1", stdin="sEcReT\n"),
        sa("secrets", "list"),
        sa("secrets", "list", "--json"),
        sa("secrets", "remove", "hook-1"),
    ]
    assert [code for code, _, _ in results] == [0, 0, 0, 0]
    assert "sEcReT" not in "".join(out + err for _, out, err in results)
    assert "sEcReT" not in places.credentials.read_text()


def test_the_list_says_whose_and_since_when(sa):
    sa("secrets", "add", "hook-1", stdin="a")
    sa("secrets", "add", stdin="b")
    first, second = listed(sa)
    assert (first["webhook_id"], second["webhook_id"]) == ("hook-1", None)
    assert list(first) == ["webhook_id", "added_at"]
    assert first["added_at"].endswith("Z")
    assert "any webhook" in sa("secrets", "list")[1]


def test_a_rotated_secret_is_listed_once(sa):
    sa("secrets", "add", "hook-1", stdin="a")
    sa("secrets", "add", "hook-1", stdin="b")
    assert len(listed(sa)) == 1


def test_removing_takes_the_named_ones_alone(sa):
    for arguments in (["hook-1"], ["hook-2"], []):
        sa("secrets", "add", *arguments, stdin="a")
    assert sa("secrets", "remove", "hook-1")[0] == 0
    assert [secret["webhook_id"] for secret in listed(sa)] == ["hook-2", None]
    assert sa("secrets", "remove")[0] == 0
    assert [secret["webhook_id"] for secret in listed(sa)] == ["hook-2"]


@pytest.mark.parametrize("arguments", [[], ["hook-1"]])
def test_removing_what_nobody_knows_fails(sa, arguments):
    code, out, err = sa("secrets", "remove", *arguments)
    assert (code, out) == (1, "")
    assert "No secret" in err


@pytest.mark.parametrize("stdin", ["", "\n \n", "one\ntwo\n", "a\x1bb"])
def test_what_cannot_be_a_secret_is_refused_and_not_repeated(sa, places, stdin):
    code, out, err = sa("secrets", "add", "hook-1", stdin=stdin)
    assert (code, out) == (2, "")
    assert "one\n" not in err
    assert not places.credentials.exists()


@pytest.mark.parametrize("command", [["list"], ["add", "x"], ["remove", "x"]])
def test_credentials_that_others_can_read_are_refused(sa, places, command):
    places.credentials.parent.mkdir()
    places.credentials.write_text("")
    places.credentials.chmod(0o644)
    code, _, err = sa("secrets", *command, stdin="s")
    assert code == 2
    assert f"chmod 600 {places.credentials}" in err
