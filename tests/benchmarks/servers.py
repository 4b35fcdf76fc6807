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
_MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Server:
    """A listening process."""

    url: str
    pid: int


@contextmanager
def listening(data: Path, *, clocks: Path | None = None) -> Iterator[Server]:
    """Run `sa-monitor listen` on a data folder; with `clocks` in it, it writes there what they showed when it ends."""
    program = (
        SA_MONITOR if clocks is None else (sys.executable, "-m", "tests.benchmarks.listen_child", str(clocks))
    )
    command = [*program, "listen", "--json", "--port", "0", "--data-dir", str(data)]
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
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environ, text=True
    ) as process:
        try:
            ready = json.loads(next(iter(process.stdout or [])))
            yield Server(ready["listening"], process.pid)
        finally:
            process.terminate()
            process.wait(60)


def megabytes(pid: int) -> float:
    """Give the resident memory of a process (Linux)."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / _MEGABYTE


def processor_seconds(pid: int) -> float:
    """Give the seconds of a processor that a process has used (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def wakings(pid: int) -> int:
    """Count how often the threads of a process have waited for something (Linux)."""
    lines = (
        line
        for status in Path(f"/proc/{pid}/task").glob("*/status")
        for line in status.read_text(encoding="utf-8").splitlines()
    )
    return sum(int(line.split()[1]) for line in lines if line.startswith("voluntary_ctxt"))
