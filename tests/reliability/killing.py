"""Killing `listen` at random moments under 32 connections: nothing that was answered 200 is lost."""

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from sa_monitor.model.listening import Beat, Ending
from sa_monitor.store.keeper import Keeper
from sa_monitor.store.rebuild import rebuild
from tests.listener.wire import SECRET, Client, signed
from tests.reliability.senders import body_of
from tests.store.conftest import project_all

CONNECTIONS = 32
LONGEST = 0.6
"""Seconds under load, at most, until it is killed."""

PROJECTED = ("events", "readings", "authorizations", "heard_webhooks", "tallies", "activity")


class Killing:
    """Starts, loads and kills, and keeps its own list of what was acknowledged: (delivery, number of the body)."""

    def __init__(self, folder: Path, seed: int) -> None:
        self._folder = folder
        self._chance = random.Random(seed)
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
        process = subprocess.Popen(
            [sys.executable, "-m", "sa_monitor", "listen", "--json", "--port", "0"],
            env={
                **{name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ},
                "HOME": str(self._folder),
                "SA_MONITOR_DATA_DIR": str(self._folder / "data"),
                "SA_MONITOR_CONFIG": str(self._folder / "config.toml"),
                "SA_MONITOR_SECRET": SECRET,
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert process.stdout is not None
        port = int(json.loads(process.stdout.readline())["listening"].split(":")[2].split("/")[0])
        before = len(self.acknowledged)
        senders = [threading.Thread(target=self._send, args=(port,)) for _ in range(CONNECTIONS)]
        for sender in senders:
            sender.start()
        time.sleep(self._chance.uniform(0, LONGEST))
        while len(self.acknowledged) == before and process.poll() is None:
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
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
        keeper = Keeper(self.database, lambda: Beat(*([time.time_ns() // 1_000_000] * 3)))
        keeper.open()
        project_all(keeper)
        keeper.close(Ending.STOPPED)
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "events.db"
            shutil.copy(self.database, copy)
            rebuild(copy, lambda _done, _total: None)
            assert _projected(copy) == _projected(self.database)


def _projected(database: Path) -> list[list[tuple[object, ...]]]:
    connection = sqlite3.connect(database)
    try:
        return [sorted(connection.execute(f"SELECT * FROM {table}"), key=repr) for table in PROJECTED]
    finally:
        connection.close()


def long(seconds: float) -> Iterator[str]:
    """Kill for so many seconds, proving after each."""
    with tempfile.TemporaryDirectory() as folder:
        killing, ends = Killing(Path(folder), seed=time.time_ns()), time.monotonic() + seconds
        while time.monotonic() < ends:
            killing.round()
            killing.prove_kept()
            if killing.kills % 10 == 0:
                killing.prove_projection()
        killing.prove_projection()
        yield f"{killing.kills} kills, {len(killing.acknowledged)} acknowledged deliveries, none lost"
