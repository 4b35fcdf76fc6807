"""Twice what can be stored: answers in bounded time, nothing acknowledged that isn't kept, a screen that answers."""

import os
import socket
import sys
import threading
import time

import pytest

from sa_monitor.listener.limits import Limits
from sa_monitor.listener.server import Bind, Listener
from sa_monitor.model.listening import Beat
from sa_monitor.model.signature import LOCAL, Keyring, Secret
from sa_monitor.store.keeper import Keeper
from sa_monitor.store.reader import Reader
from tests.cli.terminal import Terminal
from tests.listener.wire import SECRET, Client, signed, until
from tests.reliability.http_table import HEALTH
from tests.reliability.killing import project_the_rest
from tests.reliability.senders import at_a_rate, body_of, port_of

_COMMIT = 0.05
_BATCH = 4
_STORED = _BATCH / _COMMIT
"""Deliveries a second at most."""

_PATIENCE = 0.6
_CALM = 2


class SlowKeeper(Keeper):
    """The real store, on a disk that takes its time to say that it has written; sometimes the real one does too."""

    slowest = 0.0

    def append(self, arrivals):
        began = time.monotonic()
        time.sleep(_COMMIT)
        try:
            return super().append(arrivals)
        finally:
            self.slowest = max(self.slowest, time.monotonic() - began)


def _now() -> int:
    return time.time_ns() // 1_000_000


@pytest.fixture
def slow(tmp_path):
    """Give a listener over a real events.db that stores 80 deliveries a second, its port, and its store."""
    secrets = Keyring((Secret(LOCAL, "local"), Secret("general", SECRET)))
    keeper = SlowKeeper(tmp_path / "events.db", lambda: Beat(_now(), _now(), _now()))
    listener = Listener(
        Bind(port=0),
        keeper,
        lambda: secrets,
        allow_unsigned=False,
        clock=_now,
        on_change=lambda: None,
        limits=Limits(batch=_BATCH, slow_patience=_PATIENCE, shed_calm=_CALM),
    )
    url = listener.start()
    yield listener, port_of(url), keeper
    listener.stop()


def test_twice_what_can_be_stored_is_shed_early_and_what_is_acknowledged_is_kept_and_projected(
    slow, tmp_path, caplog
):
    """An open loop: deliveries come at their rate, however slowly they are answered."""
    listener, port, keeper = slow
    seconds = 3
    answered = at_a_rate(port, rate=2 * _STORED, seconds=seconds, connections=8)
    assert len(answered) == 2 * _STORED * seconds
    assert {found.status for found in answered} == {200, 503}
    slowest = max(found.seconds for found in answered)
    assert slowest < _PATIENCE + keeper.slowest + 2, "all are answered soon, with one word or the other"
    acknowledged = {f"app-{found.number}" for found in answered if found.status == 200}
    assert len(acknowledged) > _STORED * (seconds - keeper.slowest) / 4, "what can be stored still is"
    assert "than could be stored" in caplog.text
    assert listener.health.sheds_since is not None
    with Client("127.0.0.1", port) as client:
        assert client.ask(HEALTH).status == 200
        assert client.ask(signed(body_of(9999))).status == 200, "it ends with the flood"
    until(lambda: listener.health.sheds_since is None, "the end of what is said of it")
    listener.stop()
    project_the_rest(tmp_path / "events.db")
    with Reader.open(tmp_path / "events.db") as reader:
        assert {found.app_id for found in reader.authorizations()} == {*acknowledged, "app-9999"}
        assert len(reader.deliveries(limit=None)) == len(acknowledged) + 1


@pytest.mark.skipif(sys.platform != "linux", reason="the pseudo-terminal of Linux")
def test_the_screen_answers_to_keys_while_more_comes_than_can_be_stored(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environ = {
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "HOME": str(tmp_path),
        "SA_MONITOR_DATA_DIR": str(tmp_path / "data"),
        "SA_MONITOR_CONFIG": str(tmp_path / "conf" / "config.toml"),
        "SA_MONITOR_SECRET": SECRET,
        "TERM": "xterm-256color",
        "PYTHONUTF8": "1",
    }
    terminal = Terminal(["--port", str(port)], environ, size=(24, 80))
    terminal.until("Getting ready")
    _until_shown(terminal, "\x1b", "Organizations")
    stop = threading.Event()
    flood = threading.Thread(target=_flood, args=(port, stop))
    flood.start()
    try:
        waits = [
            _until_shown(terminal, key, words) for key, words in (("5", "taken"), ("1", "Organizations")) * 3
        ]
    finally:
        stop.set()
        flood.join()
    assert max(waits) < 10, waits
    terminal.press("\x11y")
    assert terminal.end() == 0


def _until_shown(terminal: Terminal, key: str, words: str) -> float:
    after, began = len(terminal.seen), time.monotonic()
    terminal.press(key)
    terminal.until(words, after=after)
    return time.monotonic() - began


def _flood(port: int, stop: threading.Event) -> None:
    """Send on eight connections as fast as they are taken, and throw the answers away."""
    clients = [Client("127.0.0.1", port) for _ in range(8)]
    number = 0
    for client in clients:
        client.socket.settimeout(0)
    while not stop.is_set():
        for client in clients:
            number += 1
            try:
                client.socket.send(b"".join(signed(body_of(number * 8 + i)) for i in range(8)))
            except BlockingIOError:
                stop.wait(0.001)
            try:
                client.socket.recv(1 << 20)
            except BlockingIOError:
                continue
    for client in clients:
        client.socket.close()
