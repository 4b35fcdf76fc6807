"""What is told while nothing can be kept, and how a heartbeat tells that all is well."""

import sqlite3
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import httpx
import pytest

from sa_monitor.model.alert import Condition, Outcome, Status
from sa_monitor.model.signature import sign
from sa_monitor.monitor.alert_sender import teller_of
from sa_monitor.monitor.condition_watch import ConditionWatch
from sa_monitor.monitor.heartbeat import Heartbeat
from sa_monitor.monitor.recorder import Recorder
from sa_monitor.settings.alerting import channels_of, rulebook_of
from sa_monitor.settings.schema import Settings
from sa_monitor.store.reader import Reader
from tests.monitor.test_alert_sender import SECRET, lines, taker, until
from tests.store.conftest import body_of


def post(recorder, secret=SECRET, **fields):
    body = body_of(**fields)
    headers = {"X-Spark-Signature": sign(secret, body)}
    return httpx.post(
        recorder.address, content=body, headers=headers, timeout=30, trust_env=False
    ).status_code


@pytest.fixture
def watched(places, tmp_path, monkeypatch):
    """Record with a watch that looks often, and a command as the channel."""
    from sa_monitor.monitor import condition_watch

    monkeypatch.setattr(condition_watch, "STORING_AFTER", 0)
    settings = Settings(port=0, channels=({"name": "team", "command": taker(tmp_path / "told")},))
    recorder = Recorder(settings, places, environ={"SA_MONITOR_SECRET": SECRET})
    watch = ConditionWatch(
        recorder,
        places.database,
        rulebook_of(settings),
        channels_of(settings),
        teller_of(places),
        look=0.02,
    )
    with recorder, watch:
        yield recorder


def test_that_nothing_can_be_stored_is_told_at_once_and_kept_afterwards(watched, places, tmp_path):
    assert post(watched) == 200
    other = sqlite3.connect(places.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert post(watched, org="org-2") == 503
    try:
        (message,) = until(lambda: lines(tmp_path / "told"))
    finally:
        other.execute("ROLLBACK")
        other.close()
    assert (message["what"], message["about"], message["severity"]) == ("storing", "raised", "critical")
    until(lambda: post(watched, org="org-3") == 200)
    _, back = until(lambda: len(lines(tmp_path / "told")) > 1 and lines(tmp_path / "told"))
    assert back["about"] == "resolved"

    def kept():
        with Reader.open(places.database) as reader:
            return [a for a in reader.alerts() if a.what is Condition.STORING]

    (alert,) = until(kept)
    assert (alert.status, alert.told[0].outcome) == (Status.RESOLVED, Outcome.SENT)


def test_many_rejected_deliveries_in_a_short_time_are_an_alert(watched, places):
    for number in range(35):
        assert post(watched, secret="wrong", org=f"org-{number}") == 401

    def raised():
        with Reader.open(places.database) as reader:
            return [a for a in reader.alerts() if a.what is Condition.REJECTED]

    (alert,) = until(raised)
    assert alert.facts["count"] >= 30


def test_a_heartbeat_is_fetched_again_and_again_while_storing_works(listener):
    beats = []

    class Outside(BaseHTTPRequestHandler):
        def do_GET(self):
            beats.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Outside)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        with Heartbeat(listener, f"http://127.0.0.1:{server.server_port}/alive", every=0.01):
            until(lambda: len(beats) > 2)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert set(beats) == {"/alive"}
