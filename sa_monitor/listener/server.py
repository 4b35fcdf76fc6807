"""The listener: a thread with a loop of its own, from the sockets to the last answer."""

import asyncio
import logging
import secrets
import socket
import ssl
import threading
from collections.abc import Callable
from concurrent.futures import Future, wait
from contextlib import suppress
from functools import partial
from typing import Any

from sa_monitor.errors import StoreError
from sa_monitor.listener.answers import Answers
from sa_monitor.listener.connection import READ_SIZE, Connection, Shared
from sa_monitor.listener.connections import Connections, room_for_connections
from sa_monitor.listener.context import Context
from sa_monitor.listener.courtesy import Courtesy
from sa_monitor.listener.health import Health, Vitals
from sa_monitor.listener.heart import Heart
from sa_monitor.listener.intake import Intake
from sa_monitor.listener.judging import Judge
from sa_monitor.listener.keeper import Keeper
from sa_monitor.listener.limits import Limits
from sa_monitor.listener.lookout import Lookout
from sa_monitor.listener.projection import Projection
from sa_monitor.listener.rejections import Rejections
from sa_monitor.listener.routes import Routes
from sa_monitor.listener.secure import SecureConnection
from sa_monitor.listener.sockets import Bind, open_sockets, url_of
from sa_monitor.listener.tls import tls_of
from sa_monitor.model.listening import Ending
from sa_monitor.model.signature import Keyring

__all__ = ["Bind", "Health", "Listener"]

_log = logging.getLogger(__name__)

_ACCEPTED_AT_ONCE = 512
_TURNS_TO_SETTLE = 6


