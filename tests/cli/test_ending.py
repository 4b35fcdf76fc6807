"""How a run ends: standard output is data, standard error is narration, and every end has its code."""

import subprocess
import sys
from pathlib import Path

import click
import pytest

from sa_monitor.cli.failures import report
from sa_monitor.errors import QueryError, SettingsError, StoreCorrupt, Unreachable
from tests.cli.laying import delivery, several


def sa_monitor(environ, *arguments, **kwargs):
    return subprocess.run(
        [sys.executable, "-m", "sa_monitor", *map(str, arguments)],
        env=environ,
        stdin=subprocess.DEVNULL,
        timeout=60,
        check=False,
        **({"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | kwargs),
    )


@pytest.mark.parametrize("arguments", [["--version"], ["events", "--version"], ["--json", "--version"]])
def test_the_version_is_told_anywhere(environ, arguments):
    from sa_monitor import __version__

    ended = sa_monitor(environ, *arguments)
    assert (ended.returncode, ended.stdout.decode(), ended.stderr) == (0, f"sa-monitor {__version__}\n", b"")


def imported(environ, *arguments):
    program = (
        "import sys\nfrom sa_monitor.__main__ import main\n"
        "sys.argv[0] = 'sa-monitor'\ncode = main()\nsys.stdout.flush()\n"
        "print('\\n'.join(sys.modules), file=sys.stderr)\nsys.exit(code)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)],
        env=environ,
        capture_output=True,
        timeout=60,
        check=True,
    )
    return set(ended.stderr.decode().split())


def test_a_command_looks_for_garbage_though_its_start_did_not(environ):
    program = (
        "import gc, sys\nfrom sa_monitor.__main__ import main\n"
        "sys.argv = ['sa-monitor', 'info']\nmain()\nprint(gc.isenabled())"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], env=environ, capture_output=True, timeout=60, check=True
    )
    assert ended.stdout.decode().split()[-1] == "True"


def test_the_version_needs_no_library(environ):
    assert not {"click", "msgspec", "platformdirs", "importlib.metadata"} & imported(environ, "--version")


@pytest.mark.parametrize(
    "arguments", [["events", "--limit", "1"], ["apps"], ["gaps"], ["deliveries"], ["show", "1"], ["info"]]
)
def test_reading_needs_neither_screen_nor_network(environ, store, arguments):
    store(delivery())
    heavy = {"textual", "httpx", "starlette", "uvicorn", "sqlite_utils", "asyncio", "tomli_w", "httptools"}
    assert not heavy & imported(environ, *arguments)


def test_a_reader_that_leaves_is_no_mistake(environ, store):
    store(*several(3000))
    command = f"{sys.executable} -m sa_monitor events --limit 0 --json; echo code $? >&2"
    ended = subprocess.run(
        ["bash", "-c", f"({command}) | head -1"], env=environ, capture_output=True, timeout=60, check=False
    )
    assert ended.stdout.count(b"\n") == 1
    assert ended.stderr == b"code 0\n"


def closed(environ, streams, *arguments):
    shell = f'exec "$0" -m sa_monitor "$@" {streams}'
    return subprocess.run(
        ["bash", "-c", shell, sys.executable, *arguments],
        env=environ,
        capture_output=True,
        timeout=60,
        check=False,
    )


def test_a_standard_output_that_is_closed_is_one_that_cant_be_written(environ, store):
    store(*several(3))
    ended = closed(environ, ">&-", "events")
    assert (ended.returncode, ended.stdout) == (1, b"")
    assert ended.stderr.decode().startswith("sa-monitor: Standard output can't be written")


def test_nothing_is_written_in_the_place_of_a_stream_that_is_closed(environ, store, sa):
    store(*several(3))
    assert closed(environ, ">&- 2>&- <&-", "events", "--nothing").returncode == 2
    assert closed(environ, ">&- 2>&- <&-", "rebuild").returncode == 0
    assert len(sa("events")[1].splitlines()) == 4


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
def test_output_that_cannot_be_written_fails(environ, store):
    store(delivery())
    with Path("/dev/full").open("wb") as full:
        ended = sa_monitor(environ, "events", stdout=full)
    assert ended.returncode == 1
    assert b"Standard output can't be written" in ended.stderr


def test_without_standard_error_it_ends_as_it_should(environ):
    command = f"{sys.executable} -m sa_monitor events evnt:x 2>&-"
    ended = subprocess.run(["bash", "-c", command], env=environ, capture_output=True, timeout=60, check=False)
    assert (ended.returncode, ended.stdout) == (2, b"")


def test_a_terminal_without_unicode_gets_ascii(environ, store):
    store(delivery(friendlyId="Müller"))
    plain = environ | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    table = sa_monitor(plain, "events").stdout.decode("ascii")
    assert "+  authorized" in table
    assert "M?ller" in table
    assert "M\\u00fcller" in sa_monitor(plain, "events", "--json").stdout.decode("ascii")


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (SettingsError("wrong.", "Do that."), 2, "sa-monitor: wrong. Do that."),
        (QueryError("wrong."), 2, "sa-monitor: wrong."),
        (StoreCorrupt("damaged"), 1, "damaged"),
        (Unreachable("nobody."), 3, "nobody."),
        (KeyboardInterrupt(), 130, ""),
        (click.Abort(), 130, ""),
        (click.UsageError("no."), 2, "no."),
        (TypeError("a\x1b[31m\u202eb"), 1, "sa-monitor: Unexpected TypeError: a[31mb"),
        (ValueError("its words may repeat a value"), 1, "sa-monitor: Unexpected ValueError.\n"),
    ],
)
def test_every_end_has_its_code_and_one_clean_line(capsys, error, code, words):
    assert report(error, verbose=False) == code
    captured = capsys.readouterr()
    assert captured.out == ""
    assert words in captured.err
    assert "Traceback" not in captured.err
    assert all(line.isprintable() for line in captured.err.splitlines())


