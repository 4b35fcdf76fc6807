"""Threads that nobody waits for at the end: a name that isn't found yet must not keep the program from quitting."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Thread
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class Unjoined(ThreadPoolExecutor):
    """Runs each call in a thread of its own, which ends with the program if it hasn't before."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Begin a call."""
        future: Future[T] = Future()

        def run() -> None:
            try:
                future.set_result(fn(*args, **kwargs))
            except BaseException as error:  # noqa: BLE001 (the thread's end: whoever waits gets it)
                future.set_exception(error)

        future.set_running_or_notify_cancel()
        Thread(target=run, daemon=True, name="lookup").start()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 (as it is)
        """Wait for nothing."""
