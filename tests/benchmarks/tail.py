"""The slowest answers at half of the highest load, beside checkpoints, a prune and an export."""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks.catching_up import catch_up
from tests.benchmarks.load import send
from tests.benchmarks.report import Figure, at_most, percentile
from tests.benchmarks.servers import SA_MONITOR, listening
from tests.benchmarks.setting import MILLION, PAIRS, Setting

SECONDS = 12
_FORGOTTEN = 950_000
_PAUSE = 50


def run(setting: Setting) -> Iterator[Figure]:
    """Send at half of what it takes, first alone and then beside all else."""
    seconds = setting.seconds(SECONDS)
    with setting.store_of(MILLION) as data:
        clocks = data / "clocks.json"
        with listening(data, clocks=clocks) as server:
            highest = max(send(server.url, seconds=2, pairs=data / PAIRS).rate for _ in range(2))
            catch_up(data)
            alone = send(server.url, seconds=seconds / 2, rate=highest / 2, pairs=data / PAIRS)
            catch_up(data)
            began = time.monotonic()
            with _disk() as syncs, _beside(data):
                busy = send(server.url, seconds=seconds, rate=highest / 2, pairs=data / PAIRS)
            ended = time.monotonic()
        found = json.loads(clocks.read_text(encoding="utf-8"))
    notes: dict[str, float | str] = {
        "deliveries/s": busy.rate,
        "highest load/s": highest,
        "p50 ms": busy.p50,
        "p99.9 ms": busy.p999,
        "longest ms": busy.most,
        "failed": busy.failed,
        "without anything beside it, p99 ms": alone.p99,
        "p99.9 ms without": alone.p999,
        "longest ms without": alone.most,
        "a sync of the disk beside it, longest ms": max(syncs),
        "the same p99 ms": percentile(syncs, 99),
    }
    yield Figure(
        "acknowledgement at half of the highest load, prune and export beside it, p99",
        busy.p99,
        "ms",
        notes=notes,
    )
    yield _pauses(found, began, ended)


def _pauses(found: dict[str, list[list[float]]], began: float, ended: float) -> Figure:
    """Give the longest that the listener's loop was kept by work; the rest it waits for the disk and its turn."""
    rows = {name: [row for row in rows if began <= row[0] <= ended] for name, rows in found.items()}
    within = {name: [row[1] for row in some] or [0.0] for name, some in rows.items()}
    ours = max(row[2] for name in ("project", "append", "restart") for row in rows[name])
    notes: dict[str, float | str] = {
        "longest slice of projection ms, with its waiting": max(within["project"]),
        "longest noting of what the log has grown by ms, with its waiting": max(within["restart"]),
        "longest commit of a batch ms, with its sync": max(within["append"]),
        "commits p99.9 ms": percentile(within["append"], 99.9),
        "the loop late, longest ms": max(within["late"]),
        "the loop late, p99.9 ms": percentile(within["late"], 99.9),
    }
    name = "longest pause of the listener that is its own: on the processor in one piece"
    return at_most(Figure(name, ours, "ms", notes=notes), _PAUSE)


@contextmanager
def _beside(data: Path) -> Iterator[None]:
    """Forget old events and export what is there, for as long as it lasts."""
    places = ["--data-dir", str(data), "--config", str(data / "config.toml")]
    commands = (
        ["prune", "--keep-events", str(MILLION - _FORGOTTEN), "--yes"],
        ["export", "--output", str(data / "out.jsonl"), "--force"],
    )
    processes = [
        subprocess.Popen(
            [*SA_MONITOR, *command, *places], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        for command in commands
    ]
    try:
        yield
        for process, command in zip(processes, commands, strict=True):
            if process.poll():
                print(f"{command[0]} failed", file=sys.stderr)
    finally:
        for process in processes:
            process.terminate()
            process.wait(60)


@contextmanager
def _disk() -> Iterator[list[float]]:
    """Sync 16 KiB into a file of its own 20 times a second: what the disk alone takes meanwhile."""
    took: list[float] = []
    ended = threading.Event()

    def sync() -> None:
        with tempfile.TemporaryFile() as file:
            while not ended.wait(0.05):
                file.write(os.urandom(16384))
                file.flush()
                began = time.monotonic()
                os.fdatasync(file.fileno())
                took.append((time.monotonic() - began) * 1000)

    syncer = threading.Thread(target=sync)
    syncer.start()
    try:
        yield took
    finally:
        ended.set()
        syncer.join()
        took.append(0.0)
