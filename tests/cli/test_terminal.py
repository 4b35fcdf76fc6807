"""On a real terminal: asking without echo, cutting lines, showing progress."""

import json
import os

import pytest

from tests.cli.laying import delivery, several
from tests.cli.terminal import Terminal


@pytest.fixture
def terminal(environ):
    return lambda *arguments: Terminal(arguments, environ | {"TERM": "xterm", "COLUMNS": "60"})


def test_a_secret_is_asked_for_without_echo(terminal, sa):
    program = terminal("secrets", "add", "hook-1")
    program.until("Secret")
    program.type("sEcReT")
    assert program.end() == 0
    assert "sEcReT" not in program.seen
    assert '"hook-1"' in sa("secrets", "list", "--json")[1]


def test_a_token_is_asked_for_without_echo(terminal, places):
    program = terminal("token", "set")
    program.until("token")
    program.type("tOkEn")
    assert program.end() == 0
    assert "tOkEn" not in program.seen
    assert "tOkEn" in places.credentials.read_text()


def test_an_integration_is_asked_for_without_echo(terminal, places):
    program = terminal("token", "set", "--integration")
    for question, answer in (
        ("Client id", "cLiEnT"),
        ("Client secret", "sEcReT"),
        ("Refresh token", "rEfReSh"),
    ):
        program.until(question)
        program.type(answer)
    assert program.end() == 0
    assert not any(answer in program.seen for answer in ("cLiEnT", "sEcReT", "rEfReSh"))
    assert all(answer in places.credentials.read_text() for answer in ("cLiEnT", "sEcReT", "rEfReSh"))


def test_interrupting_a_question_ends_with_130_and_keeps_nothing(terminal, places):
    program = terminal("secrets", "add", "hook-1")
    program.until("Secret")
    program.interrupt()
    assert program.end() == 130
    assert not places.credentials.exists()


def test_lines_end_where_the_screen_does(terminal, store):
    store(delivery(friendlyId="n" * 200))
    program = terminal("events")
    assert program.end() == 0
    lines = program.seen.split("\r\n")
    assert all(len(line) <= 60 for line in lines)
    assert lines[1].endswith("…")


def test_records_are_never_cut(terminal, store):
    store(delivery(friendlyId="n" * 200))
    program = terminal("events", "--json")
    assert program.end() == 0
    assert "n" * 200 in program.seen


def test_long_work_shows_how_far_it_is(terminal, store):
    store(*several(600))
    program = terminal("rebuild")
    assert program.end() == 0
    assert "of 600 deliveries" in program.seen
    assert "600 events projected anew" in program.seen


def test_the_demo_draws_its_screen_and_leaves_nothing_behind(environ, tmp_path):
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    program = Terminal(
        ["demo"], environ | {"TERM": "xterm-256color", "TMPDIR": str(temporary)}, size=(30, 100)
    )
    program.until(" DEMO ")
    program.until("call-reporting")
    os.write(program.handle, b"q")
    assert program.end() == 0
    assert list(temporary.iterdir()) == []


def test_a_taken_port_is_said_before_any_screen(environ, start):
    other = start("simulate", "--json", "--rate", "0")
    port = json.loads(other.out.next())["api"].split(":")[2].split("/")[0]
    program = Terminal(["--port", port], environ | {"TERM": "xterm-256color"})
    assert program.end() == 1
    assert f"Port {port}" in program.seen
    assert "\x1b[?1049h" not in program.seen
