"""From bytes to requests: llhttp parses, this gathers, and nothing is decided inside its callbacks.

An exception in a callback poisons the parser, and it can't pause. So everything that came with one read is gathered,
and judged afterwards by the connection.
"""

import logging
from collections.abc import Sequence

from httptools import (
    HttpParserCallbackError,
    HttpParserError,
    HttpParserUpgrade,
    HttpRequestParser,
)

from sa_monitor.listener import refusals, strictness
from sa_monitor.listener.limits import Limits
from sa_monitor.listener.refusals import Refusal
from sa_monitor.listener.request import Request
from sa_monitor.model.delivery import KEPT_HEADERS

_log = logging.getLogger(__name__)

_KEPT = {name.encode(): name for name in KEPT_HEADERS}
_FRAMING = {
    name.encode(): name
    for name in (
        strictness.HOST,
        strictness.LENGTH,
        strictness.CODING,
        strictness.EXPECT,
        strictness.UPGRADE,
    )
}


class Gatherer:
    """The requests of one connection. `current` is the one that has begun and isn't complete."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._parser = HttpRequestParser(self)
        self._finished: list[Request] = []
        self._overhead = 0  # bytes read since the last request was settled, without those of bodies
        self._began_now = False
        self.current: Request | None = None

    def feed(self, data: memoryview) -> tuple[Sequence[Request], Refusal | None]:
        """Give the requests that are complete by these bytes, and why nothing after them can be read, if so."""
        self._overhead += len(data)
        self._began_now = False
        refusal = None
        try:
            self._parser.feed_data(data)
        except HttpParserUpgrade:
            pass  # that request is complete, and its connection closes after its answer
        except HttpParserError as error:
            if isinstance(error, HttpParserCallbackError):
                _log.error("a request could not be gathered", exc_info=error)
            refusal = refusals.malformed(str(error))
        finished, self._finished = self._finished, []
        if refusal is None:
            if self._spent(finished) > self._limits.head:
                refusal = refusals.head_too_large(self._limits)
                finished = finished if self.current else []
            elif self._is_http09(data):
                refusal = refusals.HTTP_VERSION
        return finished, refusal

    def close(self) -> None:
        """Let go of the parser, which holds on to this object; nothing can be fed afterwards."""
        self.current = None
        del self._parser

    def _spent(self, finished: list[Request]) -> int:
        """Give the bytes that the latest request spent on other things than its body, as far as can be known.

        Nobody tells where in the read a request ended, so what other requests are known to have spent is taken off.
        """
        current = self.current
        others = finished if current is not None else finished[:-1]
        spent = self._overhead - sum(request.head_size for request in others) if others else self._overhead
        if current is None:
            if finished:
                self._overhead = 0
        elif finished:
            self._overhead = current.head_size
        return spent

    def _is_http09(self, data: memoryview) -> bool:
        current = self.current
        return (
            current is not None
            and self._began_now
            and not current.sealed
            and strictness.is_http09(bytes(data), current.target)
        )

    # What the parser calls

    def on_message_begin(self) -> None:
        """Begin a request, at its first byte that is no line break."""
        self._began_now = True
        self.current = Request()

    def on_url(self, part: bytes) -> None:
        """Take a part of the target."""
        request = self.current
        if request is not None:
            request.target += part
            request.head_size += len(part)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header. Trailers come this way too, and mean nothing here."""
        request = self.current
        if request is None or request.sealed:
            return
        request.head_size += len(name) + len(value) + 4
        name = name.lower()
        kept = _KEPT.get(name)
        if kept is not None:
            text = value.strip().decode("latin-1")
            if kept in request.kept:
                request.repeated = (*request.repeated, kept)
                text = f"{request.kept[kept]}, {text}"
            request.kept[kept] = text
            return
        framing = _FRAMING.get(name)
        if framing is not None:
            if framing in request.framing:
                request.repeated = (*request.repeated, framing)
            request.framing[framing] = value.strip()

    def on_headers_complete(self) -> None:
        """Judge the headers."""
        request = self.current
        if request is None:
            return
        parser = self._parser
        version = parser.get_http_version()
        upgrades = parser.should_upgrade()
        request.sealed = True
        request.method = parser.get_method()
        request.old = version == "1.0"
        request.stays = not upgrades and parser.should_keep_alive()
        request.refusal = strictness.wrong_with(request, version, upgrades=upgrades)
        if request.refusal is None:
            if request.head_size > self._limits.head:
                request.refusal = refusals.head_too_large(self._limits)
            elif strictness.length_of(request) > self._limits.body:
                request.refusal = refusals.body_too_large(self._limits)
            elif request.framing.get(strictness.EXPECT, b"").lower() == b"100-continue":
                request.expects = not request.old

    def on_body(self, data: bytes) -> None:
        """Take a part of the body, up to its limit."""
        request = self.current
        if request is None:
            return
        size = len(data)
        self._overhead -= size
        request.body_size += size
        if request.body_size > self._limits.body:
            request.refusal = request.refusal or refusals.body_too_large(self._limits)
        elif request.body_size == size:
            request.body = data
        else:
            if request.pieces is None:
                request.pieces = bytearray(request.body)
            request.pieces += data

    def on_message_complete(self) -> None:
        """Set the request apart until everything that was read is parsed."""
        request = self.current
        if request is None:
            return
        if request.pieces is not None:
            request.body = bytes(request.pieces)
            request.pieces = None
        self._finished.append(request)
        self.current = None
