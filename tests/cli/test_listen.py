import json
import os
import signal
import subprocess
import sys

import httpx
import pytest

from sa_monitor.model.signature import sign
from tests.cli.laying import body
from tests.cli.program import PATIENCE, Program

SECRET = "sEcReT"


def post(address, content, secret=SECRET):
    headers = {} if secret is None else {"X-Spark-Signature": sign(secret, content)}
    return httpx.post(address, content=content, headers=headers, trust_env=False, timeout=60)


@pytest.fixture
def listening(start):
    program = start("listen", "--json", "--port", "0", SA_MONITOR_SECRET=SECRET)
    ready = json.loads(program.out.next())
    return program, ready


def test_its_first_line_says_where_it_listens(listening):
    program, ready = listening
    assert list(ready) == ["listening", "pid"]
    assert ready["pid"] == program.process.pid
    assert ready["listening"].startswith("http://127.0.0.1:")
    assert ready["listening"].endswith("/webhook")
    assert httpx.get(ready["listening"].replace("/webhook", "/healthz"), trust_env=False).status_code == 200


def test_without_json_the_address_goes_to_standard_error(start):
    program = start("listen", "--port", "0", "--path", "/hook")
    assert "/hook" in program.err.until("Listening at http://127.0.0.1:")
    assert program.stop() == 0
    assert program.out.seen == []


def test_it_tells_events_rejections_and_gaps_on_standard_error_alone(start):
    program = start("listen", "--json", "--port", "0", SA_MONITOR_SECRET=SECRET)
    address = json.loads(program.out.next())["listening"]
    assert post(address, body(app="app-1")).status_code == 200
    assert "authorized" in program.err.until("name of app-1", "org org-1")
    assert post(address, body(), None).status_code == 401
    program.err.until("rejected", "no signature header", "127.0.0.1")
    assert post(address, body(), "another").status_code == 401
    program.err.until("rejected", "wrong signature")
    program.kill()
    again = start("listen", "--json", "--port", "0", SA_MONITOR_SECRET=SECRET)
    again.out.next()
    again.err.until("nobody listened", "(killed)")
    assert again.stop() == 0
    assert len(again.out.seen) == 1
    assert SECRET not in program.err.text + program.out.text + again.err.text


def test_a_burst_is_told_whole_and_in_order(listening):
    program, ready = listening
    with httpx.Client(trust_env=False, timeout=60) as client:
        for number in range(300):
            content = body(org=f"{number:08}")
            headers = {"X-Spark-Signature": sign(SECRET, content)}
            assert client.post(ready["listening"], content=content, headers=headers).status_code == 200
    assert program.stop() == 0
    told = [line.split("org ")[1].split()[0] for line in program.err.seen if "name of app-1" in line]
    assert told == [f"{number:08}" for number in range(300)]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_gracefully(listening, sa, number):
    program, ready = listening
    assert post(ready["listening"], body()).status_code == 200
    assert program.stop(number) == 0
    assert "Stopped at" in program.err.text
    assert "Traceback" not in program.err.text
    assert "name of app-1" in program.err.text
    assert json.loads(sa("gaps", "--json")[1])["reason"] == "stopped"


def test_a_closed_terminal_is_kept_as_the_reason(listening, sa):
    program, _ = listening
    assert program.stop(signal.SIGHUP) == 0
    assert json.loads(sa("gaps", "--json")[1])["reason"] == "terminal closed"


def test_under_nohup_a_closed_terminal_ends_nothing(environ):
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        program = Program(("listen", "--json", "--port", "0"), environ)
    finally:
        signal.signal(signal.SIGHUP, before)
    try:
        address = json.loads(program.out.next())["listening"]
        program.send(signal.SIGHUP)
        assert httpx.get(address.replace("/webhook", "/healthz"), trust_env=False).status_code == 200
        assert program.stop() == 0
    finally:
        program.kill()


def test_nobody_reading_its_narration_stops_nothing(environ):
    reading, writing = os.pipe()
    process = subprocess.Popen(
        [sys.executable, "-m", "sa_monitor", "listen", "--json", "--port", "0"],
        env=environ | {"SA_MONITOR_SECRET": SECRET},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=writing,
    )
    os.close(reading)
    os.close(writing)
    try:
        address = json.loads(process.stdout.readline())["listening"]
        for number in range(20):
            assert post(address, body(org=f"org-{number}")).status_code == 200
        process.terminate()
        assert process.wait(PATIENCE) == 0
    finally:
        process.kill()
        process.communicate()


def test_a_taken_port_is_named(start, listening, tmp_path):
    _, ready = listening
    port = ready["listening"].split(":")[2].split("/")[0]
    other = start("listen", "--port", port, "--data-dir", tmp_path / "other")
    assert other.wait() == 1
    assert f"Port {port}" in other.err.text
    assert other.out.seen == []


def test_one_listener_has_a_data_folder(start, listening):
    program, _ = listening
    other = start("listen", "--port", "0")
    assert other.wait() == 1
    assert f"pid {program.process.pid}" in other.err.text


def test_a_secret_added_while_it_runs_is_known_for_the_next_delivery(listening, sa):
    _, ready = listening
    assert post(ready["listening"], body(), "new").status_code == 401
    assert sa("secrets", "add", "hook-1", stdin="new\n")[0] == 0
    assert post(ready["listening"], body(), "new").status_code == 200
    assert sa("secrets", "remove", "hook-1")[0] == 0
    assert post(ready["listening"], body(org="org-2"), "new").status_code == 401


def test_credentials_that_others_can_read_end_it_with_advice(start, places):
    places.credentials.parent.mkdir()
    places.credentials.write_text("token = 'sEcReT'")
    places.credentials.chmod(0o644)
    program = start("listen", "--port", "0")
    assert program.wait() == 2
    assert f"chmod 600 {places.credentials}" in program.err.text
    assert not places.database.exists()


def test_it_says_what_allowing_unsigned_deliveries_means(start):
    taken = start("listen", "--port", "0", "--allow-unsigned")
    taken.err.until("Unsigned deliveries are taken")
    assert taken.stop() == 0
    rejected = start("listen", "--port", "0", "--allow-unsigned", SA_MONITOR_SECRET="s")
    rejected.err.until("Unsigned deliveries are still rejected: 1 secret is known.")
    assert rejected.stop() == 0
