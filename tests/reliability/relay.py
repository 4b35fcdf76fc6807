"""A network between Webex and the listener that loses, repeats, delays and cuts what goes through it."""

import socket
import threading
import time
from collections import Counter
from random import Random
from socketserver import BaseRequestHandler, ThreadingTCPServer
from typing import Self

_PATIENCE = 20.0


class _Server(ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def handle_error(self, *_: object) -> None:
        """Say nothing: what is cut ends in errors."""


class Relay:
    """Takes one request per connection to `port`, and does with it what chance says. `done` counts what it did."""

    def __init__(self, port: int, seed: int) -> None:
        self._port = port
        self._chance = Random(seed)
        self._lock = threading.Lock()
        self.done: Counter[str] = Counter()
        relay = self

        class Handler(BaseRequestHandler):
            def handle(self) -> None:
                relay._handle(self.request)

        self._server = _Server(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/webhook"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _handle(self, client: socket.socket) -> None:
        client.settimeout(_PATIENCE)
        request = _read_message(client)
        with self._lock:
            way = self._chance.choice(
                (
                    self._passed,
                    self._passed,
                    self._twice,
                    self._late,
                    self._in_bytes,
                    self._cut,
                    self._unanswered,
                )
            )
            chance = Random(self._chance.random())
            self.done[way.__name__.strip("_")] += 1
        client.sendall(way(request, chance))

    def _passed(self, request: bytes, chance: Random) -> bytes:
        return self._ask([request])

    def _twice(self, request: bytes, chance: Random) -> bytes:
        self._ask([request])
        return self._ask([request])

    def _late(self, request: bytes, chance: Random) -> bytes:
        time.sleep(chance.uniform(0, 0.3))
        return self._ask([request])

    def _in_bytes(self, request: bytes, chance: Random) -> bytes:
        at = sorted(chance.sample(range(1, len(request)), 20))
        return self._ask([request[i:j] for i, j in zip([0, *at], [*at, len(request)], strict=True)])

    def _cut(self, request: bytes, chance: Random) -> bytes:
        with socket.create_connection(("127.0.0.1", self._port), _PATIENCE) as there:
            there.sendall(request[: chance.randrange(1, len(request))])
        return b""

    def _unanswered(self, request: bytes, chance: Random) -> bytes:
        self._ask([request])
        return b""

    def _ask(self, pieces: list[bytes]) -> bytes:
        with socket.create_connection(("127.0.0.1", self._port), _PATIENCE) as there:
            there.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for piece in pieces:
                there.sendall(piece)
            return _read_message(there)


def _read_message(sender: socket.socket) -> bytes:
    """Read one request or answer, whole."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += _more(sender)
    head, _, body = data.partition(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
    while len(body) < length:
        body += _more(sender)
    return head + b"\r\n\r\n" + body


def _more(sender: socket.socket) -> bytes:
    data = sender.recv(65536)
    if not data:
        raise ConnectionError("closed in the middle")
    return data
