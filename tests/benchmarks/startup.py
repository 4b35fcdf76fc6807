"""How long until it answers, and until its first picture, beside a minimal Textual app and two others."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from tests.benchmarks.report import Figure, at_most, ratio
from tests.benchmarks.setting import MILLION, Setting
from tests.benchmarks.terminal import Terminal

ROUNDS = 7
MINIMAL, TOOLONG, HARLEQUIN = "a Textual app with one label", "toolong", "harlequin"
_WANTED = {MINIMAL: 1.5, TOOLONG: 0.7, HARLEQUIN: 0.7}

_ONE_LABEL = """
from textual.app import App
from textual.widgets import Label
class OneLabel(App):
    def compose(self):
        yield Label("painted")
OneLabel().run()
"""

Measure = Callable[[], float]


def run(setting: Setting) -> Iterator[Figure]:
    """Measure in turn; the peers open a file of one line, or nothing."""
    rounds = setting.rounds(ROUNDS)
    with (
        setting.store_of(0) as empty,
        setting.store_of(MILLION) as full,
        tempfile.TemporaryDirectory(prefix="sa-monitor-peers-") as folder,
    ):
        yield from _answers(rounds, full)
        measures = dict(_pictures(setting, empty, full, Path(folder)))
        times: dict[str, list[float]] = {name: [] for name in measures}
        for _ in range(rounds):
            for name, measure in measures.items():
                times[name].append(measure())
        yield from _compared(times)


def _answers(rounds: int, full: Path) -> Iterator[Figure]:
    script = str(Path(sys.executable).with_name("sa-monitor"))
    nothing = [sys.executable, "-c", "pass"]
    one = [script, "events", "--limit", "1", "--data-dir", str(full), "--config", str(full / "config.toml")]
    for name, command, wanted in (
        ("--version", [script, "--version"], 3),
        ("events --limit 1, of a million", one, None),
    ):
        ours, empty = [], []
        for _ in range(rounds):
            empty.append(_seconds(nothing))
            ours.append(_seconds(command))
        notes: dict[str, float | str] = {"ms": median(ours) * 1000, "python -c pass ms": median(empty) * 1000}
        figure = ratio(f"sa-monitor {name}, of python -c pass", ours, empty, notes=notes)
        yield figure if wanted is None else at_most(figure, wanted)


def _pictures(setting: Setting, empty: Path, full: Path, folder: Path) -> Iterator[tuple[str, Measure]]:
    """Give what is painted, and how to measure it; who isn't installed is named."""
    for name, data in (("an empty store", empty), (f"{MILLION:,} events", full)):
        command = [sys.executable, "-m", "sa_monitor", "--port", "0", "--data-dir", str(data)]
        yield (
            name,
            _until([*command, "--config", str(data / "config.toml")], "Service Apps"),
        )
    yield MINIMAL, _until([sys.executable, "-c", _ONE_LABEL], "painted")
    (folder / "one.log").write_text("painted\n")
    home = {"HOME": str(folder), "LC_ALL": "C.UTF-8"}
    for name, program, arguments, text in (
        (TOOLONG, "tl", [str(folder / "one.log")], "painted"),
        (HARLEQUIN, "harlequin", ["--no-download-tzdata", ":memory:"], "Data Catalog"),
    ):
        path = setting.peer(program, name)
        if path is None:
            print(f"{name}: skipped, it isn't installed", file=sys.stderr)
        else:
            yield name, _until([path, *arguments], text, home)


def _compared(times: dict[str, list[float]]) -> Iterator[Figure]:
    for store, ours in times.items():
        for other, theirs in times.items():
            if store in _WANTED or other not in _WANTED:
                continue
            notes: dict[str, float | str] = {
                "ms": median(ours) * 1000,
                "of the other ms": median(theirs) * 1000,
            }
            name = f"first picture with {store}, of {other}"
            yield at_most(ratio(name, ours, theirs, notes=notes), _WANTED[other])


def _until(command: list[str], text: str, environ: dict[str, str] | None = None) -> Measure:
    def measure() -> float:
        with Terminal(command, environ=os.environ | (environ or {})) as terminal:
            return terminal.wait_for(text) - terminal.started

    return measure


def _seconds(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started
