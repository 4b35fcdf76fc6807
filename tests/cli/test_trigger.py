import json
import subprocess

import pytest

from sa_monitor.monitor.recorder import Recorder
from sa_monitor.settings.schema import Settings
from tests.cli.program import PATIENCE


@pytest.fixture
def recorder(places):
    with Recorder(Settings(port=0), places, environ={}) as recorder:
        yield recorder


@pytest.fixture
def events(sa):
    """Give the stored events when there are so many."""
    import time

    def wait(count):
        give_up = time.monotonic() + PATIENCE
        while time.monotonic() < give_up:
            lines = sa("events", "--json", "--reverse")[1].splitlines()
            if len(lines) == count:
                return [json.loads(line) for line in lines]
            time.sleep(0.02)
        raise AssertionError(lines)

    return wait


@pytest.mark.usefixtures("recorder")
def test_everything_that_is_not_given_is_made_up(sa, events):
    code, out, err = sa("trigger", "authorized")
    assert (code, err) == (0, "")
    assert out.startswith('200 {"delivery"')
    [event] = events(1)
    assert event["synthetic"]
    assert (event["event"], event["signature"]) == ("authorized", "verified")
    assert event["webhook_ids"] == ["sa-monitor-trigger"]
    assert event["problem"] is None
    assert all(
        event[key] for key in ("app_id", "app_name", "org_id", "actor_id", "scopes", "sites", "admin_sites")
    )


@pytest.mark.usefixtures("recorder")
def test_everything_that_is_given_is_sent(sa, events):
    given = ["--app", "my-app", "--name", "My App", "--org", "my-org", "--date", "2026-11-01T08:00:00.250Z"]
    lists = [
        "--scope",
        "a",
        "--scope",
        "b,c",
        "--scope",
        "d e",
        "--site",
        "s1",
        "--site",
        "s2",
        "--admin-site",
        "s3",
    ]
    code, out, _ = sa("trigger", "deauthorized", *given, *lists, "--json")
    answer = json.loads(out)
    assert (code, answer["status"]) == (0, 200)
    [event] = events(1)
    expected = {
        "id": answer["delivery"],
        "event": "deauthorized",
        "app_id": "my-app",
        "app_name": "My App",
        "org_id": "my-org",
        "authorization_date": "2026-11-01T08:00:00.250Z",
        "scopes": ["a", "b", "c", "d", "e"],
        "sites": ["s1", "s2"],
        "admin_sites": ["s3"],
    }
    assert expected.items() <= event.items()


@pytest.mark.usefixtures("recorder")
def test_it_changes_no_standing_unless_it_is_real(sa, events):
    sa("trigger", "authorized", "--app", "a", "--org", "o")
    events(1)
    assert sa("apps")[1] == ""
    sa("trigger", "authorized", "--app", "a", "--org", "o", "--real")
    assert [event["synthetic"] for event in events(2)] == [True, False]
    sa("trigger", "deauthorized", "--app", "a", "--org", "o", "--real")
    events(3)
    assert json.loads(sa("apps", "--json")[1])["state"] == "deauthorized"


@pytest.mark.usefixtures("recorder")
def test_an_app_that_is_given_without_a_name_keeps_the_one_it_has(sa, events):
    sa("trigger", "authorized", "--app", "a", "--name", "known", "--real")
    sa("trigger", "authorized", "--app", "a", "--real", "--org", "other")
    assert [event["app_name"] for event in events(2)] == ["known", "known"]


def test_it_finds_the_listener_of_the_data_folder(sa, recorder):
    code, _, _ = sa("--port", "1", "trigger", "authorized")
    assert code == 0
    assert recorder.address


def test_a_url_that_is_given_is_used(sa, recorder, outside, tmp_path):
    outside.setenv("SA_MONITOR_DATA_DIR", str(tmp_path / "other"))
    assert sa("trigger", "authorized", "--url", recorder.address)[0] == 0


def test_the_secret_of_the_environment_signs_first(sa, outside, recorder):
    outside.setenv("SA_MONITOR_SECRET", "unknown to the listener")
    code, out, _ = sa("trigger", "authorized", "--json")
    answer = json.loads(out)
    assert (code, answer["status"]) == (1, 401)
    assert answer["error"]
    assert recorder.address


def test_an_answer_other_than_2xx_fails(sa, recorder):
    code, out, _ = sa("trigger", "authorized", "--url", recorder.address + "/elsewhere")
    assert code == 1
    assert out.startswith("404 ")


def test_where_nobody_listens_is_unreachable(sa):
    code, out, err = sa("--port", "1", "trigger", "authorized")
    assert (code, out) == (3, "")
    assert "http://127.0.0.1:1/webhook doesn't answer" in err
    assert "sa-monitor listen" in err


def test_a_name_that_nobody_has_is_unreachable(sa):
    assert sa("trigger", "authorized", "--url", "http://nobody.invalid/webhook")[0] == 3


def test_without_a_listener_port_0_says_nothing(sa):
    assert sa("--port", "0", "trigger", "authorized")[0] == 2


def test_a_proxy_is_not_asked_for_this_computer(sa, recorder, outside):
    outside.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    outside.setenv("ALL_PROXY", "http://127.0.0.1:1")
    assert sa("trigger", "authorized")[0] == 0
    assert sa("trigger", "authorized", "--url", recorder.address)[0] == 0


@pytest.mark.parametrize(("host", "url"), [("0.0.0.0", "http://127.0.0.1:"), ("::", "http://[::1]:")])
def test_an_address_for_everybody_is_reached_on_loopback(sa, places, host, url):
    with Recorder(Settings(host=host, port=0), places, environ={}):
        assert sa("trigger", "authorized")[0] == 0


def test_credentials_that_others_can_read_are_refused(sa, places):
    places.credentials.parent.mkdir()
    places.credentials.write_text("local = 'x'")
    places.credentials.chmod(0o640)
    code, _, err = sa("trigger", "authorized")
    assert code == 2
    assert "chmod 600" in err


def test_our_own_listener_is_reached_over_tls_whoever_signed_its_certificate(sa, places, tmp_path):
    certificate, key = tmp_path / "c.pem", tmp_path / "k.pem"
    make = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=x"
    subprocess.run(
        [*make.split(), "-keyout", key, "-out", certificate], check=True, capture_output=True, timeout=60
    )
    with Recorder(Settings(port=0, tls_cert=certificate, tls_key=key), places, environ={}) as recorder:
        assert recorder.address.startswith("https://")
        assert sa("trigger", "authorized")[0] == 0
        code, _, err = sa("trigger", "authorized", "--url", recorder.address)
    assert code == 3
    assert "certificate" in err.lower()
