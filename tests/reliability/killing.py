"""Killing whoever listens at random moments under 32 connections: nothing that was answered 200 is lost."""

import itertools
import json
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from sa_monitor.model.listening import Beat, Ending
from sa_monitor.store.keeper import Keeper
from sa_monitor.store.rebuild import rebuild
from tests.listener.wire import Client, signed
from tests.reliability.on_terminal import KEYS, Pane, Screen, environ_of
from tests.reliability.senders import body_of, port_of
from tests.store.conftest import project_all

CONNECTIONS = 32
LONGEST = 0.4
"""Seconds under load, at most, until it is killed."""

PROJECTED = ("events", "readings", "authorizations", "heard_webhooks", "tallies", "activity")
_PAUSE = 0.03
_OF_ONE_STORE = 25


class Running(NamedTuple):
    """Who listens, where, and what is done to it meanwhile."""

    process: subprocess.Popen[bytes]
    port: int
    press: Callable[[str], None]


class Killing:
    """Starts, loads and kills, and keeps its own list of what was acknowledged: (delivery, number of the body)."""

    def __init__(self, folder: Path, seed: int, start: Callable[[Path], Running]) -> None:
        self._folder = folder
        self._chance = random.Random(seed)
        self._start = start
        self._sent = 0
        self._lock = threading.Lock()
        self.acknowledged: list[tuple[int, int]] = []
        self.kills = 0

    @property
    def database(self) -> Path:
        """The store under test."""
        return self._folder / "data" / "events.db"

    def round(self) -> None:
        """Start it, send for a while, and kill it."""
        running = self._start(self._folder)
        before, ends = len(self.acknowledged), time.monotonic() + self._chance.uniform(0, LONGEST)
        senders = [threading.Thread(target=self._send, args=(running.port,)) for _ in range(CONNECTIONS)]
        for sender in senders:
            sender.start()
        while running.process.poll() is None and (
            time.monotonic() < ends or len(self.acknowledged) == before
        ):
            running.press(self._chance.choice(KEYS))
            time.sleep(min(_PAUSE, max(0.001, ends - time.monotonic())))
        running.process.send_signal(signal.SIGKILL)
        assert running.process.wait() == -signal.SIGKILL, "it ended by itself"
        for sender in senders:
            sender.join()
        self.kills += 1

    def _send(self, port: int) -> None:
        try:
            with Client("127.0.0.1", port) as client:
                while True:
                    with self._lock:
                        number = self._sent = self._sent + 1
                    kind = "deauthorized" if number % 7 == 0 else "authorized"
                    answer = client.ask(signed(body_of(number).replace(b"authorized", kind.encode(), 1)))
                    if answer.status == 200:
                        with self._lock:
                            self.acknowledged.append((json.loads(answer.body)["delivery"], number))
        except (OSError, EOFError, ValueError, AssertionError):
            return  # it was killed

    def prove_kept(self) -> None:
        """Prove that all that was acknowledged stands in an intact store, and every kill but the last as a gap."""
        connection = sqlite3.connect(self.database)
        try:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            kept = dict(connection.execute("SELECT id, body FROM deliveries"))
            for delivery, number in self.acknowledged:
                assert delivery in kept, f"delivery {delivery} was acknowledged and is gone"
                assert json.loads(kept[delivery])["data"]["id"] == f"app-{number}"
            killed = "SELECT count(*) FROM periods WHERE reason = ?"
            assert connection.execute(killed, (str(Ending.KILLED),)).fetchone()[0] >= self.kills - 1
        finally:
            connection.close()

    def prove_projection(self) -> None:
        """Prove that what is projected, once all of it is, is what a rebuild makes of all deliveries."""
        project_the_rest(self.database)
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "events.db"
            shutil.copy(self.database, copy)
            rebuild(copy, lambda _done, _total: None)
            assert projected(copy) == projected(self.database)


def listen(folder: Path) -> Running:
    """Start `listen`."""
    process = subprocess.Popen(
        [sys.executable, "-m", "sa_monitor", "listen", "--json", "--port", "0"],
        env=environ_of(folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdout is not None
    with process.stdout as lines:
        port = port_of(json.loads(lines.readline())["listening"])
    return Running(process, port, lambda _keys: None)


def screen_on(pane: Pane) -> Callable[[Path], Running]:
    """Start the screens on a terminal that stays, however the last one left it."""

    def start(folder: Path) -> Running:
        pane.reset()
        screen = Screen(pane, folder)
        return Running(screen.process, screen.port, pane.press)

    return start


def project_the_rest(database: Path) -> None:
    """Do what the next listener does."""
    keeper = Keeper(database, lambda: Beat(*([time.time_ns() // 1_000_000] * 3)))
    keeper.open()
    project_all(keeper)
    keeper.close(Ending.STOPPED)


def projected(database: Path) -> list[list[tuple[object, ...]]]:
    """Give all that is projected."""
    connection = sqlite3.connect(database)
    try:
        return [sorted(connection.execute(f"SELECT * FROM {table}"), key=repr) for table in PROJECTED]
    finally:
        connection.close()


def long(seconds: float) -> Iterator[str]:
    """Kill `listen` and the screens in turn for so long, with a new store now and then, proving after each."""
    ends, kills, acknowledged = time.monotonic() + seconds, {"listen": 0, "screen": 0}, 0
    with Pane() as pane:
        for name in itertools.cycle(kills):
            if time.monotonic() >= ends:
                break
            with tempfile.TemporaryDirectory() as folder:
                killing = Killing(
                    Path(folder), time.time_ns(), listen if name == "listen" else screen_on(pane)
                )
                while time.monotonic() < ends and killing.kills < _OF_ONE_STORE:
                    killing.round()
                    killing.prove_kept()
                killing.prove_projection()
                kills[name], acknowledged = (
                    kills[name] + killing.kills,
                    acknowledged + len(killing.acknowledged),
                )
    words = ", ".join(f"{count} kills of {name}" for name, count in kills.items())
    yield f"{words}, {acknowledged:,} acknowledged deliveries, none lost"
