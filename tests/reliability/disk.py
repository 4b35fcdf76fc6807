"""Faults of the disk under a `listen` that works: what is answered meanwhile, what is said, and what is kept."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from tests.cli.program import Program
from tests.listener.wire import SECRET, Answer, Client, request, signed, until
from tests.reliability.senders import body_of

_HEALTH = request(line="GET /healthz HTTP/1.1", framing=None)
_NOT_STORED = 503


class Told(NamedTuple):
    """A line of `sa-monitor doctor --json`."""

    status: str
    detail: str
    advice: str


class Station:
    """A `listen` of its own over the store in `data`, and a sender that keeps its own list of what was acknowledged."""

    def __init__(self, folder: Path, data: Path | None = None) -> None:
        self.data = data or folder / "data"
        self._home = folder
        self._sent = 0
        self.port = 0
        self.acknowledged: list[int] = []
        self.begin_again()

    @property
    def database(self) -> Path:
        """Its store."""
        return self.data / "events.db"

    @property
    def log(self) -> Path:
        """Its write-ahead log."""
        return self.data / "events.db-wal"

    def environ(self) -> dict[str, str]:
        """Give the environment of its commands."""
        return {
            **{name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ},
            "HOME": str(self._home),
            "SA_MONITOR_DATA_DIR": str(self.data),
            "SA_MONITOR_CONFIG": str(self._home / "conf" / "config.toml"),
            "SA_MONITOR_SECRET": SECRET,
            "SA_MONITOR_PORT": str(self.port),
            "PYTHONUTF8": "1",
        }

    def begin_again(self) -> None:
        """Start it, after a stop at another port."""
        if self.port:
            self.program.kill()
        self.port = 0
        self.program = Program(["listen", "--json"], self.environ())
        first = json.loads(self.program.out.next())
        self.port = int(first["listening"].split(":")[2].split("/")[0])

    def sends_from(self, number: int) -> None:
        """Count the deliveries to come from there on."""
        self._sent = number

    def send(self, count: int = 1) -> list[Answer]:
        """Send deliveries one by one, and note those that were acknowledged; every other has to be a whole refusal."""
        answers = []
        with Client("127.0.0.1", self.port) as client:
            for _ in range(count):
                self._sent += 1
                answer = client.ask(signed(body_of(self._sent)))
                answers.append(answer)
                if answer.status == 200:
                    self.acknowledged.append(self._sent)
                else:
                    assert answer.status == _NOT_STORED, answer.body
                    assert int(answer.headers["retry-after"]) > 0
        return answers

    def refuses(self) -> None:
        """Have it refuse deliveries, and say of itself that it can't store."""
        self.until_refused()
        assert [answer.status for answer in self.send(2)] == [_NOT_STORED] * 2
        assert self.health() == _NOT_STORED

    def until_refused(self) -> None:
        """Send until a delivery is refused."""
        until(lambda: self.send()[0].status == _NOT_STORED, "a delivery that is refused")

    def recovers(self) -> None:
        """Wait until deliveries are acknowledged again, and its health says so."""
        until(lambda: self.send()[0].status == 200, "a delivery that is acknowledged")
        until(lambda: self.health() == 200, "a health in order")

    def health(self) -> int:
        """Ask for its health."""
        with Client("127.0.0.1", self.port) as client:
            answer = client.ask(_HEALTH)
        assert answer.status == 200 or int(answer.headers["retry-after"]) > 0
        return answer.status

    def fails(self, check: str, *words: str) -> Told:
        """Have the doctor fail a check with these words, and say what to do."""
        code, found = self.doctor()
        told = found[check]
        assert (code, told.status) == (1, "fail"), told
        assert told.advice
        assert all(word in f"{told.detail} {told.advice}" for word in words), told
        return told

    def says(self, *words: str) -> str:
        """Wait for a line that says this, unless it was said already, and give it."""
        lines = self.program.err
        said = [line for line in lines.seen if all(word in line for word in words)]
        return said[-1] if said else lines.until(*words)

    def doctor(self) -> tuple[int, dict[str, Told]]:
        """Ask the doctor; gives the exit code, and what it found by the name of the check."""
        done = self.run("doctor", "--json")
        checks = [json.loads(line) for line in done.stdout.splitlines()]
        return done.returncode, {
            check["check"]: Told(check["status"], check["detail"], check["advice"]) for check in checks
        }

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run another command on the same store."""
        return subprocess.run(
            [sys.executable, "-m", "sa_monitor", *arguments],
            env=self.environ(),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def stop(self) -> None:
        """End it gracefully."""
        assert self.program.stop() == 0, self.program.err.text

    def close(self) -> None:
        """End it in any case."""
        self.program.kill()

    def prove_kept(self, *databases: Path) -> None:
        """Prove that all that was acknowledged stands in these stores together, which are intact."""
        kept: set[int] = set()
        for database in databases or (self.database,):
            kept |= kept_in(database)
        missing = set(self.acknowledged) - kept
        assert not missing, f"acknowledged and gone: {sorted(missing)}"


def kept_in(database: Path) -> set[int]:
    """Give the numbers of the deliveries in a store, which has to be intact."""
    connection = sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        bodies = [row[0] for row in connection.execute("SELECT body FROM deliveries")]
    finally:
        connection.close()
    return {int(json.loads(body)["data"]["id"].removeprefix("app-")) for body in bodies}


@contextmanager
def small_disk(folder: Path, size: str = "3m") -> Iterator[Path]:
    """Give a disk of its own, where this user may mount one. Raises PermissionError."""
    folder.mkdir(parents=True)
    mounting = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mounting, capture_output=True, check=False).returncode:
        raise PermissionError("only who may mount has a disk that can be filled")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(folder: Path) -> Path:
    """Fill a disk up; gives the file that is to be removed again."""
    ballast = folder / "ballast"
    with suppress(OSError), ballast.open("wb", buffering=0) as file:
        for size in (64 * 1024, 4096):
            with suppress(OSError):
                while True:
                    file.write(bytes(size))
    return ballast


@contextmanager
def station(folder: Path, data: Path | None = None) -> Iterator[Station]:
    """Give a station with ten deliveries that were acknowledged."""
    made = Station(folder, data)
    try:
        assert [answer.status for answer in made.send(10)] == [200] * 10
        yield made
    finally:
        made.close()
