"""The whole way from bytes to answers without a socket, so that a fuzzer is quick and says how bytes were cut.

All of it is the listener's own, over a store in memory; only the transport is asyncio's interface and nothing more.
"""

import asyncio
import re
import time
from collections.abc import Iterable
from dataclasses import dataclass

from sa_monitor.listener.answers import Answers
from sa_monitor.listener.connection import READ_SIZE, Connection, Shared
from sa_monitor.listener.connections import Connections
from sa_monitor.listener.context import Context
from sa_monitor.listener.courtesy import Courtesy
from sa_monitor.listener.health import Vitals
from sa_monitor.listener.intake import Intake
from sa_monitor.listener.judging import Judge
from sa_monitor.listener.limits import Limits
from sa_monitor.listener.projection import Projection
from sa_monitor.listener.rejections import Rejections
from sa_monitor.listener.routes import Routes, path_of
from sa_monitor.model.signature import LOCAL, Keyring, Secret
from tests.listener.memory_keeper import MemoryKeeper
from tests.listener.wire import SECRET

_MOST_TURNS = 50
_HEAD = re.compile(rb"HTTP/1\.1 (\d{3}) [A-Za-z ]+\r\n((?:[A-Za-z-]+: [ -~]*\r\n)*)\r\n")
_LENGTH = re.compile(rb"Content-Length: (\d+)\r\n")
_COUNTED = re.compile(rb'"delivery": \d+')


class Wire(asyncio.Transport):
    """Keeps what is written, and says how it ended."""

    def __init__(self) -> None:
        super().__init__({"peername": ("203.0.113.7", 4711)})
        self.written = bytearray()
        self.ended = False

    def set_write_buffer_limits(self, high=None, low=None) -> None: ...

    def write(self, data) -> None:
        assert not self.ended, "something was written after the end"
        self.written += data

    def can_write_eof(self) -> bool:
        return True

    def write_eof(self) -> None:
        self.ended = True

    def close(self) -> None:
        self.ended = True

    abort = close

    def is_closing(self) -> bool:
        return self.ended

    def pause_reading(self) -> None: ...

    def resume_reading(self) -> None: ...


@dataclass(frozen=True)
class Said:
    """What came back: status and body of each answer, whether it closed, and the bodies that were kept."""

    answers: tuple[tuple[int, bytes], ...]
    closed: bool
    kept: tuple[bytes, ...]


class _Watched(Routes):
    """Notes method, path and body of each request that was read whole and not refused for its form."""

    seen: list[tuple[bytes, bytes, bytes]]

    def handle(self, request) -> None:
        if request.refusal is None and request.sealed:
            self.seen.append((request.method, path_of(request.target), request.body))
        super().handle(request)


class Desk:
    """A listener without sockets, in a loop that only turns while it is talked to."""

    def __init__(self, limits: Limits | None = None, *, allow_unsigned: bool = False) -> None:
        limits = limits or Limits()
        self.loop = asyncio.new_event_loop()
        self.broken: list[dict] = []
        self.loop.set_exception_handler(lambda _, context: self.broken.append(context))
        self.keeper = MemoryKeeper()
        clock = lambda: time.time_ns() // 1_000_000  # noqa: E731 (one expression)
        vitals = Vitals(clock, lambda: None)
        context = Context(self.loop, self.keeper, vitals, limits, clock, lambda: None)
        answers = Answers("0123456789abcdef", clock)
        secrets = () if allow_unsigned else (Secret("general", SECRET),)
        judge = Judge(lambda: Keyring((Secret(LOCAL, "local"), *secrets)), allow_unsigned=allow_unsigned)
        self._intake = Intake(context, judge, Rejections(context), Projection(context), answers)
        self._connections = Connections(self.loop, limits, answers.tick, most=limits.connections)
        self.seen: list[tuple[bytes, bytes, bytes]] = []
        routes = _Watched("/webhook", self._intake, answers, vitals)
        routes.seen = self.seen
        courtesy = Courtesy(self.loop, limits)
        buffer = memoryview(bytearray(READ_SIZE))
        self._shared = Shared(limits, self._connections, routes, answers, courtesy, buffer)

    def close(self) -> None:
        self._connections.drop_all()
        self.loop.close()

    def talk(self, pieces: Iterable[bytes], *, leaves: bool = False) -> Said:
        """Send bytes in those pieces, each as one read; `leaves`: then say that no more comes."""
        before = len(self.keeper.kept)
        self.seen.clear()
        wire, connection = Wire(), Connection(self._shared)
        connection.connection_made(wire)
        for piece in pieces:
            start = 0
            while start < len(piece):
                room = connection.get_buffer(-1)
                part = piece[start : start + len(room)]
                room[: len(part)] = part
                start += len(part)
                connection.buffer_updated(len(part))
                self._turn(connection)
        if leaves and not wire.ended and not connection.eof_received():
            wire.close()
        self._turn(connection)
        closed = wire.ended
        wire.ended = True
        connection.connection_lost(None)
        assert not self.broken, self.broken
        assert self._connections.receiving == 0, "a part of a body is still accounted for"
        assert len(self._connections) == 0
        kept = tuple(arrival.body for arrival in self.keeper.kept[before:])
        del self.keeper.kept[before:]
        return Said(read_answers(bytes(wire.written)), closed, kept)

    def _turn(self, connection: Connection) -> None:
        """Let the loop turn until everything is answered."""
        for _ in range(_MOST_TURNS):
            if not connection.answering:
                return
            self.loop.call_soon(self.loop.stop)
            self.loop.run_forever()
        raise AssertionError("it was never answered")


def read_answers(written: bytes) -> tuple[tuple[int, bytes], ...]:
    """Read answers as strictly as HTTP has them; what is left over is a mistake."""
    answers = []
    position = 0
    while position < len(written):
        head = _HEAD.match(written, position)
        assert head, f"no answer: {written[position : position + 200]!r}"
        position = head.end()
        length = _LENGTH.search(head[2] + b"\r\n")
        body = b""
        if length and written[position : position + 8] not in (b"HTTP/1.1", b""):  # else it is of a HEAD
            body = written[position : position + int(length[1])]
            assert len(body) == int(length[1])
            position += len(body)
        answers.append((int(head[1]), _COUNTED.sub(b'"delivery": N', body)))
    return tuple(answers)
