"""Honest deliveries beside clients that misbehave, and what that costs: `python -m tests.reliability network`."""

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.cli.program import Program
from tests.listener.wire import SECRET
from tests.reliability.nuisance import Nuisance, memory_of
from tests.reliability.senders import Answered, one_by_one, quantile

MIB = 1024 * 1024
CASES = {
    "2,000 idle connections": {"idle": 2000},
    "300 that dribble a byte a second": {"dribbling": 300},
    "40 that never read their answers": {"deaf": 40},
    "4 that forge as fast as they can": {"forging": 4},
    "all of them": {"idle": 2000, "dribbling": 100, "deaf": 20, "forging": 2},
}


class Figures(NamedTuple):
    """Seconds of honest deliveries without and beside the others, and the bytes by which the listener grew."""

    undisturbed: list[Answered]
    beside: list[Answered]
    grown: int

    @property
    def ratio(self) -> float:
        """How much longer the slowest hundredth takes."""
        return quantile(self.beside, 0.99) / quantile(self.undisturbed, 0.99)

    def __str__(self) -> str:
        alone, beside = quantile(self.undisturbed, 0.99) * 1000, quantile(self.beside, 0.99) * 1000
        words = f"p99 {alone:.1f} ms alone, {beside:.1f} ms beside, ratio {self.ratio:.1f}"
        return f"{words}; {self.grown / MIB:.1f} MiB more"


@contextmanager
def listening(folder: Path) -> Iterator[tuple[Program, int]]:
    """Run a `listen` of its own, and give it with its port."""
    environ = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "SA_MONITOR_DATA_DIR": str(folder / "data"),
        "SA_MONITOR_CONFIG": str(folder / "conf" / "config.toml"),
        "SA_MONITOR_SECRET": SECRET,
        "PYTHONUTF8": "1",
    }
    program = Program(["listen", "--port", 0, "--json"], environ)
    try:
        url = json.loads(program.out.next())["listening"]
        yield program, int(url.rpartition(":")[2].partition("/")[0])
        assert program.stop() == 0
    finally:
        program.kill()


def measure(program: Program, port: int, numbers: dict[str, int], count: int) -> Figures:
    """Send `count` deliveries one by one without, and then beside."""
    one_by_one(port, 30)
    undisturbed = one_by_one(port, count, first=100_000)
    before = memory_of(program.process.pid)
    with Nuisance(port, **numbers):
        beside = one_by_one(port, count, first=200_000)
        grown = memory_of(program.process.pid) - before
    return Figures(undisturbed, beside, grown)


def long(seconds: float) -> Iterator[str]:
    """Measure all cases; more seconds, more deliveries."""
    count = max(120, int(seconds * 3))
    for name, numbers in CASES.items():
        with tempfile.TemporaryDirectory() as folder, listening(Path(folder)) as (program, port):
            figures = measure(program, port, numbers, count)
        yield f"{name}: {figures}"
        assert {found.status for found in figures.beside} == {200}
        assert figures.ratio < 10
        assert figures.grown < 64 * MIB