def test_a_traceback_is_shown_only_when_asked_for(capsys):
    with pytest.raises(ValueError, match="odd") as caught:
        int("odd\x1b[31m")
    assert report(caught.value, verbose=True) == 1
    err = capsys.readouterr().err
    assert "Traceback" in err
    assert "\x1b" not in err


def test_an_unexpected_error_of_a_command_says_how_to_see_more(sa, outside):
    def fail():
        raise RuntimeError("odd")

    outside.setattr("sa_monitor.cli.info.open_session", fail)
    code, out, err = sa("info")
    assert (code, out) == (1, "")
    assert "Unexpected RuntimeError." in err
    assert "--verbose" in err
    assert "Traceback" in sa("info", "--verbose")[2]


@pytest.mark.parametrize(
    ("shell", "mark"), [("bash", "complete -o"), ("zsh", "#compdef sa-monitor"), ("fish", "complete --")]
)
def test_each_shell_gets_its_completion(sa, shell, mark):
    code, out, err = sa("completion", shell)
    assert (code, err) == (0, "")
    assert mark in out
    assert "_SA_MONITOR_COMPLETE" in out


def test_commands_and_options_are_completed(environ):
    asked = {"_SA_MONITOR_COMPLETE": "bash_complete", "COMP_CWORD": "1"}
    commands = sa_monitor(environ | asked | {"COMP_WORDS": "sa-monitor de"})
    assert commands.stdout.decode().split() == ["plain,demo", "plain,deliveries"]
    options = sa_monitor(environ | asked | {"COMP_WORDS": "sa-monitor events --f", "COMP_CWORD": "2"})
    assert options.stdout.decode().split() == ["plain,--follow"]


def test_narration_does_not_wait_for_a_terminal(environ):
    ended = sa_monitor(environ)
    assert ended.returncode == 2
    assert ended.stdout == b""
    assert b"sa-monitor listen" in ended.stderr


def test_warnings_of_python_never_reach_the_data(environ, store):
    store(delivery())
    ended = sa_monitor(environ | {"PYTHONDEVMODE": "1"}, "events", "--json")
    assert (ended.returncode, ended.stdout.count(b"\n")) == (0, 1)
