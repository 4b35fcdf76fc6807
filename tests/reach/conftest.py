"""A listener to be reached, and whatever may stand before it."""

import socket

import pytest

from sa_monitor.monitor.recorder import Recorder
from sa_monitor.settings.places import find_places
from sa_monitor.settings.schema import Settings


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch):
    """Let no proxy of this computer answer for names that nobody has."""
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def places(tmp_path):
    return find_places(tmp_path / "data", tmp_path / "config" / "config.toml", {})


@pytest.fixture
def recorder(places):
    with Recorder(Settings(port=0), places, environ={}) as recorder:
        yield recorder


@pytest.fixture
def closed_port():
    """Give a port of this computer at which nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]
