"""`sa-monitor` as a process of its own, watched line by line."""

import subprocess
import sys
import time
from queue import Empty, Queue
from signal import SIGTERM
from threading import Thread

PATIENCE = 60
"""Seconds after which a wait gives up; waits end as soon as what they wait for is there."""


class Program:
    """A running `python -m sa_monitor`."""

    def __init__(self, arguments, environ):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "sa_monitor", *map(str, arguments)],
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.out = _Lines(self.process.stdout)
        self.err = _Lines(self.process.stderr)

    def send(self, number):
        """Send it a signal."""
        self.process.send_signal(number)

    def wait(self):
        """Give its exit code when it has ended and said everything."""
        code = self.process.wait(PATIENCE)
        self.out.finish()
        self.err.finish()
        return code

    def stop(self, number=SIGTERM):
        """Send a signal and give the exit code."""
        self.send(number)
        return self.wait()

    def kill(self):
        """End it in any case."""
        if self.process.poll() is None:
            self.process.kill()
        self.wait()
        self.process.stdout.close()
        self.process.stderr.close()


class _Lines:
    """The lines of a stream, taken as they come."""

    def __init__(self, stream):
        self._coming = Queue()
        self.seen = []
        self._thread = Thread(target=self._read, args=(stream,), daemon=True)
        self._thread.start()

    def _read(self, stream):
        for line in stream:
            self._coming.put(line.rstrip("\n"))

    def next(self):
        """Give the next line."""
        try:
            self.seen.append(self._coming.get(timeout=PATIENCE))
        except Empty:
            raise AssertionError(f"no line came after {self.seen}") from None
        return self.seen[-1]

    def until(self, *words):
        """Give the first line, of those to come, that has all the words."""
        give_up = time.monotonic() + PATIENCE
        while time.monotonic() < give_up:
            line = self.next()
            if all(word in line for word in words):
                return line
        raise AssertionError(f"{words} never came: {self.seen}")

    def finish(self):
        """Take what is left when the stream has ended."""
        self._thread.join(PATIENCE)
        try:
            while True:
                self.seen.append(self._coming.get_nowait())
        except Empty:
            pass

    @property
    def text(self):
        """All that was seen."""
        return "\n".join(self.seen)
