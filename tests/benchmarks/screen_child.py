"""The program itself, with two clocks in it: `python -m tests.benchmarks.screen_child OUT.json ARGUMENT ...`.

Writes to OUT.json, when it ends, how long each key took from being read to being handled, and how late the loop was.
"""

import asyncio
import json
import sys
import time
from pathlib import Path

from textual import events
from textual.app import App

from sa_monitor.__main__ import main

_TICK = 0.02


class Clocks:
    """What was measured, in milliseconds; each with when."""

    def __init__(self) -> None:
        self.keys: list[tuple[float, float]] = []
        self.lags: list[tuple[float, float]] = []
        self.pressed: float | None = None

    async def tick(self) -> None:
        while True:
            wanted = time.monotonic() + _TICK
            await asyncio.sleep(_TICK)
            self.lags.append((wanted, (time.monotonic() - wanted) * 1000))


def install(clocks: Clocks) -> None:
    on_event, run_action = App.on_event, App.run_action
    tasks: list[asyncio.Task[None]] = []

    async def timed_event(self: App[object], event: events.Event) -> None:
        if not tasks:
            tasks.append(asyncio.create_task(clocks.tick()))
        if isinstance(event, events.Key):
            clocks.pressed = event.time
        await on_event(self, event)

    async def timed_action(self: App[object], *arguments: object, **named: object) -> bool:
        done = await run_action(self, *arguments, **named)  # type: ignore[arg-type]
        if clocks.pressed is not None:
            clocks.keys.append((clocks.pressed, (time.monotonic() - clocks.pressed) * 1000))
            clocks.pressed = None
        return done

    App.on_event = timed_event  # type: ignore[method-assign, assignment]
    App.run_action = timed_action  # type: ignore[method-assign, assignment]


if __name__ == "__main__":
    out = Path(sys.argv.pop(1))
    measured = Clocks()
    install(measured)
    try:
        main()
    finally:
        out.write_text(json.dumps({"keys": measured.keys, "lags": measured.lags}), encoding="utf-8")
