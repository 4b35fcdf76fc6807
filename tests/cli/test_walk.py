"""What somebody does who has never seen the program: by the README alone, in a terminal.

pip isn't run again: the clone's `.venv` is the one that runs the tests, which the README's own command made just so.
"""

import re
import shlex
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.cli.tmux import Tmux, needs_tmux

ROOT = Path(__file__).parents[2]

pytestmark = [
    needs_tmux,
    pytest.mark.skipif(not (ROOT / ".git").exists(), reason="this is no clone that could be cloned"),
]


@pytest.fixture
def tmux(environ, tmp_path):
    """Give a terminal in which nothing is set but what a new user has."""
    told = {name: value for name, value in environ.items() if not name.startswith("SA_MONITOR_")}
    terminal = Tmux(tmp_path, told, size=(100, 30))
    yield terminal
    terminal.end()


def readme_commands(clone):
    """Give the commands of the README's blocks for a shell, as they stand there."""
    text = (clone / "README.md").read_text(encoding="utf-8")
    return "\n".join(re.findall(r"```sh\n(.*?)```", text, re.DOTALL)).splitlines()


def test_from_the_clone_to_the_first_delivery_the_first_rejection_and_the_end(tmux, tmp_path):
    clone = tmp_path / "sa-monitor"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True, timeout=60)
    (clone / ".venv" / "bin").mkdir(parents=True)
    for name, words in {
        "sa-monitor": [sys.executable, "-m", "sa_monitor"],
        "pip": ["true"],
    }.items():
        script = clone / ".venv" / "bin" / name
        script.write_text(f'#!/bin/sh\nexec {shlex.join(words)} "$@"\n', encoding="utf-8")
        script.chmod(0o755)
    tmux.type(f"cd {shlex.quote(str(clone))} && clear")

    demo = next(line for line in readme_commands(clone) if line.endswith("sa-monitor demo"))
    tmux.type(demo.split("&& ", 1)[1])  # `python3 -m venv` would want the network for nothing
    tmux.until(" DEMO ")
    tmux.until("call-reporting")
    tmux.press("q")
    tmux.until(" DEMO ", gone=True)

    tmux.type("clear; .venv/bin/sa-monitor --port 0")
    tmux.until("Getting ready")
    tmux.until("http://127.0.0.1:")
    url = re.search(r"http://127\.0\.0\.1:\d+/webhook", tmux.screen)[0]

    tmux.run("split-window", "-l", "6", "sh")
    tmux.type(f".venv/bin/sa-monitor trigger authorized --url {url}")
    tmux.until("200")
    request = urllib.request.Request(url, data=b'{"resource": "serviceApp"}', method="POST")
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=30)
    with refused.value as answer:
        assert answer.code == 401
        assert b"X-Spark-Signature is missing" in answer.read()
    tmux.type("exit")

    tmux.until("! 1 rejected")
    tmux.press("Escape")
    tmux.until("synthetic")
    tmux.press("5")
    tmux.until("no signature")
    tmux.press("Escape")
    tmux.until("Events")
    tmux.press("q")
    tmux.until("Stop recording?")
    tmux.press("y")
    tmux.until("Stopped at")
