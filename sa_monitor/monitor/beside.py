"""Work that goes on beside a screen or a listener: in a thread of its own, from `start` to `close`."""

import asyncio
import logging
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import suppress
from typing import Self

from sa_monitor.monitor.unjoined import Unjoined

_log = logging.getLogger(__name__)

_PARTING = 2.0
"""Seconds that the end waits for; what then still waits for an answer ends with the program."""


class Beside(ABC):
    """Runs `_run` in a thread called `name`, where it is `wanted`; `_ends` tells when it is to end.

    To start or close it more than once is no mistake.
    """

    def __init__(self, name: str, *, wanted: bool = True) -> None:
        self._name = name
        self._wanted = wanted
        self._ends = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> Self:
        """Begin."""
        if self._wanted and self._thread is None:
            self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
            self._thread.start()
        return self

    def close(self) -> None:
        """End, after what is being done."""
        thread, self._thread = self._thread, None
        self._ends.set()
        if thread is not None:
            self._interrupt()
            thread.join(_PARTING)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.close()

    def _interrupt(self) -> None:  # noqa: B027 (most work looks at `_ends` by itself)
        """Have what is being done end early, where it can."""

    @abstractmethod
    def _run(self) -> None:
        """Work until `_ends` is set."""


class LoopBeside(Beside):
    """Runs `_serve` in a loop of that thread; what waits for an answer at the end is given up."""

    def __init__(self, name: str, *, wanted: bool = True) -> None:
        super().__init__(name, wanted=wanted)
        self._begun = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None

    def _interrupt(self) -> None:
        self._begun.wait(_PARTING)
        if self._task is not None:
            self._in_thread(self._task.cancel)

    def _in_thread(self, do: Callable[[], object]) -> None:
        """Have something done in the loop, from any thread."""
        if self._loop is not None:
            with suppress(RuntimeError):  # the loop closed a moment ago
                self._loop.call_soon_threadsafe(do)

    def _run(self) -> None:
        try:
            asyncio.run(self._begin())
        except asyncio.CancelledError:
            return
        except Exception:  # noqa: BLE001 (the thread's end: listening goes on without it)
            _log.exception("%s ended", self._name)
        finally:
            self._begun.set()

    async def _begin(self) -> None:
        self._loop, self._task = asyncio.get_running_loop(), asyncio.current_task()
        self._loop.set_default_executor(Unjoined())
        self._begun.set()
        await self._serve()

    @abstractmethod
    async def _serve(self) -> None:
        """Work until it is cancelled."""
