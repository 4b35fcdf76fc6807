"""ngrok or cloudflared as they answer on this computer, at the wire."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


class Tool:
    """Answers a GET of each path with the JSON that `answers` has for it; they may change meanwhile."""

    def __init__(self, answers):
        self.answers = dict(answers)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    @property
    def url(self):
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _handler(self):
        tool = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                known = self.path in tool.answers
                body = json.dumps(tool.answers.get(self.path)).encode()
                self.send_response(200 if known else 404)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        return Handler
