"""Processes that are measured."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.load import SECRET

SA_MONITOR = (sys.executable, "-m", "sa_monitor")


@dataclass(frozen=True)
class Server:
    """A listening process."""

    url: str
    pid: int


@contextmanager
def listening(data: Path) -> Iterator[Server]:
    """Run `sa-monitor listen` on a data folder."""
    command = [*SA_MONITOR, "listen", "--json", "--port", "0", "--data-dir", str(data)]
    with _started([*command, "--config", str(data / "config.toml")]) as server:
        yield server


@contextmanager
def answering_only() -> Iterator[Server]:
    """Run the same HTTP side with nothing behind it: no verdict, no decoding, no store."""
    with _started([sys.executable, "-m", "tests.benchmarks.noop"]) as server:
        yield server


@contextmanager
def _started(command: list[str]) -> Iterator[Server]:
    environ = os.environ | {"SA_MONITOR_SECRET": SECRET}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environ)
    try:
        ready = json.loads(process.stdout.readline())
        yield Server(ready["listening"], process.pid)
    finally:
        process.terminate()
        process.wait(60)
        process.stdout.close()


def resident(pid: int) -> int:
    """Give the resident memory of a process, in bytes (Linux)."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")
