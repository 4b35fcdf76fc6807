"""Mistakes of ours, with all secrets at hand where they are made: what ends tells where, and none of them (issue 7).

The program is the real one on a terminal; a line of it is replaced by one that raises, with the secrets in the
exception's words and in its variables.
"""

import sys

import pytest

from sa_monitor.settings.places import Places
from tests.cli.terminal import Terminal, plain
from tests.listener.wire import until
from tests.reliability.canaries import CANARY, IN_ENVIRONMENT, TOKEN, files, planted
from tests.reliability.recording import only, places_in

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the pseudo-terminal of Linux")

_FAILS = """
import os, sys
from pathlib import Path

def fail(*_, **__):
    held = Path({credentials!r}).read_text() + os.environ["WEBEX_ACCESS_TOKEN"] + os.environ["SA_MONITOR_SECRET"]
    first, *rest = held.splitlines()
    try:
        {{first: rest}}[held]
    except KeyError as error:
        raise ValueError(held, rest) from error
"""
_RUNS = """
from sa_monitor.__main__ import main
sys.exit(main())
"""
_SCREEN = """
from sa_monitor.ui.screens.deliveries import DeliveriesScreen
DeliveriesScreen.on_mount = fail
"""
_WORKER = """
from sa_monitor.ui.screens.deliveries import DeliveriesScreen
async def reads(self): fail()
DeliveriesScreen._read = reads
"""
_LISTENER = """
import asyncio
from sa_monitor.listener.server import Listener
listens = Listener._listen
async def ends(self, loop, sockets, tls, started, stopping):
    listening = asyncio.ensure_future(listens(self, loop, sockets, tls, started, stopping))
    await asyncio.shield(asyncio.wrap_future(started))
    fail()
Listener._listen = ends
"""
_THREAD = """
from sa_monitor.store.checkpoints import Checkpointer
Checkpointer._run = fail
"""
_TASK = """
import asyncio
from sa_monitor.monitor.watch import Watch
begins = Watch.__aenter__
async def forgets(self):
    async def never_awaited(): fail()
    asyncio.ensure_future(never_awaited())
    asyncio.get_running_loop().call_soon(fail, os.environ["WEBEX_ACCESS_TOKEN"])
    return await begins(self)
Watch.__aenter__ = forgets
"""


@pytest.fixture
def places(tmp_path):
    return places_in(tmp_path)


def _start(places: Places, mistake: str, *options: str) -> Terminal:
    planted(places)
    code = _FAILS.format(credentials=str(places.credentials)) + mistake + _RUNS
    told = only(places, WEBEX_ACCESS_TOKEN=TOKEN, SA_MONITOR_SECRET=IN_ENVIRONMENT, TERM="xterm-256color")
    screen = Terminal(["--port", "0", "--api-url", "http://127.0.0.1:9/v1", *options], told, (24, 80), code)
    screen.until("Getting ready")
    after = len(screen.seen)
    screen.press("\x1b")
    screen.until("Organizations", after=after)
    return screen


def _logged(places: Places, words: str) -> None:
    until(lambda: places.log.exists() and words in places.log.read_text(), words)


def _prove_silent(screen: Terminal, places: Places) -> None:
    """Prove that neither the terminal nor any file that was made holds a secret, and that the log tells where."""
    kept = [path.read_bytes() for path in files(places.data)]
    assert [piece for piece in (bytes(screen.written), *kept) if CANARY.encode() in piece] == []
    told = places.log.read_text()
    assert "Traceback (most recent call last):" in told
    assert ", in fail" in told
    assert "\nValueError\n" in f"{told}\n"


@pytest.mark.parametrize("options", [(), ("--verbose",)], ids=["", "verbose"])
@pytest.mark.parametrize("mistake", [_SCREEN, _WORKER], ids=["a screen", "a worker"])
def test_a_screen_that_ends_tells_where_and_no_secret(places, mistake, options):
    screen = _start(places, mistake, *options)
    screen.press("5")
    assert screen.end() == 1
    assert screen.left == set()
    said = plain(screen.seen)
    assert "sa-monitor: Unexpected ValueError in " in said
    assert "This is a fault of sa-monitor, and ended it. Its log shows where: ~/data/" in said
    assert ("Traceback" in said) is bool(options)
    assert "Stopped at " in said
    _prove_silent(screen, places)


def test_a_listener_that_ends_is_said_to_be_out_without_a_secret(places):
    screen = _start(places, _LISTENER)
    screen.until("NOT LISTENING since")
    screen.press("\x11y")
    assert screen.end() == 0
    _prove_silent(screen, places)


@pytest.mark.parametrize(
    ("mistake", "words"),
    [(_THREAD, "the thread 'checkpoints' ended"), (_TASK, "Task exception was never retrieved")],
    ids=["a thread", "a task"],
)
def test_what_ends_beside_the_screen_is_told_in_the_log_alone_and_without_a_secret(places, mistake, words):
    screen = _start(places, mistake)
    screen.press("6")
    _logged(places, words)
    screen.press("\x11y")
    assert screen.end() == 0
    _prove_silent(screen, places)
    assert "Traceback" not in screen.seen
