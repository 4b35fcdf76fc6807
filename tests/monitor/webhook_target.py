"""A server on loopback that channels post to: it keeps what it got, and answers as it is told."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Target:
    """`answers` are given in turn, the last one again and again; `received` holds (path, headers, body)."""

    def __init__(self, port: int, *answers: int) -> None:
        self._answers = answers or (200,)
        self.received: list[tuple[str, dict[str, str], bytes]] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", port), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))

    @property
    def port(self) -> int:
        return self._server.server_port

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        target = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                target.received.append((self.path, dict(self.headers), body))
                number = min(len(target.received), len(target._answers)) - 1
                self.send_response(target._answers[number])
                self.send_header("Location", "/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        return Handler


@contextmanager
def target(*answers: int, port: int = 0) -> Iterator[Target]:
    found = Target(port, *answers)
    found.start()
    try:
        yield found
    finally:
        found.close()
