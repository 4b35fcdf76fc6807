"""One connection: reads requests, sends their answers in order, and keeps its deadlines."""

from asyncio import BaseTransport, BufferedProtocol, Transport
from collections import deque

from msgspec import Struct

from sa_monitor.listener import refusals
from sa_monitor.listener.answers import CONTINUE, Answers
from sa_monitor.listener.connections import NEVER, Connections
from sa_monitor.listener.courtesy import Courtesy
from sa_monitor.listener.gatherer import Gatherer
from sa_monitor.listener.limits import KIB, Limits
from sa_monitor.listener.refusals import Refusal
from sa_monitor.listener.request import Request
from sa_monitor.listener.routes import Routes

READ_SIZE = 64 * KIB


class Shared(Struct):
    """What all connections share. One buffer is enough: the parser copies what it keeps before the next read."""

    limits: Limits
    connections: Connections
    routes: Routes
    answers: Answers
    courtesy: Courtesy
    buffer: memoryview


class Connection(BufferedProtocol):
    """Its requests wait in a queue for their answers.

    Once it is `deaf` it takes no more requests, and closes after the answer to the last one. Once it is ending, its
    deadline stands, and only waits for the client to take what was sent.
    """

    def __init__(self, shared: Shared) -> None:
        self.remote = ""
        self.deadline = NEVER
        self._shared = shared
        self._limits = shared.limits
        self._gatherer = Gatherer(shared.limits)
        self._queue: deque[Request] = deque()
        self._transport: Transport | None = None
        self._raw: Transport | None = None
        self._timed: Request | None = None
        self._complete_by = NEVER
        self._read_by = NEVER
        self._held = 0
        self._deaf = False
        self._ending = False
        self._eof = False
        self._paused = False
        self._waits = False
        self._brings = False

    @property
    def answering(self) -> bool:
        """Whether a request waits for its answer."""
        return bool(self._queue)

    # Opening

    def connection_made(self, transport: BaseTransport) -> None:
        """Begin."""
        if isinstance(transport, Transport) and self._admit(transport):
            self._begin(transport)

    def _admit(self, raw: Transport) -> bool:
        """Take a place among the open connections, if there is one."""
        peer = raw.get_extra_info("peername")
        self.remote = str(peer[0]) if peer else ""
        self._raw = raw
        connections = self._shared.connections
        self.deadline = connections.now + self._limits.silent
        if connections.admit(self):
            return True
        raw.abort()
        return False

    def _begin(self, transport: Transport) -> None:
        transport.set_write_buffer_limits(high=self._limits.write_buffer)
        self._transport = transport
        if self._shared.connections.winding_down:
            self.wind_down()

    # Reading

    def get_buffer(self, sizehint: int) -> memoryview:  # noqa: ARG002 (asyncio's name)
        """Give the place to read into: a small one for who may send a thousand requests that keep nothing."""
        if self._brings or self._deaf:
            return self._shared.buffer
        return self._shared.buffer[: max(self._limits.cautious_read, self._gatherer.missing)]

    def buffer_updated(self, nbytes: int) -> None:
        """Take what was read; what comes after the last request is thrown away."""
        if not self._deaf:
            self._take_in(self._shared.buffer[:nbytes])

    def eof_received(self) -> bool:
        """Note that the client sends no more; True while there is something left to answer."""
        self._eof = True
        if self._ending:
            return False
        if self._gatherer.current is not None and not self._deaf:
            self._refuse(refusals.CUT_SHORT)
        elif self._queue:
            self._take_no_more()
        else:
            return False
        return True

    def _take_in(self, data: memoryview) -> None:
        self._shared.connections.touch(self)
        gatherer = self._gatherer
        finished, refusal = gatherer.feed(data)
        for request in finished:
            self._take(request)
            if self._deaf:
                break
        current = gatherer.current
        if self._deaf:
            self._let_go()
        elif current is not None or self._held:
            refusal = self._hold(current) or (current and self._wrong_with(current)) or refusal
        if refusal is not None and not self._deaf:
            self._refuse(refusal)
            return
        if len(self._queue) >= self._limits.unanswered:
            self._pause()
        if finished:
            self.drain()
        elif current is not None:
            self._set_deadline()

    def _take(self, request: Request) -> None:
        request.connection = self
        self._queue.append(request)
        if self._shared.connections.winding_down:
            request.stays = False
        self._shared.routes.handle(request)
        if not request.stays:
            self._deaf = True

    def _hold(self, current: Request | None) -> Refusal | None:
        """Account for the part of a body that is here."""
        connections = self._shared.connections
        size = 0 if current is None else current.body_size
        connections.receiving += size - self._held
        grows = size > self._held
        self._held = size
        if grows and connections.receiving > self._limits.receiving:
            return refusals.TOO_MUCH_COMES_IN
        return None

    def _let_go(self) -> None:
        self._shared.connections.receiving -= self._held
        self._held = 0

    def _wrong_with(self, current: Request) -> Refusal | None:
        """Tell what is known to be wrong with an incomplete request; ask for its body where that is waited for."""
        refusal = current.refusal
        if refusal is not None and refusal.closes:
            return refusal
        if not current.expects or current.body_size or self._queue:
            return None
        current.expects = False
        current.connection = self
        refusal = self._shared.routes.foresee(current)
        if refusal is None and self._transport is not None:
            self._transport.write(CONTINUE)
        return refusal

    def _refuse(self, refusal: Refusal) -> None:
        """Answer what is incomplete, or no request at all, and close."""
        request = self._gatherer.current or Request()
        request.connection = self
        request.stays = False
        request.lingers = True
        request.answer = self._shared.answers.refused(request, refusal)
        self._deaf = True
        self._let_go()
        self._queue.append(request)
        self.drain()

    # Answering

    def drain(self) -> None:
        """Send the answers that are there and whose turn it is."""
        queue = self._queue
        transport = self._transport
        if transport is None or transport.is_closing() or self._ending:
            queue.clear()
            return
        answers = []
        cheap = 0
        request = None
        while queue and queue[0].answer is not None:
            request = queue.popleft()
            answers.append(request.answer or b"")
            cheap += request.arrival is None
        if request is not None:
            self._brings = cheap < len(answers)
            self._waits = bool(cheap) and not self._shared.courtesy.spend(self, cheap)
            transport.write(answers[0] if len(answers) == 1 else b"".join(answers))
            if self._deaf and not queue:
                self._end(lingers=request.lingers)
                return
            if self._waits:
                self._pause()
            self._resume()
            self._ask_for_body()
        self._set_deadline()

    def _ask_for_body(self) -> None:
        current = self._gatherer.current
        if current is not None and current.expects and not self._deaf:
            refusal = self._wrong_with(current)
            if refusal is not None:
                self._refuse(refusal)

    def _end(self, *, lingers: bool) -> None:
        """Close, giving the client time to take the last answer."""
        transport = self._transport
        if transport is None:
            return
        self._ending = True
        self.deadline = self._shared.connections.now + (
            self._limits.linger if lingers else self._limits.unread
        )
        if not lingers or self._eof:
            transport.close()
            return
        if transport.can_write_eof():
            transport.write_eof()
        transport.resume_reading()

    # Pausing

    def pause_writing(self) -> None:
        """Read no more from a client that doesn't take its answers."""
        self._read_by = self._shared.connections.now + self._limits.unread
        self._pause()
        self._set_deadline()

    def resume_writing(self) -> None:
        """Go on, as it took them."""
        self._read_by = NEVER
        self._resume()
        self._set_deadline()

    def go_on(self) -> None:
        """Read again, as there is time for requests that keep nothing."""
        self._waits = False
        self._resume()

    def _pause(self) -> None:
        if self._transport is not None and not self._paused and not self._eof:
            self._paused = True
            self._transport.pause_reading()

    def _resume(self) -> None:
        if (
            self._paused
            and not self._waits
            and self._transport is not None
            and self._read_by == NEVER
            and len(self._queue) <= self._limits.unanswered // 2
        ):
            self._paused = False
            self._transport.resume_reading()

    # Deadlines

    def _set_deadline(self) -> None:
        """Set what the state asks for: taking answers, then completing a request, then being idle."""
        if self._ending:
            return
        current = None if self._deaf else self._gatherer.current
        now = self._shared.connections.now
        if current is not self._timed:
            self._timed = current
            self._complete_by = now + self._limits.incomplete
        if self._read_by != NEVER:
            self.deadline = self._read_by
        elif current is not None:
            self.deadline = self._complete_by
        else:
            self.deadline = NEVER if self._queue else now + self._limits.idle

    def expire(self) -> None:
        """End what took too long."""
        transport = self._transport or self._raw
        if transport is None:
            return
        if self._ending or self._read_by != NEVER or self._transport is None:
            transport.abort()
        elif self._gatherer.current is not None and not self._deaf:
            self._refuse(refusals.too_slow(self._limits))
            self._set_deadline()
        else:
            self._deaf = True
            self._end(lingers=False)

    # Closing

    def wind_down(self) -> None:
        """Close as soon as everything in flight is answered."""
        if self._ending:
            self.deadline = min(self.deadline, self._shared.connections.now + self._limits.farewell)
        elif self._transport is None:
            self.drop()
        elif self._gatherer.current is not None:
            return
        elif self._queue:
            self._take_no_more()
        else:
            self._deaf = True
            self._end(lingers=False)

    def cut_off(self) -> None:
        """Refuse what is still incomplete."""
        if not self._deaf and self._gatherer.current is not None:
            self._refuse(refusals.STOPPING)

    def drop(self) -> None:
        """Close at once."""
        self._deaf = True
        transport = self._transport or self._raw
        if transport is not None:
            transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 (asyncio's name)
        """Note that it is closed."""
        self._forget()

    def _take_no_more(self) -> None:
        self._deaf = True
        last = self._queue[-1]
        if last.answer is None:
            last.stays = False

    def _forget(self) -> None:
        if self._raw is None:
            return
        self._deaf = True
        self._let_go()
        self._queue.clear()
        self._gatherer.close()
        self._transport = self._raw = None
        self._shared.connections.forget(self)
        self._shared.courtesy.forget(self)
