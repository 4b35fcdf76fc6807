"""Answers as bytes, ready to send."""

from collections.abc import Callable
from functools import lru_cache

from sa_monitor.listener.refusals import Refusal
from sa_monitor.listener.request import Request
from sa_monitor.model.instants import http_date
from sa_monitor.model.reach import INSTANCE_HEADER

CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"

_CLOSE = b"Connection: close\r\n"
_KEEP = b"Connection: keep-alive\r\n"


class Answers:
    """Renders answers. `instance` is random per start: a probe knows by it which process it reached."""

    def __init__(self, instance: str, clock: Callable[[], int]) -> None:
        self._clock = clock
        self._common = f"Content-Type: application/json\r\n{INSTANCE_HEADER}: {instance}\r\n".encode()
        self._delivered = b""
        self.tick()

    def tick(self) -> None:
        """Renew the date that answers carry; due about once a second."""
        date = http_date(self._clock()).encode()
        self._shared = b"%sDate: %s\r\n" % (self._common, date)
        self._delivered = b"HTTP/1.1 200 OK\r\n%sContent-Length: " % self._shared

    def delivered(self, request: Request, delivery: int) -> bytes:
        """Say that the delivery is kept, under which number."""
        body = b'{"delivery": %d}' % delivery
        return b"%s%d\r\n%s\r\n%s" % (self._delivered, len(body), _connection(request), body)

    def refused(self, request: Request, refusal: Refusal) -> bytes:
        """Say no."""
        if refusal.closes:
            request.stays = False
            request.lingers = True
        return self._render(request, refusal.status, _error(refusal.words), refusal.headers)

    def healthy(self, request: Request) -> bytes:
        """Say that storing works."""
        return self._render(request, 200, b'{"status": "ok"}')

    def _render(self, request: Request, status: int, body: bytes, headers: bytes = b"") -> bytes:
        return b"HTTP/1.1 %s\r\n%s%s%sContent-Length: %d\r\n\r\n%s" % (
            _status(status),
            self._shared,
            headers,
            _connection(request),
            len(body),
            b"" if request.method == b"HEAD" else body,
        )


def _connection(request: Request) -> bytes:
    if not request.stays:
        return _CLOSE
    return _KEEP if request.old else b""


@lru_cache(maxsize=64)
def _error(words: str) -> bytes:
    import json  # not before a refusal: a start needs none of it

    return json.dumps({"error": words}).encode()


@lru_cache(maxsize=64)
def _status(status: int) -> bytes:
    from http import HTTPStatus

    return f"{status} {HTTPStatus(status).phrase}".encode()
