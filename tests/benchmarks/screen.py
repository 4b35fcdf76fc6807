"""Ingest with the screen live, against headless; and how quick keys are at that load."""

import contextlib
import json
import os
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from sa_monitor.store.lock import holder_of
from tests.benchmarks.ingest import STORED, _catch_up
from tests.benchmarks.load import SECRET, send
from tests.benchmarks.report import Figure, at_least, at_most, percentile, ratio
from tests.benchmarks.seed import store_of
from tests.benchmarks.servers import listening
from tests.benchmarks.terminal import Terminal

ROUNDS = 5
_BETWEEN_KEYS = 0.1


def run(scale: float) -> Iterator[Figure]:
    """Measure in turn, each on its own copy of the same store; keys are pressed while the load runs."""
    stored = int(STORED * scale)
    with store_of(stored) as bare, store_of(stored) as shown, listening(bare) as headless:
        found = shown / "found.json"
        live, alone = [], []
        with screen(shown, found) as (terminal, url):
            for _ in range(ROUNDS):
                alone.append(send(headless.url, seconds=2 * scale).rate)
                _catch_up(bare)
                with _pressing(terminal):
                    live.append(send(url, seconds=2 * scale).rate)
                _catch_up(shown)
        measured = json.loads(found.read_text(encoding="utf-8"))
    notes = {"with the screen/s": max(live), "headless/s": max(alone)}
    yield at_least(ratio("ingest with the screen live, of headless", live, alone, notes=notes), 0.6)
    keys, lags = measured["keys"], measured["lags"]
    notes = {"keys": len(keys), "p50 ms": percentile(keys, 50)}
    yield at_most(
        Figure("key press to handled under that load, p99", percentile(keys, 99), "ms", notes=notes), 50
    )
    yield Figure("lag of the screen's loop, p99", percentile(lags, 99), "ms")


@contextlib.contextmanager
def screen(data: Path, found: Path) -> Iterator[tuple[Terminal, str]]:
    """Run the main screen with its own listener in a terminal."""
    command = [sys.executable, "-m", "tests.benchmarks.screen_child", str(found), "--port", "0"]
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
