"""A server that answers with exactly the bytes it is given, and remembers what it was asked."""

import socket
import ssl
from threading import Thread
from typing import Self


class Hostile:
    """Answers each connection with `answers` in their order (the last one again and again), then closes it.

    It answers once it has read `until`, at the first bytes where that is empty.
    """

    def __init__(
        self, *answers: bytes, until: bytes = b"\r\n\r\n", tls: ssl.SSLContext | None = None
    ) -> None:
        self._answers = list(answers)
        self._until = until
        self._tls = tls
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._thread = Thread(target=self._run)
        self.requests: list[bytes] = []

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._socket.close()

    @property
    def url(self) -> str:
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self._socket.getsockname()[1]}"

    def _run(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with connection:
                self._greet(connection)

    def _greet(self, connection: socket.socket) -> None:
        if self._tls is None:
            self._answer(connection)
            return
        try:
            with self._tls.wrap_socket(connection, server_side=True) as encrypted:
                self._answer(encrypted)
        except OSError:
            return

    def _answer(self, connection: socket.socket) -> None:
        connection.settimeout(30)
        try:
            request = connection.recv(65_536)
            while self._until not in request and (piece := connection.recv(65_536)):
                request += piece
            self.requests.append(request)
            connection.sendall(self._answers.pop(0) if len(self._answers) > 1 else self._answers[0])
            connection.shutdown(socket.SHUT_WR)
            while connection.recv(65_536):
                pass
        except OSError:
            return


def http(body: bytes = b"", status: int = 200, **headers: str) -> bytes:
    """Write an answer; header names have _ for -."""
    named = {"Content-Type": "application/json", "Content-Length": str(len(body)), "Connection": "close"}
    named |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"HTTP/1.1 {status} Whatever", *(f"{name}: {value}" for name, value in named.items() if value)]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body
