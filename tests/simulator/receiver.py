"""A receiver of deliveries, as small as can be: keeps what arrives and answers what it is told to."""

import json
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Condition, Thread
from typing import Any, Self


@dataclass(frozen=True)
class Arrived:
    """One request; header names are in lower case."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def payload(self) -> dict[str, Any]:
        return json.loads(self.body)

    @property
    def data(self) -> dict[str, Any]:
        return self.payload["data"]


class _Server(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """Say nothing of a connection that the other side dropped."""


class Receiver:
    """Listens on a free port of loopback while it is entered."""

    def __init__(self) -> None:
        self.status = 200
        self.arrived: list[Arrived] = []
        self._news = Condition()
        self._server = _Server(("127.0.0.1", 0), self._handler())
        self._thread = Thread(target=self._server.serve_forever, args=(0.05,))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/webhook"

    def wait_for(self, count: int) -> list[Arrived]:
        """Give what arrived once it is as many as that."""
        with self._news:
            assert self._news.wait_for(lambda: len(self.arrived) >= count, timeout=30), self.arrived
            return list(self.arrived)

    def _handler(receiver) -> type[BaseHTTPRequestHandler]:  # noqa: N805 (self is the request's)
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True
            timeout = 30

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                headers = {name.lower(): value for name, value in self.headers.items()}
                with receiver._news:
                    receiver.arrived.append(Arrived(self.path, headers, body))
                    receiver._news.notify_all()
                self.send_response(receiver.status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        return Handler
