"""A program on a terminal of its own, and what it leaves of that terminal."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time

from tests.cli.program import PATIENCE

_ON = {"7", "25"}
"""Modes that a terminal has on by itself: to wrap lines, and to show its cursor."""

_PRIVATE = re.compile(r"\x1b\[\?([\d;]+)([hl])")
_STACKS = {
    "keys": (re.compile(r"\x1b\[>\d*u"), re.compile(r"\x1b\[<\d*u")),
    "title": (re.compile(r"\x1b\[22;\d?t"), re.compile(r"\x1b\[23;\d?t")),
}
_SEQUENCE = re.compile(r"\x1b(\[[0-?]*[ -/]*[@-~]|\][^\x07]*\x07)")
_LOOK = re.compile(r"\x1b\[([\d;:]*)m")


def modes_left(written):
    """Give the modes, stacks and looks that what was written leaves otherwise than they were."""
    modes = set(_ON)
    for numbers, sign in _PRIVATE.findall(written):
        for number in numbers.split(";"):
            (modes.add if sign == "h" else modes.discard)(number)
    left = {f"mode {number}" for number in modes ^ _ON}
    left |= {
        name
        for name, (push, pop) in _STACKS.items()
        if len(push.findall(written)) != len(pop.findall(written))
    }
    looks = _LOOK.findall(written)
    return left | ({"look"} if looks and looks[-1] not in ("", "0") else set())


def plain(written):
    """Give what was written without the sequences in it."""
    return _SEQUENCE.sub("", written)


class Terminal:
    """A program on a terminal, of 24 lines and 60 cells where nothing else is said."""

    def __init__(self, arguments, environ, size=(24, 60), code=None):
        program = ["-m", "sa_monitor"] if code is None else ["-c", code]
        begun, begins = (
            os.pipe()
        )  # its end closes with the start of the program: a signal before that is lost
        self.pid, self.handle = pty.fork()
        if self.pid == 0:
            os.execve(sys.executable, [sys.executable, *program, *arguments], environ)
        os.close(begins)
        os.read(begun, 1)
        os.close(begun)
        fcntl.ioctl(self.handle, termios.TIOCSWINSZ, struct.pack("HHHH", *size, 0, 0))
        self.seen = ""
        self.written = bytearray()
        self._before = termios.tcgetattr(self.handle)

    def until(self, words, after=0):
        """Read until the words came, behind as many characters; sequences between them don't count."""
        give_up = time.monotonic() + PATIENCE
        while words not in self.seen[after:] and words not in plain(self.seen[after:]):
            assert time.monotonic() < give_up, f"{words!r} never came: {self.seen[after:][-8000:]!r}"
            if not self._read():
                raise AssertionError(self.seen)

    def type(self, text):
        """Type a line."""
        os.write(self.handle, text.encode() + b"\n")

    def press(self, keys):
        """Press keys."""
        os.write(self.handle, keys.encode())

    def quiet(self):
        """Read until nothing more comes for a moment."""
        while select.select([self.handle], [], [], 0.08)[0] and self._read():
            pass

    def interrupt(self):
        """Press Ctrl-C until something comes of it: one just before a blocking read waits for the end of that."""
        give_up = time.monotonic() + PATIENCE
        self.press("\x03")
        while not select.select([self.handle], [], [], 0.5)[0] and time.monotonic() < give_up:
            self.press("\x03")

    def end(self):
        """Read everything, and give the exit code; a program that doesn't end is killed."""
        give_up = time.monotonic() + PATIENCE
        while time.monotonic() < give_up and self._read():
            pass
        if time.monotonic() > give_up:
            os.kill(self.pid, signal.SIGKILL)
        code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        self.line = termios.tcgetattr(self.handle)
        os.close(self.handle)
        return code

    def close(self):
        """Take the terminal away, and give the exit code."""
        os.close(self.handle)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])

    @property
    def left(self):
        """Give what the program left otherwise than it found it, once it has ended."""
        changed = modes_left(self.seen)
        return changed if self.line == self._before else {*changed, "line settings"}

    def _read(self):
        ready, _, _ = select.select([self.handle], [], [], PATIENCE)
        try:
            piece = os.read(self.handle, 65536) if ready else b""
        except OSError:  # Linux says so at the end
            piece = b""
        self.written += piece
        self.seen += piece.decode(errors="replace")
        return piece
