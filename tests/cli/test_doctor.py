"""`sa-monitor doctor`: each thing checked, with what to do, and the exit code."""

import json
import os
import socket

import httpx
import pytest

from sa_monitor.simulator.server import Simulator
from tests.cli.laying import delivery
from tests.simulated import give_up
from tests.webex.hostile import Hostile, http

TOKEN = "tOkEn-of-the-simulator"


@pytest.fixture(scope="module")
def simulator():
    with Simulator(seed=7, token=TOKEN, rate=0) as simulator:
        yield simulator


@pytest.fixture
def connected(outside, simulator):
    outside.setenv("WEBEX_ACCESS_TOKEN", TOKEN)
    outside.setenv("SA_MONITOR_API_URL", simulator.api_url)
    outside.setenv("SA_MONITOR_PORT", "0")


@pytest.fixture
def doctor(sa):
    """Run it: gives the exit code, and the first of what was found by the name of its check."""

    def run(*arguments):
        code, out, _ = sa("doctor", "--json", *arguments)
        checks = [json.loads(line) for line in reversed(out.splitlines())]
        return code, {check["check"]: check for check in checks}

    return run


def test_before_anything_is_set_up_it_says_what_is_missing_and_fails_nothing(sa, outside):
    outside.setenv("SA_MONITOR_PORT", "0")
    code, out, _ = sa("doctor")
    assert code == 0
    assert "! token        None. Needed to create and check webhooks, not to receive." in out
    assert "! public URL   None. Webex reaches public https addresses only." in out
    assert "✓ store" in out


def test_with_everything_in_place_every_check_passes(doctor, sa, start, connected, simulator):
    listener = start("listen", "--json", "--port", "0")
    target = json.loads(listener.out.next())["listening"]
    assert sa("webhooks", "create", "--target-url", target, "--yes")[0] == 0
    code, checks = doctor("--public-url", target)
    assert {name: check["status"] for name, check in checks.items()} == {
        "credentials": "pass",
        "store": "pass",
        "disk": "pass",
        "file system": "pass",
        "channels": "pass",
        "listener": "pass",
        "token": "pass",
        "scopes": "pass",
        "Webex API": "pass",
        "clock": "pass",
        "public URL": "pass",
        "webhooks": "pass",
    }
    assert code == 0
    assert "reached this program in" in checks["public URL"]["detail"]
    for webhook in simulator_webhooks(simulator):
        httpx.delete(f"{simulator.api_url}/webhooks/{webhook}", headers=_auth(), trust_env=False)


def test_a_webhook_that_webex_gave_up_fails_with_the_command_that_helps(doctor, sa, connected, simulator):
    ident = _inactive(simulator, sa)
    code, checks = doctor()
    assert code == 1
    assert checks["webhooks"]["status"] == "fail"
    assert checks["webhooks"]["advice"] == f"sa-monitor webhooks reactivate {ident}"


def test_a_token_that_ended_fails(doctor, outside, connected):
    outside.setenv("WEBEX_ACCESS_TOKEN", "ended")
    code, checks = doctor()
    assert (code, checks["token"]["status"], checks["webhooks"]["status"]) == (1, "fail", "warn")


def test_a_webex_that_is_not_there_fails_and_says_that_receiving_goes_on(doctor, outside, connected):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        outside.setenv("SA_MONITOR_API_URL", f"http://127.0.0.1:{closed.getsockname()[1]}/v1")
        code, checks = doctor()
    assert (code, checks["Webex API"]["status"], checks["token"]["status"]) == (1, "fail", "warn")


def test_a_port_that_another_program_has_fails_and_names_it(doctor, outside):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        code, checks = doctor("--port", taken.getsockname()[1])
    assert (code, checks["listener"]["status"]) == (1, "fail")


def test_credentials_that_others_can_read_fail(doctor, outside, places):
    outside.setenv("SA_MONITOR_PORT", "0")
    places.credentials.parent.mkdir(parents=True)
    places.credentials.write_text("")
    places.credentials.chmod(0o644)
    code, checks = doctor()
    assert (code, checks["credentials"]["status"]) == (1, "fail")
    assert "chmod 600" in checks["credentials"]["advice"]


def test_a_public_url_that_leads_elsewhere_fails(doctor, start, connected):
    start("listen", "--json", "--port", "0").out.next()
    with Hostile(http(status=404, Server="nginx")) as other:
        code, checks = doctor("--public-url", f"{other.url}/webhook")
    assert (code, checks["public URL"]["status"]) == (1, "fail")
    assert "Reached something else at that URL (nginx)." in checks["public URL"]["detail"]


def test_a_public_url_is_not_known_while_nobody_listens(doctor, outside):
    outside.setenv("SA_MONITOR_PORT", "0")
    _, checks = doctor("--public-url", "https://nobody.invalid/webhook")
    assert checks["public URL"]["status"] == "warn"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_store_that_cannot_be_written_fails(doctor, store, outside, places):
    outside.setenv("SA_MONITOR_PORT", "0")
    store(delivery())
    places.database.chmod(0o400)
    assert doctor()[1]["store"]["status"] == "fail"


def test_a_damaged_store_fails(doctor, store, outside, places):
    outside.setenv("SA_MONITOR_PORT", "0")
    places.database.parent.mkdir(parents=True)
    places.database.write_bytes(b"this is no database, whatever it is called" * 100)
    code, checks = doctor()
    assert (code, checks["store"]["status"]) == (1, "fail")


def simulator_webhooks(simulator):
    answer = httpx.get(f"{simulator.api_url}/webhooks", headers=_auth(), trust_env=False)
    return [webhook["id"] for webhook in answer.json()["items"]]


def _auth():
    return {"Authorization": f"Bearer {TOKEN}"}


def _inactive(simulator, sa):
    """Create a webhook of ours at a port where nobody listens, and let Webex give it up."""
    code, out, _ = sa(
        "webhooks", "create", "--event", "authorized", "--target-url", "http://127.0.0.1:9/w", "--yes"
    )
    assert code == 0
    give_up(simulator)
    return out.strip()
