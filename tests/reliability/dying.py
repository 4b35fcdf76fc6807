"""Commands that are killed at a moment of their work: at one of their statements, or some time after they began."""

import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

from tests.reliability.on_terminal import environ_of

_CODE = """
import os, signal, sqlite3, sys
word, number, after, *arguments = sys.argv[1:]
left, over = int(number), False

def die():
    os.kill(os.getpid(), signal.SIGKILL)

def heard(statement):
    global left, over
    if over:
        die()
    if statement.lstrip().startswith(word):
        left -= 1
        over = left == 0 and after == "after"
        if left == 0 and not over:
            die()

def watched(*arguments, connect=sqlite3.connect, **named):
    connection = connect(*arguments, **named)
    connection.set_trace_callback(heard)
    os.write(1, b"begun\\n")
    return connection

sqlite3.connect = watched
from sa_monitor.cli.main import run
code = run(arguments)
if over:
    die()
sys.exit(code)
"""

_NEVER = 1_000_000_000


class Moment(NamedTuple):
    """At the statement of that number that begins with the word, or right after it; or so many seconds after the start.

    The start is when it first opens the store.
    """

    word: str = "COMMIT"
    number: int = _NEVER
    after: bool = False
    seconds: float | None = None


def is_killed(folder: Path, arguments: tuple[str, ...], moment: Moment) -> bool:
    """Run a command on the store of a folder, and kill it at that moment; False where it was done before."""
    process = subprocess.Popen(
        [
            sys.executable,
            "-c",
            _CODE,
            moment.word,
            str(moment.number),
            "after" if moment.after else "at",
            *arguments,
        ],
        env=environ_of(folder),
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    process.stdout.readline()
    if moment.seconds is not None:
        time.sleep(moment.seconds)
        process.kill()
    _, said = process.communicate(timeout=60)
    assert process.returncode in (0, -signal.SIGKILL), said.decode()
    return process.returncode != 0