class Listener:
    """Takes deliveries and answers each when `keeper` has it on disk.

    `keyring` gives the secrets known at the moment; it is called for each batch, and again before anything is
    rejected. `clock` gives milliseconds of UTC. `on_change` is called in the listener's thread after each commit,
    projection and change of health; it must be quick and not raise. Nothing is written to the terminal, and no signal
    handler is set.
    """

    def __init__(
        self,
        bind: Bind,
        keeper: Keeper,
        keyring: Callable[[], Keyring],
        *,
        allow_unsigned: bool,
        clock: Callable[[], int],
        on_change: Callable[[], None],
        limits: Limits | None = None,
    ) -> None:
        self.instance = ""
        """What `X-Sa-Monitor-Instance` says, random per start."""
        self._bind = bind
        self._keeper = keeper
        self._keyring = keyring
        self._allow_unsigned = allow_unsigned
        self._clock = clock
        self._changed = on_change
        self._limits = limits or Limits()
        self._vitals = Vitals(clock, self._on_change)
        self._ending = Ending.STOPPED
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping: asyncio.Event | None = None

    @property
    def health(self) -> Health:
        """How it is; may be asked for in any thread."""
        return self._vitals.health

    def start(self) -> str:
        """Listen, and give the URL. Raises PortTaken, ListenerError and StoreError; then nothing listens."""
        self.instance = secrets.token_hex(8)
        tls = tls_of(self._bind)
        sockets = open_sockets(self._bind)
        url = url_of(self._bind, sockets[0].getsockname()[1])
        started: Future[None] = Future()
        self._thread = threading.Thread(
            target=self._run, args=(sockets, tls, started), name="listener", daemon=True
        )
        self._thread.start()
        try:
            started.result()
        except BaseException:  # its own, or an interrupt of who waits here
            wait([started])
            self.stop()
            self._thread.join()
            raise
        return url

    def stop(self, ending: Ending = Ending.STOPPED) -> None:
        """Answer what is in flight, close, and wait until that is done. More than once is no mistake."""
        loop, stopping, thread = self._loop, self._stopping, self._thread
        if loop is None or stopping is None or thread is None:
            return
        if thread.is_alive():
            if self._vitals.health.failure is None:
                self._ending = ending
            with suppress(RuntimeError):  # the loop closed a moment ago
                loop.call_soon_threadsafe(stopping.set)
        if thread is not threading.current_thread():
            thread.join()

    def _on_change(self) -> None:
        try:
            self._changed()
        except Exception:  # noqa: BLE001 (whoever watches must not cost a delivery)
            _log.exception("a watcher of the listener failed")

    def _run(self, sockets: list[socket.socket], tls: ssl.SSLContext | None, started: Future[None]) -> None:
        try:
            asyncio.run(self._serve(sockets, tls, started))
        except BaseException as error:  # noqa: BLE001 (the thread's end: the starter gets it, or the health)
            if not started.done():
                started.set_exception(error)
            else:
                _log.exception("the listener ended")
                self._vitals.ends(f"The listener failed ({type(error).__name__}).")
        finally:
            for listening in sockets:
                listening.close()

    async def _serve(
        self, sockets: list[socket.socket], tls: ssl.SSLContext | None, started: Future[None]
    ) -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(_log_only)
        self._keeper.open()
        ending = Ending.FAILED
        try:
            self._loop, self._stopping = loop, asyncio.Event()
            await self._listen(loop, sockets, tls, started, self._stopping)
            ending = self._ending
        finally:
            try:
                self._keeper.close(ending)
            except StoreError as error:
                _log.warning("the end of listening could not be noted: %s", error.title)

    async def _listen(
        self,
        loop: asyncio.AbstractEventLoop,
        sockets: list[socket.socket],
        tls: ssl.SSLContext | None,
        started: Future[None],
        stopping: asyncio.Event,
    ) -> None:
        limits = self._limits
        context = Context(loop, self._keeper, self._vitals, limits, self._clock, self._on_change)
        answers = Answers(self.instance, self._clock)
        judge = Judge(self._keyring, allow_unsigned=self._allow_unsigned)
        rejections, projection, heart = Rejections(context), Projection(context), Heart(context)
        port = sockets[0].getsockname()[1]

        def lost(reason: str) -> None:
            self._vitals.ends(f"Port {port} was lost ({reason}).")
            self._ending = Ending.FAILED
            stopping.set()

        lookout = Lookout(context, sockets, lost)
        loop.set_exception_handler(partial(_log_and_look, lookout))
        intake = Intake(context, judge, rejections, projection, answers)
        routes = Routes(self._bind.path, intake, answers, self._vitals)
        room = room_for_connections(limits, tls=tls is not None)
        connections = Connections(loop, limits, answers.tick, most=room)
        shared = Shared(
            limits, connections, routes, answers, Courtesy(loop, limits), memoryview(bytearray(READ_SIZE))
        )

        servers = [
            await loop.create_server(
                lambda: Connection(shared) if tls is None else SecureConnection(shared, tls),
                sock=listening,
                backlog=_ACCEPTED_AT_ONCE,
            )
            for listening in sockets
        ]
        heart.start()
        lookout.start()
        projection.owe(0, 0.0)
        started.set_result(None)
        try:
            await stopping.wait()
        finally:
            lookout.stop()
            await _settle(loop, sockets)
            for server in servers:
                server.close()
            await self._part(connections)
            heart.stop()
            intake.finish()
            rejections.write()
            projection.finish()

    async def _part(self, connections: Connections) -> None:
        """Let every connection end: those in flight are answered, then the others are refused, then all are closed."""
        connections.wind_down()
        if not await _within(self._limits.grace, connections):
            connections.cut_off()
            await _within(self._limits.farewell, connections)
        connections.drop_all()
        await _within(self._limits.farewell, connections)


async def _settle(loop: asyncio.AbstractEventLoop, sockets: list[socket.socket]) -> None:
    """Accept no more, but let what was accepted become a connection, and read what it has sent.

    A server that is closed before that drops them without a word.
    """
    await asyncio.sleep(0)
    for listening in sockets:
        if listening.fileno() >= 0:
            loop.remove_reader(listening)
    for _ in range(_TURNS_TO_SETTLE):
        await asyncio.sleep(0)


async def _within(seconds: float, connections: Connections) -> bool:
    try:
        async with asyncio.timeout(seconds):
            await connections.emptied()
    except TimeoutError:
        return False
    return True


def _log_and_look(lookout: Lookout, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Take it, and look whether accepting is what failed: that would be tried again without a pause."""
    _log_only(loop, context)
    lookout.look()


def _log_only(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:  # noqa: ARG001 (asyncio's)
    """Take what the loop would write to the terminal."""
    _log.error("%s", context.get("message"), exc_info=context.get("exception"))
