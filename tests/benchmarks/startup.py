"""How long until it answers: `--version` against an empty Python, and the first paint against one label."""

import os
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.report import Figure, at_most, ratio
from tests.benchmarks.seed import store_of
from tests.benchmarks.terminal import Terminal

STORED = 100_000
ROUNDS = 15

_ONE_LABEL = """
from textual.app import App
from textual.widgets import Label
class OneLabel(App):
    def compose(self):
        yield Label("painted")
OneLabel().run()
"""


def run(scale: float) -> Iterator[Figure]:
    """Measure both in turn."""
    rounds = max(3, round(ROUNDS * scale))
    yield _version(rounds)
    yield _paint(rounds, int(STORED * scale))


def _version(rounds: int) -> Figure:
    """Measure an installed wheel, whose console script is what people start."""
    with tempfile.TemporaryDirectory(prefix="sa-monitor-wheel-") as folder:
        python, script = _installed(Path(folder))
        ours, empty = [], []
        for _ in range(rounds):
            empty.append(_seconds([python, "-c", "pass"]))
            ours.append(_seconds([script, "--version"]))
    notes = {"--version ms": min(ours) * 1000, "python -c pass ms": min(empty) * 1000}
    return at_most(ratio("sa-monitor --version, of python -c pass", ours, empty, notes=notes), 3)


def _installed(folder: Path) -> tuple[str, str]:
    """Install a wheel of this project into an environment of its own; its dependencies aren't needed to answer."""
    root = Path(__file__).parent.parent.parent
    venv.create(folder / "venv", with_pip=True)
    pip = [str(folder / "venv" / "bin" / "pip"), "install", "--quiet", "--no-deps", str(root)]
    subprocess.run(pip, check=True, stdout=subprocess.DEVNULL)
    return str(folder / "venv" / "bin" / "python"), str(folder / "venv" / "bin" / "sa-monitor")


def _seconds(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def _paint(rounds: int, stored: int) -> Figure:
    ours, label = [], []
    with store_of(stored) as data:
        monitor = [sys.executable, "-m", "sa_monitor", "--port", "0", "--data-dir", str(data)]
        monitor += ["--config", str(data / "config.toml")]
        for _ in range(rounds):
            label.append(_until([sys.executable, "-c", _ONE_LABEL], "painted"))
            ours.append(_until(monitor, "Service Apps"))
    notes = {"first paint ms": min(ours) * 1000, "one label ms": min(label) * 1000}
    name = f"first paint with {stored:,} stored events, of a Textual app with one label"
    return at_most(ratio(name, ours, label, notes=notes), 1.7)


def _until(command: list[str], text: str) -> float:
    with Terminal(command, environ=dict(os.environ)) as terminal:
        return terminal.wait_for(text) - terminal.started
