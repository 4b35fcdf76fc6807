"""In a real tmux: what is copied can be pasted there."""

import re
import shlex
import sys

import pytest

from tests.cli.tmux import Tmux, needs_tmux

pytestmark = needs_tmux


@pytest.fixture
def tmux(environ, tmp_path):
    terminal = Tmux(tmp_path, environ)
    yield terminal
    terminal.end()


def demo():
    return shlex.join([sys.executable, "-m", "sa_monitor", "demo", "--seed", "1"])


@pytest.mark.parametrize(
    ("setting", "whereby"), [("external", "(tmux buffer and clipboard)"), ("off", "(tmux buffer)")]
)
def test_what_is_copied_is_in_the_buffer_of_tmux(tmux, setting, whereby):
    tmux.run("set-option", "-s", "set-clipboard", setting)
    tmux.type(demo())
    tmux.until("call-reporting")
    tmux.press("h")
    tmux.press("c")
    tmux.until("Copied organization UUID")
    tmux.until(whereby.split()[-1])
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", tmux.run("show-buffer"))
    tmux.press("q")
    tmux.until("DEMO", gone=True)
