"""What the main screen with its own listener costs while nothing happens."""

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.report import Figure, at_most
from tests.benchmarks.seed import store_of
from tests.benchmarks.terminal import Terminal

STORED = 10_000
SECONDS = 60
_SETTLED = 5
"""Seconds after its first picture in which a program still starts."""


def run(scale: float) -> Iterator[Figure]:
    """Count the processor time of a minute in which nobody presses a key and nothing arrives."""
    with store_of(STORED) as data, Terminal(_command(data), environ=dict(os.environ)) as terminal:
        terminal.wait_for("Service Apps")
        time.sleep(_SETTLED)
        seconds = max(1.0, SECONDS * scale)
        before, woken, written = _used(terminal.pid), _switches(terminal.pid), len(terminal.written)
        time.sleep(seconds)
        used = _used(terminal.pid) - before
        notes: dict[str, float | str] = {
            "wake-ups/s": (_switches(terminal.pid) - woken) / seconds,
            "writes to the terminal": float(len(terminal.written) - written),
        }
    yield at_most(
        Figure("the screen while nothing happens, of a core", 100 * used / seconds, "%", notes=notes), 0.5
    )


def _command(data: Path) -> list[str]:
    places = ["--data-dir", str(data), "--config", str(data / "config.toml")]
    return [sys.executable, "-m", "sa_monitor", "--port", "0", *places]


def _used(pid: int) -> float:
    """Give the seconds of a processor that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _switches(pid: int) -> int:
    """Count how often the threads of a process have waited for something."""
    lines = (
        line
        for status in Path(f"/proc/{pid}/task").glob("*/status")
        for line in status.read_text(encoding="utf-8").splitlines()
    )
    return sum(int(line.split()[1]) for line in lines if line.startswith("voluntary_ctxt"))
