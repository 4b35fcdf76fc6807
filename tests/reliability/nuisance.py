"""Clients that hold on to what they can: idle ones, ones that dribble, ones that never read, ones that forge."""

import resource
import selectors
import socket
import threading
import time
from contextlib import suppress
from typing import Self

from tests.listener.wire import request, signed

_HEALTH = request(line="GET /healthz HTTP/1.1", framing=None) * 200
_FORGED = signed(b'{"resource": "serviceApp", "event": "deauthorized"}', secret="another") * 50
_DRIBBLED = signed(b'{"resource": "serviceApp"}' + b" " * 900)
_TICK = 0.02


class Nuisance:
    """All of them at once against one port, in one thread; each that is closed comes again."""

    def __init__(
        self, port: int, *, idle: int = 0, dribbling: int = 0, deaf: int = 0, forging: int = 0
    ) -> None:
        self._port = port
        self._numbers = {"idle": idle, "dribble": dribbling, "deaf": deaf, "forge": forging}
        self._sockets: dict[socket.socket, str] = {}
        self._selector = selectors.DefaultSelector()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._sent: dict[socket.socket, int] = {}
        self.ready = threading.Event()

    def __enter__(self) -> Self:
        make_room_for_files(sum(self._numbers.values()) + 500)
        self._thread.start()
        assert self.ready.wait(60)
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()
        self._selector.close()
        for own in self._sockets:
            own.close()

    def _run(self) -> None:
        for kind, number in self._numbers.items():
            for _ in range(number):
                self._open(kind)
        self.ready.set()
        at = 0
        while not self._stop.is_set():
            began = time.monotonic()
            for key, _ in self._selector.select(0):
                self._read(key.fileobj)
            dribbling = [own for own, kind in self._sockets.items() if kind == "dribble"]
            share = max(1, int(len(dribbling) * _TICK))
            for own in (dribbling * 2)[at : at + share]:  # each sends about a byte a second
                self._dribble(own)
            at = (at + share) % max(1, len(dribbling))
            for own in [own for own, kind in self._sockets.items() if kind in ("deaf", "forge")]:
                self._push(own)
            self._stop.wait(max(0.0, _TICK - (time.monotonic() - began)))

    def _open(self, kind: str) -> None:
        own = socket.socket()
        if kind == "deaf":
            own.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        try:
            own.connect(("127.0.0.1", self._port))
        except OSError:
            own.close()
            return
        own.settimeout(0)
        self._sockets[own] = kind
        if kind != "deaf":
            self._selector.register(own, selectors.EVENT_READ)

    def _again(self, own: socket.socket) -> None:
        kind = self._sockets.pop(own)
        self._sent.pop(own, None)
        if kind != "deaf":
            self._selector.unregister(own)
        own.close()
        self._open(kind)

    def _read(self, own: socket.socket) -> None:
        try:
            data = own.recv(65536)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._again(own)

    def _dribble(self, own: socket.socket) -> None:
        at = self._sent.get(own, 0)
        try:
            own.send(_DRIBBLED[at : at + 1])
        except OSError:
            self._again(own)
        else:
            self._sent[own] = (at + 1) % len(_DRIBBLED)

    def _push(self, own: socket.socket) -> None:
        data = _FORGED if self._sockets[own] == "forge" else _HEALTH
        try:
            with suppress(BlockingIOError):
                own.send(data)
        except OSError:
            self._again(own)


def make_room_for_files(wanted: int) -> None:
    """Let this process open so many files, as far as the system allows."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < wanted:
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def memory_of(pid: int) -> int:
    """Give the resident bytes of a process."""
    with open(f"/proc/{pid}/statm") as file:  # noqa: PTH123 (one number)
        return int(file.read().split()[1]) * resource.getpagesize()
