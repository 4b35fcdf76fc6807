"""Command lines, in this process and in others, each with folders of their own."""

import io
import os
import sys

import pytest

from sa_monitor.cli.main import run
from sa_monitor.model.listening import Ending
from sa_monitor.settings.places import find_places
from sa_monitor.store.keeper import Keeper
from tests.cli.laying import lay
from tests.cli.program import Program
from tests.store.conftest import Time


@pytest.fixture
def places(tmp_path):
    return find_places(tmp_path / "data", tmp_path / "conf" / "config.toml", {})


@pytest.fixture
def environ(places, tmp_path):
    """Give what the commands see: nothing of the user's, everything in the test's folders."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
    return {
        **kept,
        "PYTHONUTF8": "1",
        "HOME": str(tmp_path),
        "SA_MONITOR_DATA_DIR": str(places.data),
        "SA_MONITOR_CONFIG": str(places.config),
    }


@pytest.fixture
def outside(monkeypatch, environ):
    """Let this process see that too."""
    for name in list(os.environ):
        if name.startswith(("SA_MONITOR_", "WEBEX_", "_SA_MONITOR")):
            monkeypatch.delenv(name)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


@pytest.fixture
def sa(outside, capsys):
    """Run one command line in this process: gives exit code, standard output and standard error."""

    def call(*arguments, stdin=""):
        outside.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8"))
        code = run([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


@pytest.fixture
def store(places):
    """Lay deliveries into the store of the commands."""
    return lambda *arrivals, periods=(): lay(places, arrivals, periods)


@pytest.fixture
def heard(places):
    """Keep deliveries as a listener does, rules and all."""

    def heard(*arrivals):
        keeper = Keeper(places.database, Time())
        keeper.open()
        keeper.append(arrivals)
        while keeper.project(64):
            pass
        keeper.close(Ending.STOPPED)

    return heard


@pytest.fixture
def start(environ):
    """Start a program of its own; it is ended with the test."""
    started = []

    def start_one(*arguments, **variables):
        program = Program(arguments, environ | variables)
        started.append(program)
        return program

    yield start_one
    for program in started:
        program.kill()
