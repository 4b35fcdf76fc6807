"""Ingest with the screen live, against headless; how quick keys are at that load, and where the time goes."""

import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from sa_monitor.store.lock import holder_of
from tests.benchmarks.catching_up import catch_up
from tests.benchmarks.load import SECRET, send
from tests.benchmarks.profile import PROFILE, summarised
from tests.benchmarks.report import Figure, at_least, at_most, percentile, ratio
from tests.benchmarks.servers import SA_MONITOR, listening
from tests.benchmarks.setting import MILLION, PAIRS, Setting
from tests.benchmarks.terminal import Terminal

ROUNDS, PIECE = 5, 2
SETTLED = 5
"""Seconds after its first picture in which a program still starts."""

_BETWEEN_KEYS = 0.03  # as a key that is held repeats
_PROFILED = 4


def run(setting: Setting) -> Iterator[Figure]:
    """Measure in turn, each on its own copy of the same store; keys are pressed while the load runs."""
    seconds = setting.seconds(PIECE)
    with (
        setting.store_of(MILLION) as bare,
        setting.store_of(MILLION) as shown,
        listening(bare) as headless,
    ):
        found = shown / "found.json"
        live, alone, loaded = [], [], []
        with screen(shown, found) as (terminal, url):
            time.sleep(SETTLED)
            for _ in range(setting.rounds(ROUNDS)):
                alone.append(send(headless.url, seconds=seconds, pairs=bare / PAIRS).rate)
                catch_up(bare)
                began = time.monotonic()
                with _pressing(terminal):
                    live.append(send(url, seconds=seconds, pairs=shown / PAIRS).rate)
                loaded.append((began, time.monotonic()))
                catch_up(shown)
            _profile(setting, terminal, url, shown)
        measured = json.loads(found.read_text(encoding="utf-8"))
    notes: dict[str, float | str] = {"with the screen/s": max(live), "headless/s": max(alone)}
    yield at_least(ratio("ingest with the screen live, of headless", live, alone, notes=notes), 0.8)
    keys, lags = (_within(measured[name], loaded) for name in ("keys", "lags"))
    notes = {"keys": len(keys), "p50 ms": percentile(keys, 50), "longest ms": max(keys)}
    yield at_most(
        Figure("key press to handled under that load, p99", percentile(keys, 99), "ms", notes=notes), 15
    )
    notes = {"p50 ms": percentile(lags, 50), "longest ms": max(lags)}
    yield at_most(Figure("lag of the screen's loop, p99", percentile(lags, 99), "ms", notes=notes), 20)


def _within(measured: list[tuple[float, float]], spans: list[tuple[float, float]]) -> list[float]:
    """Give what was measured while the load ran, the profiled part left out."""
    return [took for at, took in measured if any(began <= at <= ended for began, ended in spans)]


def _profile(setting: Setting, terminal: Terminal, url: str, data: Path) -> None:
    """Keep beside this file where the time goes under that load, where py-spy is installed."""
    program = setting.peer("py-spy", "py-spy")
    if program is None:
        print("profile: skipped, py-spy isn't installed", file=sys.stderr)
        return
    seconds = round(setting.seconds(_PROFILED))
    raw = data / "profile.raw"
    command = [program, "record", "--pid", str(terminal.pid), "--duration", str(seconds), "--rate", "200"]
    with (
        _pressing(terminal),
        subprocess.Popen(
            [*command, "--format", "raw", "--threads", "--gil", "--output", str(raw)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ),
    ):
        send(url, seconds=seconds + 1, pairs=data / PAIRS)
    if raw.exists():
        PROFILE.write_text(summarised(raw.read_text(encoding="utf-8")), encoding="utf-8")


@contextlib.contextmanager
def screen(data: Path, found: Path | None = None) -> Iterator[tuple[Terminal, str]]:
    """Run the main screen with its own listener in a terminal; with `found` it has clocks, and writes them there."""
    program = (
        SA_MONITOR if found is None else (sys.executable, "-m", "tests.benchmarks.screen_child", str(found))
    )
    command = [*program, "--port", "0"]
    command += ["--data-dir", str(data), "--config", str(data / "config.toml")]
    with Terminal(command, environ=os.environ | {"SA_MONITOR_SECRET": SECRET}) as terminal:
        terminal.wait_for("Service Apps")
        holder = holder_of(data / "listener.lock")
        while holder is None or holder.address is None:
            time.sleep(0.05)
            holder = holder_of(data / "listener.lock")
        yield terminal, holder.address


@contextlib.contextmanager
def _pressing(terminal: Terminal) -> Iterator[None]:
    """Move up and down for as long as it lasts."""
    ended = threading.Event()

    def press() -> None:
        turn = 0
        while not ended.wait(_BETWEEN_KEYS):
            terminal.press("jjkk"[turn % 4])
            turn += 1

    presser = threading.Thread(target=press)
    presser.start()
    try:
        yield
    finally:
        ended.set()
        presser.join()
