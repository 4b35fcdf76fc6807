"""Looking at a long history on the screen itself: opening it, turning its pages, and what it takes of the memory.

The program watches, in a terminal, a store of 1,000 events and one of 10,000,000 by turns.
"""

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from tests.benchmarks.report import Figure, at_most, ratio
from tests.benchmarks.setting import Setting
from tests.benchmarks.terminal import Terminal

SMALL, LARGEST = 1_000, 10_000_000
OPENINGS = 9
PAGES = 24
_QUIET = 0.5
"""Seconds without a word after which a picture is whole."""

_BETWEEN = 0.12
_PAGE_DOWN = "\x1b[6~"
_MEGABYTE = 1_000_000


def run(setting: Setting) -> Iterator[Figure]:
    """Measure in turn, first the openings, then the pages, then the memory."""
    few, many = (setting.seeded(events) for events in (SMALL, LARGEST))
    for name, place in (("first picture", 0), ("whole main screen", 1)):
        at = [(_opening(many)[place], _opening(few)[place]) for _ in range(setting.rounds(OPENINGS))]
        yield _compared(f"opening at ten million events, until the {name}", at, 1.3)
    with _watching(few) as small, _watching(many) as large:
        for terminal in (small, large):
            terminal.wait_for("Service Apps")
            _settle(terminal)
        pages = [(_page(large), _page(small)) for _ in range(PAGES)]
        yield _compared("a page-down on the screen at ten million events", pages, 1.5)
        grown = (_memory(large) - _memory(small)) / _MEGABYTE
    yield at_most(Figure("memory of the screen at ten million events, above that at 1,000", grown, "MB"), 20)


def _compared(name: str, times: list[tuple[float, float]], bound: float) -> Figure:
    ours, theirs = ([pair[place] * 1000 for pair in times] for place in (0, 1))
    notes = {"ms": median(ours), "at 1,000 ms": median(theirs)}
    return at_most(ratio(f"{name}, of the same at 1,000", ours, theirs, notes=notes), bound)


def _watching(folder: Path) -> Terminal:
    command = [sys.executable, "-m", "sa_monitor", "--view", "--data-dir", str(folder)]
    return Terminal([*command, "--config", str(folder / "config.toml")], environ=dict(os.environ))


def _opening(folder: Path) -> tuple[float, float]:
    """Give the seconds until the first picture, and until nothing more was drawn."""
    with _watching(folder) as terminal:
        first = terminal.wait_for("Service Apps")
        return first - terminal.started, _settle(terminal) - terminal.started


def _settle(terminal: Terminal, quiet: float = _QUIET) -> float:
    """Wait until nothing was written for so long; gives when the last piece was."""
    while time.perf_counter() - (last := terminal.written[-1][0]) < quiet:
        time.sleep(quiet / 10)
    return last


def _page(terminal: Terminal) -> float:
    """Give the seconds from the key to the last piece of the picture that it makes."""
    began, before = time.perf_counter(), len(terminal.written)
    terminal.press(_PAGE_DOWN)
    while len(terminal.written) == before:
        time.sleep(0.0005)
    return _settle(terminal, _BETWEEN) - began


def _memory(terminal: Terminal) -> int:
    """Give the bytes that the screen alone takes, having gone to the first event and back."""
    for key in "GgGg":
        terminal.press(key)
        time.sleep(0.2)
        _settle(terminal)
    lines = Path(f"/proc/{terminal.pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
