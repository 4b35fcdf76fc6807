"""Byte for byte: whatever ends the screen, the terminal is as it was."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sa_monitor.store.lock import holder_of
from tests.cli.terminal import Terminal, modes_left
from tests.listener.wire import SECRET, until
from tests.reliability.senders import at_a_rate, one_by_one, port_of

SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
CODES = {signal.SIGTERM: 0, signal.SIGINT: 130, signal.SIGHUP: 0}
CRASH = """
import sys
from sa_monitor.ui.screens.help import HelpScreen
def compose(screen):
    token = "sEcReT"
    raise RuntimeError("out of order")
HelpScreen.compose = compose
from sa_monitor.cli.main import run
sys.exit(run(sys.argv[1:]))
"""

IGNORES = """
import signal, sys
signal.signal(signal.SIGHUP, signal.SIG_IGN)
from sa_monitor.cli.main import run
sys.exit(run(sys.argv[1:]))
"""
NOT_TOLD = """
import os, sys
if os.fork() == 0:
    os.setsid()
    from sa_monitor.cli.main import run
    sys.exit(run(sys.argv[1:]))
os.wait()
"""


@pytest.fixture
def screen(environ):
    """Start the screen with a listener of its own, and wait until it stands; `after` is pressed then."""

    def start(*arguments, code=None, waits="listening", **variables):
        environment = environ | {"TERM": "xterm-256color"} | variables
        program = Terminal([*arguments, "--port", "0"], environment, size=(30, 100), code=code)
        if waits:
            program.until(waits)
        return program

    return start


def reason_of_the_gap(sa):
    return json.loads(sa("gaps", "--json")[1])["reason"]


def test_a_terminal_that_is_left_otherwise_is_told():
    """The other tests could not fail without this."""
    assert modes_left("\x1b[?1049h\x1b[?25l\x1b[>1u\x1b[22;2t\x1b[31m") == {
        "mode 1049",
        "mode 25",
        "keys",
        "title",
        "look",
    }


def test_quitting_gives_the_terminal_back(screen):
    program = screen()
    program.press("q")
    program.until("Stop recording?")
    program.press("y")
    assert program.end() == 0
    assert "\x1b[?1049h" in program.seen
    assert program.left == set()
    assert "Stopped at" in program.seen.rsplit("\x1b[?1049l", 1)[1]


@pytest.mark.parametrize("number", SIGNALS, ids=lambda number: number.name)
def test_a_signal_gives_the_terminal_back(screen, sa, number):
    program = screen()
    os.kill(program.pid, number)
    assert program.end() == CODES[number]
    assert "\x1b[?1049h" in program.seen
    assert program.left == set()
    ending = "terminal closed" if number == signal.SIGHUP else "stopped"
    assert reason_of_the_gap(sa) == ending


def test_a_signal_ends_it_through_a_question_and_a_second_one_changes_nothing(screen):
    program = screen()
    program.press("q")
    program.until("Stop recording?")
    os.kill(program.pid, signal.SIGTERM)
    os.kill(program.pid, signal.SIGHUP)
    assert program.end() == 0
    assert program.left == set()


def test_a_closed_terminal_ends_the_recording_and_the_reason_is_kept(screen, sa):
    assert screen().close() == 0
    assert reason_of_the_gap(sa) == "terminal closed"


def test_a_terminal_that_is_closed_without_any_signal_ends_it_too(screen, sa, places):
    """As where another process stands between: only the one that the terminal belongs to is told."""
    program = screen(code=NOT_TOLD)
    os.close(program.handle)
    os.waitpid(program.pid, 0)
    until(lambda: holder_of(places.lock) is None, "the end")
    assert reason_of_the_gap(sa) == "terminal closed"


@pytest.mark.skipif(sys.platform != "linux", reason="what a process used is read from /proc")
def test_where_a_hangup_is_ignored_it_goes_on_calmly_without_a_terminal(screen, sa, places):
    program = screen(code=IGNORES, SA_MONITOR_SECRET=SECRET)
    os.close(program.handle)
    port = port_of(holder_of(places.lock).address)
    one_by_one(port, 1)
    before, began = processor_seconds(program.pid), time.monotonic()
    answered = at_a_rate(port, rate=5, seconds=2, connections=1, first=1)
    used, took = processor_seconds(program.pid) - before, time.monotonic() - began
    assert {found.status for found in answered} == {200}
    assert used < took / 4, "it reads a terminal that is gone over and over"
    os.kill(program.pid, signal.SIGTERM)
    assert os.waitstatus_to_exitcode(os.waitpid(program.pid, 0)[1]) == 0
    assert reason_of_the_gap(sa) == "stopped"


def test_to_be_stopped_and_continued_begins_nothing_a_second_time(screen):
    program = screen()
    for number in (signal.SIGSTOP, signal.SIGCONT) * 5:
        os.kill(program.pid, number)
    program.press("?")
    program.until("Keys")
    os.kill(program.pid, signal.SIGTERM)
    assert program.end() == 0
    assert program.left == set()


def processor_seconds(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_a_mistake_of_ours_gives_the_terminal_back_and_tells_no_secret(screen, sa):
    program = screen(code=CRASH)
    program.press("?")
    assert program.end() == 1
    assert "\x1b[?1049h" in program.seen
    assert program.left == set()
    shown = program.seen.rsplit("\x1b[?1049l", 1)[1]
    assert "Unexpected RuntimeError" in shown
    assert "sEcReT" not in shown
    assert reason_of_the_gap(sa) == "stopped"


@pytest.mark.parametrize("number", SIGNALS, ids=lambda number: number.name)
@pytest.mark.parametrize(
    "words", ["\x1b[22;2t", "\x1b[?1049h", "\x1b[?25l"], ids=["title", "screen", "cursor"]
)
def test_a_signal_while_the_screen_is_being_set_up_gives_the_terminal_back(screen, number, words):
    program = screen(waits=words)
    os.kill(program.pid, number)
    assert program.end() == CODES[number]
    assert program.left == set()


@pytest.mark.parametrize("number", SIGNALS, ids=lambda number: number.name)
def test_a_signal_at_any_moment_of_the_start_leaves_the_terminal_whole(screen, places, number):
    """Before anything is begun the system, or Python, ends the process; from then on it ends as by `q`."""
    for milliseconds in range(0, 400, 80):
        program = screen(waits=None)
        begun = wait_for(places.lock.exists, milliseconds / 1000)
        os.kill(program.pid, number)
        code = program.end()
        assert program.left == set(), milliseconds
        assert code == CODES[number] or (code != 0 and not begun and "\x1b" not in program.seen), milliseconds
        places.lock.unlink(missing_ok=True)


def wait_for(holds, seconds):
    """Wait that long at most; gives whether it holds by then."""
    give_up = time.monotonic() + seconds
    while time.monotonic() < give_up and not holds():
        time.sleep(0.002)
    return holds()


def test_the_mouse_is_left_to_the_terminal_where_it_is_to_be(screen):
    program = screen("--no-mouse")
    os.kill(program.pid, signal.SIGTERM)
    assert program.end() == 0
    mouse = {f"\x1b[?{number}" for number in (9, 1000, 1001, 1002, 1003, 1005, 1006, 1015, 1016)}
    assert not {mode for mode in mouse if mode in program.seen}
    assert program.left == set()


@pytest.mark.parametrize(
    ("arguments", "variables"),
    [
        (["--ascii"], {}),
        ([], {"PYTHONUTF8": "", "LANG": "C", "LC_ALL": ""}),
        ([], {"PYTHONUTF8": "", "LC_ALL": "C"}),
        ([], {"PYTHONUTF8": "", "LC_ALL": "", "LC_CTYPE": "de_DE.ISO-8859-1", "LANG": "C.UTF-8"}),
    ],
    ids=["--ascii", "LANG=C", "LC_ALL=C", "ISO-8859-1"],
)
def test_where_the_terminal_has_no_utf8_no_other_byte_reaches_it(screen, arguments, variables):
    program = screen(*arguments, waits="waits for 4", **variables)
    for key, words in (
        ("?", "Keys"),
        ("q", "waits for 4"),
        (":", "Search"),
        ("\x1b", "waits for 4"),
        ("q", "Stop rec"),
    ):
        seen = len(program.seen)
        program.press(key)
        program.until(words, after=seen)
    program.press("y")
    assert program.end() == 0
    assert program.seen.isascii()


@pytest.mark.parametrize("variables", [{"LANG": "C.UTF-8"}, {"LANG": ""}], ids=["UTF-8", "not said"])
def test_where_it_has_utf8_the_signs_are_drawn(screen, variables):
    program = screen(waits="✓ listening", PYTHONUTF8="", LC_ALL="", LC_CTYPE="", **variables)
    os.kill(program.pid, signal.SIGTERM)
    assert program.end() == 0


def test_a_terminal_that_cannot_be_drawn_on_is_told_so(screen):
    program = screen(waits=None, TERM="dumb")
    assert program.end() == 2
    assert "This terminal can't be drawn on: TERM is dumb." in program.seen
    assert '"sa-monitor listen"' in program.seen
    assert "\x1b" not in program.seen


def test_an_ignored_hangup_stays_ignored(environ):
    """That is what nohup is for."""
    program = (
        "import os, signal\nsignal.signal(signal.SIGHUP, signal.SIG_IGN)\n"
        "from sa_monitor.ui.stopping import Stopping\n"
        "with Stopping() as stopping:\n"
        "    os.kill(os.getpid(), signal.SIGHUP)\n"
        "    os.kill(os.getpid(), signal.SIGTERM)\n"
        "print(stopping.asked, stopping.ending, signal.getsignal(signal.SIGHUP) is signal.SIG_IGN)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], env=environ, capture_output=True, timeout=60, check=True, text=True
    )
    assert ended.stdout == "True stopped True\n"
