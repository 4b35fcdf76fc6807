"""`sa-monitor listen` looks after the webhooks while it listens."""

import json

import httpx
import pytest

from sa_monitor.monitor.clocks import wall_clock
from sa_monitor.settings.credentials import CredentialsFile
from sa_monitor.simulator.server import Simulator
from sa_monitor.store.reader import Reader

TOKEN = "tOkEn-of-the-simulator"


@pytest.fixture
def webex():
    with Simulator(seed=7, token=TOKEN, rate=0) as simulator:
        headers = {"Authorization": f"Bearer {TOKEN}"}
        with httpx.Client(base_url=simulator.api_url, headers=headers, trust_env=False, timeout=30) as client:
            yield client


def test_a_webhook_that_vanished_while_nobody_listened_is_told_on_standard_error(start, webex, places):
    """The token is set while it listens, and used at once; so the second start finds the webhook gone."""
    variables = {"SA_MONITOR_API_URL": str(webex.base_url).rstrip("/")}
    listener = start("listen", "--port", "0", "--json", **variables)
    target = json.loads(listener.out.next())["listening"]
    body = {"name": "reporting lost", "targetUrl": target, "resource": "serviceApp", "event": "deauthorized"}
    created = webex.post("/webhooks", json=body).json()
    listener.stop()

    again = {**variables, "SA_MONITOR_PUBLIC_URL": target}
    listener = start("listen", "--port", "0", "--json", **again)
    listener.out.next()
    CredentialsFile(places.credentials, wall_clock).set_token(TOKEN)
    with Reader.open(places.database) as reader:
        while not reader.health().webhooks:
            assert listener.process.poll() is None
        assert reader.health().checks.owner == "Jane Doe"
    listener.stop()

    webex.delete(f"/webhooks/{created['id']}")
    listener = start("listen", "--port", "0", "--json", **again)
    line = listener.err.until("webhook", "gone from Webex")
    assert '✗ webhook  "reporting lost" is gone from Webex. Its events no longer come.' in line
    assert listener.stop() == 0
