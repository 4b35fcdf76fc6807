"""What stands between Webex and this computer, for everything that looks after it."""

import socket

import httpx
import pytest

from sa_monitor.monitor.recorder import Recorder
from sa_monitor.settings.places import find_places
from sa_monitor.settings.schema import Settings
from sa_monitor.simulator.server import Simulator
from tests.monitor.webhook_stage import TOKEN, Stage


@pytest.fixture
def places(tmp_path):
    return find_places(tmp_path / "data", tmp_path / "config" / "config.toml", {})


@pytest.fixture
def listener(places):
    """Give a recorder that listens."""
    with Recorder(Settings(port=0), places, environ={}) as recorder:
        yield recorder


@pytest.fixture
def webex():
    with Simulator(seed=7, token=TOKEN, rate=0) as simulator:
        yield simulator


@pytest.fixture
def api(webex):
    """Give a way around our own client, as another person's browser has it."""
    headers = {"Authorization": f"Bearer {TOKEN}"}
    with httpx.Client(base_url=webex.api_url, headers=headers, trust_env=False, timeout=30) as client:
        yield client


@pytest.fixture
def create(api):
    """Create a webhook at the target, and give it as JSON."""

    def create(target, name="reporting lost", event="deauthorized", **more):
        body = {"name": name, "targetUrl": target, "resource": "serviceApp", "event": event, **more}
        answer = api.post("/webhooks", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    return create


@pytest.fixture
async def stage(webex, places):
    """Give what a person has of the account."""
    stage = Stage(webex, places)
    yield stage
    await stage.history.close()


@pytest.fixture
def closed_port():
    """Give a port of this computer at which nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]
