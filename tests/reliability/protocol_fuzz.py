"""What must hold of any bytes that a connection gets."""

import json
import re
from collections.abc import Iterable, Sequence
from random import Random

import h11

from sa_monitor.listener.routes import path_of
from tests.reliability.http_table import TABLE
from tests.reliability.in_process import Desk, Said
from tests.reliability.mutation import cuts, mutate

CORPUS = tuple(row.data for row in TABLE if len(row.data) < 4000)
"""The table's requests, each with a turn of its own; what was found once stands there as a row."""

WORDS = (
    b"\r\n", b"\n", b"\r", b"\r\n\r\n", b"\n\n", b" ", b"\t", b":", b": ", b",", b";", b"=", b'"',
    b"\0", b"\x7f", b"\xff",
    b"0", b"1", b"26", b"1a", b"0\r\n\r\n", b"ffffffff", b"7fffffffffffffff", b"1a\r\n", b"-1", b"1048577",
    b"GET ", b"POST ", b"HEAD ", b"CONNECT ", b"OPTIONS ", b"PRI ", b"SOURCE ", b"/webhook",
    b"/healthz", b"*", b"http://a/webhook",
    b" HTTP/1.1", b" HTTP/1.0", b" HTTP/0.9", b" RTSP/1.0", b" ICE/1.0", b" HTTP/2.0",
    b"Host", b"Host: a\r\n", b"Content-Length", b"Content-Length: 26\r\n",
    b"Content-Length: 0\r\n", b"Transfer-Encoding",
    b"Transfer-Encoding: chunked\r\n", b"chunked", b"gzip", b"Connection: close\r\n", b"Connection: keep-alive\r\n",
    b"Upgrade: h2c\r\n", b"Expect: 100-continue\r\n", b"X-Spark-Signature",
    b"X-Webex-Signature: 00\r\n", b"A: b\r\n c\r\n",
    b'{"resource": "serviceApp"}', b"[]", b"{}",
)  # fmt: skip

STATUSES = frozenset({100, 200, 400, 401, 404, 405, 413, 431})
"""Those of the contract that don't take time, or a store that fails."""

_UNSPEAKABLE = re.compile(rb"Traceback|File \\\"|Exception|[a-z]Error\b|0x[0-9a-f]{6}|\.py\b|None|<class")


def check(desk: Desk, data: bytes, pieces: Sequence[bytes]) -> Said:
    """Talk once in one piece and once in others, and compare; raises AssertionError."""
    whole = desk.talk([data], leaves=True)
    read = list(desk.seen)
    _check_words(whole)
    cut = desk.talk(pieces, leaves=True)
    _check_words(cut)
    if b"expect" not in data.lower():  # a body that is refused before it comes, or asked for, is told apart
        assert cut == whole, f"{data!r} in {list(pieces)!r}"
        assert desk.seen == read
    for ours, theirs in zip(read, _as_h11_reads(data), strict=False):
        assert ours == theirs, f"two servers read two requests: {data!r}"
    return whole


def any_input(chance: Random) -> tuple[bytes, list[bytes]]:
    """Make bytes, and the pieces in which they come."""
    data = mutate(chance, CORPUS, WORDS)
    return data, cuts(chance, data)


def _check_words(said: Said) -> None:
    for status, body in said.answers:
        assert status in STATUSES
        if body and status >= 400:
            assert json.loads(body).keys() == {"error"}
            assert not _UNSPEAKABLE.search(body), body
    assert len(said.kept) <= sum(status in (200, 400) for status, _ in said.answers)


def _as_h11_reads(data: bytes) -> Iterable[tuple[bytes, bytes, bytes]]:
    """Give method, path and body of each request, as another server reads them, up to what it refuses."""
    server = h11.Connection(h11.SERVER, max_incomplete_event_size=2 * len(data) + 1)
    server.receive_data(data)
    try:
        while True:
            head = server.next_event()
            if not isinstance(head, h11.Request):
                return
            body = b""
            while isinstance(event := server.next_event(), h11.Data):
                body += event.data
            if not isinstance(event, h11.EndOfMessage):
                return
            yield head.method, path_of(head.target), body
            server.send(h11.Response(status_code=200, headers=[(b"Content-Length", b"0")]))
            server.send(h11.EndOfMessage())
            server.start_next_cycle()
    except (h11.RemoteProtocolError, h11.LocalProtocolError):
        return
