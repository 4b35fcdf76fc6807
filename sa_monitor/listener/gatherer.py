"""From bytes to requests: llhttp parses, this gathers, and nothing is decided inside its callbacks.

An exception in a callback poisons the parser, and it can't pause. So everything that came with one read is gathered,
and judged afterwards by the connection.
"""

import logging
from collections.abc import Sequence

from httptools import (
    HttpParserCallbackError,
    HttpParserError,
    HttpParserInvalidMethodError,
    HttpParserUpgrade,
    HttpRequestParser,
)

from sa_monitor.listener import refusals, strictness
from sa_monitor.listener.limits import Limits
from sa_monitor.listener.refusals import Refusal
from sa_monitor.listener.request import Request
from sa_monitor.listener.request_line import RequestLine, parts_of
from sa_monitor.model.delivery import KEPT_HEADERS

_log = logging.getLogger(__name__)

_LINE_END = b"\r\n"
_BLANK_LINE = _LINE_END * 2
_KEPT = {name.encode(): name for name in KEPT_HEADERS}
_FRAMING = {
    name.encode(): name
    for name in (
        strictness.HOST,
        strictness.LENGTH,
        strictness.CODING,
        strictness.EXPECT,
        strictness.UPGRADE,
        strictness.CONNECTION,
    )
}


class Gatherer:
    """The requests of one connection. `current` is the one that has begun and isn't complete.

    The parser gets a read in pieces, none of which reaches beyond the end of a request: so the line of each request
    is seen, what each spent is known, and the answer is the same however the bytes were cut on their way.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._parser = HttpRequestParser(self)
        self._finished: list[Request] = []
        self._line = RequestLine()
        self._edge = b""  # what may be the beginning of the blank line that ends the piece
        self._overhead = 0  # bytes of the latest request and of blank lines before it, but for its body
        self._over = False
        self._unknown = False  # the parser has met a method that it doesn't know, and takes nothing more
        self.current: Request | None = None

    def feed(self, data: memoryview) -> tuple[Sequence[Request], Refusal | None]:
        """Give the requests that are complete by these bytes, and why nothing after them can be read, if so."""
        text = bytes(data)
        start, size = 0, len(text)
        refusal = None
        while start < size and refusal is None and not self._over:
            whole_line = self._line.complete or self._line.is_here(text, start)
            end = self._cut(text, start) if whole_line else self._line.take(text, start)
            refusal = self._parse(data[start:end])
            if refusal is None and self._unknown:
                refusal = self._line.judge_unknown()
                if self._line.complete:
                    self._set_apart(self._line.pieced or text[start:end])
            elif refusal is None and not whole_line:
                refusal = self._line.judge()
                self._edge = _LINE_END if self._line.complete else b""
            start = end
        finished, self._finished = self._finished, []
        return finished, refusal

    @property
    def missing(self) -> int:
        """How many bytes of a body of known length are still to come."""
        current = self.current
        if current is None or not current.sealed or strictness.CODING in current.framing:
            return 0
        return strictness.length_of(current) - current.body_size

    def close(self) -> None:
        """Let go of the parser, which holds on to this object; nothing can be fed afterwards."""
        self.current = None
        del self._parser

    def _cut(self, text: bytes, start: int) -> int:
        """Give where to end a piece: with a body of known length, else with a blank line, as heads and chunks do."""
        current = self.current
        if current is not None and current.sealed and strictness.CODING not in current.framing:
            rest = strictness.length_of(current) - current.body_size
            return min(len(text), start + max(rest, 1))
        edge = self._edge
        if edge:
            straddles = (edge + text[start : start + 3]).find(_BLANK_LINE)
            if straddles >= 0:
                self._edge = b""
                return start + straddles + len(_BLANK_LINE) - len(edge)
        found = text.find(_BLANK_LINE, start)
        if found >= 0:
            self._edge = b""
            return found + len(_BLANK_LINE)
        self._edge = (edge + text[max(start, len(text) - 3) :])[-3:]
        return len(text)

    def _parse(self, piece: memoryview) -> Refusal | None:
        """Have a piece parsed, which completes one request at most."""
        self._overhead += len(piece)
        before = len(self._finished)
        try:
            if not self._unknown:
                self._parser.feed_data(piece)
        except HttpParserUpgrade:
            self._over = True  # that request is complete, and its connection closes after its answer
        except HttpParserCallbackError as error:
            _log.error("a request could not be gathered", exc_info=error)
            return refusals.UNREADABLE
        except HttpParserInvalidMethodError:
            self._unknown = True
        except HttpParserError as error:
            return refusals.malformed(str(error))
        if self._overhead > self._limits.head:
            del self._finished[before:]
            return refusals.head_too_large(self._limits)
        if len(self._finished) > before:
            self._overhead = 0
            self._edge = b""
            self._line.reset()
        return None

    def _set_apart(self, text: bytes) -> None:
        """Take a request whose method the parser doesn't know by its line alone; nothing after it can be read."""
        request = Request()
        request.method, request.target = parts_of(text)
        request.stays, request.lingers = False, True
        self._finished.append(request)
        self.current, self._over = None, True

    # What the parser calls

    def on_message_begin(self) -> None:
        """Begin a request, at its first byte that is no line break."""
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
            value = value.strip()
            if framing in request.framing:
                request.repeated = (*request.repeated, framing)
                value = b"%s, %s" % (request.framing[framing], value)
            request.framing[framing] = value

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
        if strictness.CONNECTION in request.framing and strictness.asks_to_close(request):
            request.stays = False
        request.refusal = strictness.wrong_with(request, version, upgrades=upgrades)
        if request.refusal is None:
            if request.head_size > self._limits.head:
                request.refusal = refusals.head_too_large(self._limits)
            elif strictness.length_of(request) > self._limits.body:
                request.refusal = refusals.body_too_large(self._limits)
            elif strictness.EXPECT in request.framing:
                request.expects = strictness.waits_for_100(request)

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
        if strictness.CODING in request.framing and not self._parser.should_keep_alive():
            request.stays = False  # a trailer asked to close, and the parser takes nothing more
        if request.pieces is not None:
            request.body = bytes(request.pieces)
            request.pieces = None
        self._finished.append(request)
        self.current = None
