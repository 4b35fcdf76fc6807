"""A client that sends the bytes it is told to, and reads answers one by one."""

import gc
import json
import select
import socket
import ssl
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Self

from sa_monitor.model.signature import sign

SECRET = "s3cret"
PATIENCE = 30.0
"""Seconds that a test waits for what should have happened long before."""


def until(condition: Callable[[], object], what: str = "") -> None:
    """Wait for a condition."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, f"waited in vain for {what or condition}"
        time.sleep(0.005)


def break_listening(port: int) -> None:
    """Do to a socket of this process what a system does that takes it away."""
    for own in [found for found in gc.get_objects() if type(found) is socket.socket and found.fileno() >= 0]:
        with suppress(OSError):
            if own.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN) and own.getsockname()[1] == port:
                own.shutdown(socket.SHUT_RDWR)
                return
    raise AssertionError(f"nothing listens on {port}")


def request(
    body: bytes = b"",
    *headers: str,
    line: str = "POST /webhook HTTP/1.1",
    host: str | None = "Host: hooks.example.com",
    framing: str | None = "",
) -> bytes:
    """Make a request; `framing` "" is a Content-Length, None is none."""
    framed = f"Content-Length: {len(body)}" if framing == "" else framing
    lines = [line, *(text for text in (host, *headers, framed) if text is not None), "", ""]
    return "\r\n".join(lines).encode("latin-1") + body


def signed(body: bytes, *headers: str, secret: str = SECRET, **more: Any) -> bytes:
    """Make a request whose body is signed."""
    return request(body, f"X-Spark-Signature: {sign(secret, body)}", *headers, **more)


def chunked(body: bytes, size: int = 7, ext: str = "", trailers: str = "") -> bytes:
    """Encode a body in chunks."""
    pieces = [body[i : i + size] for i in range(0, len(body), size)]
    encoded = b"".join(f"{len(piece):x}{ext}\r\n".encode() + piece + b"\r\n" for piece in pieces)
    return encoded + f"0\r\n{trailers}\r\n".encode()


class Answer:
    """One answer, with its header names in lower case."""

    def __init__(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.status = status
        self.headers = headers
        self.body = body

    @property
    def json(self) -> dict[str, Any]:
        return json.loads(self.body)

    @property
    def error(self) -> str:
        return self.json["error"]

    @property
    def closes(self) -> bool:
        return self.headers.get("connection") == "close"


class Client:
    """One connection."""

    def __init__(self, host: str, port: int, tls: ssl.SSLContext | None = None) -> None:
        raw = socket.create_connection((host, port), timeout=PATIENCE)
        self.socket = tls.wrap_socket(raw, server_hostname="localhost") if tls else raw
        self._read = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def send(self, data: bytes) -> Self:
        self.socket.sendall(data)
        return self

    def answer(self, *, head: bool = False) -> Answer:
        """Read the next answer; `head`: of a HEAD request, which has no body."""
        while b"\r\n\r\n" not in self._read:
            self._more()
        top, _, self._read = self._read.partition(b"\r\n\r\n")
        line, *rest = top.decode("latin-1").split("\r\n")
        headers = {name.lower(): value for name, _, value in (field.partition(": ") for field in rest)}
        length = 0 if head else int(headers.get("content-length", 0))
        while len(self._read) < length:
            self._more()
        body, self._read = self._read[:length], self._read[length:]
        assert line.startswith("HTTP/1.1 ")
        return Answer(int(line.split()[1]), headers, body)

    def ask(self, data: bytes) -> Answer:
        return self.send(data).answer()

    def flood(self, data: bytes, most: int) -> int:
        """Send the same over and over until the other side takes no more for a moment; give the bytes it took."""
        self.socket.settimeout(0.5)
        sent = 0
        try:
            while sent < most:
                sent += self.socket.send(data)
        except TimeoutError:
            pass
        self.socket.settimeout(PATIENCE)
        return sent

    def flood_until_closed(self, data: bytes) -> None:
        """Send the same over and over until the other side has closed, which has to happen."""
        end = time.monotonic() + PATIENCE
        try:
            while time.monotonic() < end:
                self.flood(data, len(data))
        except ConnectionError:
            return
        raise AssertionError("it was never closed")

    def assert_closed(self) -> None:
        """Wait for the end of the connection; nothing may come before it."""
        assert self._read == b""
        with suppress(ConnectionError):
            assert self.socket.recv(65536) == b""

    def is_quiet(self) -> bool:
        """Whether nothing came, and it is open, at this moment."""
        return not self._read and not select.select([self.socket], [], [], 0)[0]

    def _more(self) -> None:
        data = self.socket.recv(65536)
        assert data, f"closed after {self._read!r}"
        self._read += data
