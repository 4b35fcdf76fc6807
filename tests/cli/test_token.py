import json

import pytest

from sa_monitor.simulator.server import Simulator

TOKEN = "tOkEn-of-the-simulator"


@pytest.fixture
def simulator():
    with Simulator(seed=1, token=TOKEN, rate=0) as simulator:
        yield simulator


@pytest.fixture
def api(simulator):
    return simulator.api_url


def test_a_token_is_kept_and_never_shown(sa, api, places):
    results = [
        sa("token", "set", stdin=f"{TOKEN}\n"),
        sa("token", "show", "--api-url", api),
        sa("token", "show", "--api-url", api, "--json"),
    ]
    assert [code for code, _, _ in results] == [0, 0, 0]
    assert TOKEN not in "".join(out + err for _, out, err in results)
    assert TOKEN in places.credentials.read_text()
    assert f"from {places.credentials}" in results[1][1]
    assert "It can read and write webhooks." in results[1][1]
    shown = json.loads(results[2][1])
    assert set(shown) == {"name", "emails", "org_id", "source", "reads_webhooks", "changes_webhooks"}
    assert shown["name"] in results[1][1]


def test_the_environment_goes_before_what_is_kept(sa, api, outside):
    sa("token", "set", stdin="another")
    outside.setenv("WEBEX_ACCESS_TOKEN", f"{TOKEN}\n")
    shown = json.loads(sa("token", "show", "--api-url", api, "--json")[1])
    assert shown["source"] == "WEBEX_ACCESS_TOKEN"
    assert "WEBEX_ACCESS_TOKEN is set here" in sa("token", "set", stdin="another")[2]


def test_a_token_in_the_form_of_a_header_is_taken(sa, api):
    sa("token", "set", stdin=f"Bearer {TOKEN}")
    assert sa("token", "show", "--api-url", api)[0] == 0


@pytest.mark.parametrize("variable", [None, "WEBEX_ACCESS_TOKEN"])
def test_a_refused_token_fails_and_says_from_where_it_is(sa, api, outside, places, variable):
    sa("token", "set", stdin="wrong-token")
    if variable:
        outside.setenv(variable, "wrong-token")
    code, out, err = sa("token", "show", "--api-url", api)
    assert (code, out) == (1, "")
    assert f"refused the token from {variable or places.credentials} (401)" in err
    assert "Tracking id" in err
    assert "wrong-token" not in err


def test_an_api_that_does_not_answer_is_unreachable(sa):
    sa("token", "set", stdin=TOKEN)
    code, out, err = sa("token", "show", "--api-url", "http://127.0.0.1:1/v1")
    assert (code, out) == (3, "")
    assert TOKEN not in err


def test_without_a_token_there_is_nothing_to_show(sa):
    code, out, err = sa("token", "show")
    assert (code, out) == (1, "")
    assert "sa-monitor token set" in err


def test_removing_forgets_it_once(sa):
    sa("token", "set", stdin=TOKEN)
    assert sa("token", "remove")[0] == 0
    assert sa("token", "remove")[0] == 1


def test_three_lines_are_an_integration(sa, places):
    code, out, err = sa("token", "set", stdin="client\nsEcReT\nrEfReSh\n")
    assert (code, out) == (0, "")
    assert "sEcReT" not in err
    assert 'client_id = "client"' in places.credentials.read_text()
    assert sa("token", "remove")[0] == 0
    assert "sEcReT" not in places.credentials.read_text()


@pytest.mark.parametrize("stdin", ["", "a\nb\n", "a\nb\nc\nd\n", "to ken", "tökén", "a\x07b"])
def test_what_cannot_be_a_token_is_refused_and_not_repeated(sa, places, stdin):
    code, out, err = sa("token", "set", stdin=stdin)
    assert (code, out) == (2, "")
    assert not any(part in err for part in ("to ken", "tökén"))
    assert not places.credentials.exists()


def test_a_variable_that_cannot_be_a_token_is_refused_and_not_repeated(sa, outside):
    outside.setenv("WEBEX_ACCESS_TOKEN", "tö ken")
    code, _, err = sa("token", "show")
    assert code == 2
    assert "WEBEX_ACCESS_TOKEN" in err
    assert "tö ken" not in err


def test_an_integration_shows_whose_it_is(sa, api, simulator):
    made = simulator.integration
    sa("token", "set", stdin=f"{made.client_id}\n{made.client_secret}\n{made.refresh_token}\n")
    code, out, err = sa("token", "show", "--api-url", api)
    assert (code, err) == (0, "")
    assert out.startswith("Token of Jane Doe")
    assert made.client_secret not in out


def test_an_integration_that_webex_does_not_know_is_refused(sa, api):
    sa("token", "set", stdin="client\nsEcReT\nrEfReSh\n")
    code, out, err = sa("token", "show", "--api-url", api)
    assert (code, out) == (1, "")
    assert "doesn't renew the Integration's token" in err
    assert "sEcReT" not in err


def test_many_processes_renew_an_integrations_token_once(start, sa, api, simulator, places):
    """The simulator takes each refresh token once: a second renewal would be refused."""
    kept = simulator.integration
    sa("token", "set", stdin=f"{kept.client_id}\n{kept.client_secret}\n{kept.refresh_token}\n")
    for line in places.credentials.read_text().splitlines():
        assert not line.startswith("access_token")
    shown = [start("token", "show", "--api-url", api) for _ in range(4)]
    assert [program.wait() for program in shown] == [0] * 4
    assert {program.out.text.split(",")[0] for program in shown} == {
        "Token of Jane Doe <jane.doe@blueheron.example>"
    }
