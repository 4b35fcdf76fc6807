"""A tmux of its own, in which a program is used as people use it: keys go in, the screen comes out."""

import os
import shutil
import subprocess
import time

import pytest

from tests.cli.program import PATIENCE

needs_tmux = pytest.mark.skipif(shutil.which("tmux") is None, reason="there is no tmux here")


class Tmux:
    """A server with one session, of a size; its sockets stand in a folder of the test."""

    def __init__(self, folder, environ, size=(80, 24)):
        kept = {"TERM": "xterm-256color", "SHELL": "/bin/sh", "PS1": "$ "}
        self._environ = environ | kept | {"TMUX_TMPDIR": str(folder)}
        self._environ.pop("TMUX", None)
        self.run("-f", os.devnull, "new-session", "-d", "-x", str(size[0]), "-y", str(size[1]), "sh")

    def run(self, *words):
        """Run tmux, and give what it prints."""
        ended = subprocess.run(
            ["tmux", "-u", "-L", "sa-monitor-test", *words],
            env=self._environ,
            capture_output=True,
            timeout=PATIENCE,
            check=True,
        )
        return ended.stdout.decode()

    @property
    def screen(self):
        """What stands on the screen."""
        return self.run("capture-pane", "-p")

    def type(self, line):
        """Type a line."""
        self.run("send-keys", "-l", line)
        self.press("Enter")

    def press(self, *keys):
        """Press keys, by their names in tmux."""
        self.run("send-keys", *keys)

    def until(self, words, *, gone=False):
        """Wait until words stand on the screen, or don't any more."""
        give_up = time.monotonic() + PATIENCE
        while (words in self.screen) is gone:
            assert time.monotonic() < give_up, f"{words!r}\n{self.screen}"
            time.sleep(0.05)

    def end(self):
        """End it with what runs in it."""
        subprocess.run(
            ["tmux", "-L", "sa-monitor-test", "kill-server"],
            env=self._environ,
            capture_output=True,
            check=False,
        )
