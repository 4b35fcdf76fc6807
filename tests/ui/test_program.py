"""The program on a real terminal: how it starts, and how it gives the terminal back."""

import fcntl
import os
import pty
import select
import signal
import socket
import struct
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from sa_monitor.model.event import Kind
from sa_monitor.model.health import Checks
from sa_monitor.model.listening import Ending
from sa_monitor.store.health import keep_list
from sa_monitor.store.reader import Reader
from sa_monitor.store.targets import remember_target
from tests.ui.stage import PATIENCE, webhook

SCREEN, BACK = "\x1b[?1049h", "\x1b[?1049l"


class Program:
    """`sa-monitor` on a terminal of its own."""

    def __init__(self, arguments: list[str]) -> None:
        environ = {**os.environ, "TERM": "xterm-256color", "LANG": "C.UTF-8"}
        self.pid, self.handle = pty.fork()
        if self.pid == 0:
            os.execve(sys.executable, [sys.executable, "-m", "sa_monitor", *arguments], environ)
        fcntl.ioctl(self.handle, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.before = termios.tcgetattr(self.handle)
        self.written = ""
        self.code: int | None = None

    def until(self, words: str) -> None:
        """Read until the words were written."""
        give_up = time.monotonic() + PATIENCE
        while words not in self.written:
            assert time.monotonic() < give_up, self.written
            assert self._read(), self.written

    def end(self) -> int:
        """Read to the end; gives the exit code."""
        while self._read():
            pass
        self.code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self.code

    def type(self, keys: str) -> None:
        """Press keys."""
        os.write(self.handle, keys.encode())

    def _read(self) -> bool:
        ready, _, _ = select.select([self.handle], [], [], PATIENCE)
        try:
            piece = os.read(self.handle, 65536) if ready else b""
        except OSError:  # Linux says so at the end
            piece = b""
        self.written += piece.decode(errors="replace")
        return bool(piece)


@contextmanager
def started(places, *more: str) -> Iterator[Program]:
    arguments = ["--data-dir", str(places.data), "--config", str(places.config), "--port", "0", *more]
    program = Program(arguments)
    try:
        yield program
    finally:
        if program.code is None:
            os.kill(program.pid, signal.SIGKILL)
            os.waitpid(program.pid, 0)
        os.close(program.handle)


def ending_of(places) -> Ending | None:
    with Reader.open(places.database) as reader:
        period = reader.listening()
        return period.reason if period else None


@pytest.mark.parametrize(
    ("number", "ending"),
    [
        (signal.SIGTERM, Ending.STOPPED),
        (signal.SIGHUP, Ending.TERMINAL_CLOSED),
        (signal.SIGINT, Ending.STOPPED),
    ],
)
def test_a_signal_stops_gracefully_and_gives_the_terminal_back(places, number, ending):
    with started(places) as program:
        program.until("Getting ready")
        os.kill(program.pid, number)
        program.until("Stopped at ")
        after = termios.tcgetattr(program.handle)
        assert program.end() == (130 if number == signal.SIGINT else 0)
        assert BACK in program.written.rpartition(SCREEN)[2]
        assert after[3] == program.before[3]
        assert ending_of(places) is ending


def test_a_terminal_that_is_gone_is_a_graceful_end_too(places):
    with started(places) as program:
        program.until("Getting ready")
        replaced = os.open(os.devnull, os.O_RDWR)
        os.dup2(replaced, program.handle)  # the last handle of this end: the terminal hangs up
        os.close(replaced)
        assert os.waitpid(program.pid, 0)[0] == program.pid
        program.code = 0
        assert ending_of(places) is Ending.TERMINAL_CLOSED


def test_quitting_says_when_recording_stopped(places):
    with started(places) as program:
        program.until("Getting ready")
        program.type("q")
        program.until("Stop recording?")
        program.type("qqy")
        assert program.end() == 0
        assert "Stopped at " in program.written


def test_quitting_tells_before_and_after_which_webhooks_still_count_on_it(places):
    webhooks = [webhook("ours", kind) for kind in Kind]
    remember_target(places.database, webhooks[0].target_url, 1)
    keep_list(places.database, webhooks, Checks(listed_at=2), 2)
    with started(places) as program:
        program.until("no token")
        program.type("q")
        program.until("Nothing listens after this; events meant for 2 webhooks will be lost.")
        program.type("y")
        assert program.end() == 0
        assert "2 active webhooks at Webex still point here." in program.written


def test_a_second_one_is_a_viewer_that_quits_at_once(places):
    with started(places) as first:
        first.until("Getting ready")
        with started(places) as second:
            second.until("VIEWER")
            second.until(f"pid {first.pid} listens")
            second.type("q")
            assert second.end() == 0
            assert "Stopped at" not in second.written


def test_a_port_that_is_taken_is_told_before_any_screen_is_drawn(places):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        with started(places, "--port", port) as program:
            assert program.end() == 1
            assert f"Port {port} is taken" in program.written
            assert SCREEN not in program.written


def test_a_view_never_listens(places):
    with started(places, "--view") as program:
        program.until("NOBODY LISTENS")
        program.type("q")
        assert program.end() == 0
        assert not places.lock.exists() or not places.lock.read_text()
