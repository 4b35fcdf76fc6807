"""A Webex whose every answer is made of hostile text: names of people, of webhooks, of organizations, of errors."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

from tests.reliability.hostile import PIECES

SOME = [piece for name, piece in PIECES.items() if name not in ("c0", "no characters")]
"""Names of webhooks."""


class _Answers(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer with what is asked for, all of it hostile; what isn't known is a hostile error."""
        path = self.path.split("?")[0]
        if path.endswith("/people/me"):
            self._answer(
                200, {"id": "p", "displayName": PIECES["title"], "emails": [PIECES["bidi"]], "orgId": "o"}
            )
        elif path.endswith("/webhooks"):
            self._answer(200, {"items": [_webhook(self.server.target, *each) for each in enumerate(SOME)]})
        elif "/organizations/" in path:
            self._answer(200, {"displayName": PIECES["osc 52"] + PIECES["markup"]})
        else:
            self._refuse()

    def _refuse(self) -> None:
        """Refuse, in hostile words."""
        words = "".join(PIECES.values())
        self._answer(400, {"message": words, "errors": [{"description": words}], "trackingId": words})

    do_POST = do_PUT = do_DELETE = _refuse  # noqa: N815 (the library's names)

    def _answer(self, status: int, value: object) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body = json.dumps(value).encode()
        self.send_response_only(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Trackingid", "ROUTER_\x9b5m\x9d0;pwned\x9c")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def _webhook(target: str, number: int, piece: str) -> dict[str, object]:
    return {
        "id": f"{piece[:200]}hook{number}",
        "name": piece,
        "targetUrl": target if number % 2 else f"https://evil.example/{piece[:200]}",
        "resource": "serviceApp",
        "event": ("authorized", "deauthorized", piece[:200])[number % 3],
        "filter": f"friendlyName={piece[:200]}",
        "status": ("active", "inactive", piece[:200])[number % 3],
        "created": piece[:200],
        "orgId": piece[:200],
        "createdBy": piece[:200],
        "appId": piece[:200],
        "ownedBy": piece[:200],
    }


class HostileWebex:
    """Runs for a test. `target` is where half of its webhooks point."""

    def __init__(self, target: str = "https://hooks.example.com/webhook") -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _Answers)
        self._server.handle_error = lambda *_: None  # type: ignore[method-assign]  # whoever asked has gone
        self._server.target = target  # type: ignore[attr-defined]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def api_url(self) -> str:
        """Where its REST API is."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"
