"""uvicorn in a thread with a loop of its own: silent, without signal handlers, stopped from outside."""

import asyncio
import errno
import logging
import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress
from threading import Event, Thread
from typing import Any

import uvicorn
from starlette.types import ASGIApp

from sa_monitor.errors import ListenerError, PortTaken

HOST = "127.0.0.1"
_GRACE = 3
"""Seconds that requests in flight have when it stops."""

Serve = Callable[[ASGIApp], Awaitable[None]]


def bind(port: int) -> socket.socket:
    """Take the port on loopback, 0 for a free one. Raises PortTaken, ListenerError."""
    # asyncio turns Nagle's algorithm off only where the protocol is named; else each answer waits for 40 ms.
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((HOST, port))
    except (OSError, OverflowError) as error:
        bound.close()
        if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
            raise PortTaken(f"Port {port} is taken.", "Free it, or use --port 0 for a free one.") from error
        raise ListenerError(f"Can't listen on port {port}: {error}.", "Use another --port.") from error
    return bound


class Serving:
    """A thread that performs something with a server on the socket, which it owns and closes."""

    def __init__(self, bound: socket.socket, perform: Callable[[Serve], Awaitable[None]]) -> None:
        self._bound = bound
        self._perform = perform
        self._thread = Thread(target=self._run, name="simulator", daemon=True)
        self._ready = Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._server: uvicorn.Server | None = None
        self._failure: BaseException | None = None

    def start(self) -> None:
        """Return when it listens. Raises what went wrong."""
        self._thread.start()
        self._ready.wait()
        self._raise_failure()

    def call(self, action: Callable[[], None]) -> None:
        """Have it done in the loop of the thread, if that still runs."""
        if self._loop is not None:
            with suppress(RuntimeError):  # the loop is closed
                self._loop.call_soon_threadsafe(action)

    def stop(self) -> None:
        """Stop and wait for the end of the thread. Raises what made it fail meanwhile."""
        if self._server is not None:
            self._server.should_exit = True
        self._thread.join()
        self._raise_failure()

    def _raise_failure(self) -> None:
        failure, self._failure = self._failure, None
        if failure is not None:
            raise failure

    def _run(self) -> None:
        try:
            with self._bound:
                asyncio.run(self._main())
        except BaseException as error:  # noqa: BLE001 (a thread's end: whoever starts or stops it gets the error)
            self._failure = error
        finally:
            self._ready.set()

    async def _main(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._loop.set_exception_handler(_log)
        await self._perform(self._serve)

    async def _serve(self, app: ASGIApp) -> None:
        config = uvicorn.Config(
            app,
            loop="asyncio",
            http="httptools",
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=_GRACE,
        )
        # Without any handler Python would write warnings to the terminal.
        for name in ("uvicorn", _logger.name):
            logging.getLogger(name).addHandler(_SILENT)
        self._server = _Server(config, self._ready.set)
        await self._server.serve(sockets=[self._bound])


class _Server(uvicorn.Server):
    """Tells when it listens. Signal handlers are uvicorn's in the main thread alone."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._tell_ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._tell_ready()


_logger = logging.getLogger("sa_monitor.simulator")
_SILENT = logging.NullHandler()


def _log(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    _logger.error("%s", context.get("message"), exc_info=context.get("exception"))
