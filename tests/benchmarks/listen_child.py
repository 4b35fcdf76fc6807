"""`sa-monitor` with clocks in its keeper: `python -m tests.benchmarks.listen_child OUT.json ARGUMENT ...`.

Writes to OUT.json, when it ends, how long appending and projecting took and how late the listener's loop was.
`used` is what its thread has used of the processor until then.
"""

import asyncio
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sa_monitor.__main__ import main
from sa_monitor.store import checkpoints, keeper

_TICK = 0.005

found: dict[str, list[Any]] = {"append": [], "project": [], "restart": [], "late": [], "used": []}
"""When (seconds, monotonic), how long (milliseconds) and how long on the processor; of `project` also how many."""


def install() -> None:
    """Put the clocks in."""
    keeper.append = _timed("append", keeper.append)  # type: ignore[attr-defined]
    keeper.Keeper.project = _projecting(keeper.Keeper.project)  # type: ignore[method-assign]
    checkpoints.Checkpointer.wrote = _timed("restart", checkpoints.Checkpointer.wrote)  # type: ignore[method-assign]


def _timed(name: str, work: Callable[..., Any]) -> Callable[..., Any]:
    def timed(*arguments: Any) -> Any:
        _tick()
        began, used = time.monotonic(), time.thread_time()
        try:
            return work(*arguments)
        finally:
            took, cost = (time.monotonic() - began) * 1000, (time.thread_time() - used) * 1000
            found[name].append((began, took, cost))

    return timed


def _projecting(project: Callable[..., bool]) -> Callable[..., bool]:
    def timed(self: Any, most: int) -> bool:
        before = self._open.projected if self._open else 0
        began, used = time.monotonic(), time.thread_time()
        try:
            return project(self, most)
        finally:
            count = self._open.projected - before if self._open else 0
            took, cost = (time.monotonic() - began) * 1000, (time.thread_time() - used) * 1000
            found["project"].append((began, took, cost, count))

    return timed


_ticking: list[asyncio.Task[None]] = []


def _tick() -> None:
    """Watch the loop of the listener, from the first delivery on."""
    if not _ticking:
        _ticking.append(asyncio.get_running_loop().create_task(_watch_loop()))


async def _watch_loop() -> None:
    while True:
        wanted = time.monotonic() + _TICK
        await asyncio.sleep(_TICK)
        found["late"].append((wanted, (time.monotonic() - wanted) * 1000))
        found["used"].append((time.monotonic(), time.thread_time() * 1000))


if __name__ == "__main__":
    out = Path(sys.argv.pop(1))
    install()
    try:
        status = main()
    finally:
        out.write_text(json.dumps(found), encoding="utf-8")
    sys.exit(status)
