"""Who holds a port."""

import os
import socket

import pytest

from sa_monitor.listener import owner
from sa_monitor.listener.owner import Owner, name_of, owner_of, read_lsof
from sa_monitor.listener.sockets import _taken


def test_the_process_that_listens_is_found():
    with socket.create_server(("127.0.0.1", 0)) as server:
        found = owner_of(server.getsockname()[1])
    assert found is not None
    assert found.pid == os.getpid()
    assert found.program


def test_ipv6_counts_too():
    with socket.create_server(("::1", 0), family=socket.AF_INET6) as server:
        found = owner_of(server.getsockname()[1])
    assert found is not None
    assert found.pid == os.getpid()


def test_nobody_is_nobody():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert owner_of(port) is None


def test_lsof_is_asked_where_there_is_no_proc(tmp_path, monkeypatch):
    asked = tmp_path / "asked"
    lsof = tmp_path / "lsof"
    lsof.write_text(f'#!/bin/sh\necho "$@" > {asked}\nprintf "p900\\ncnginx\\nLroot\\n"\n')
    lsof.chmod(0o700)
    monkeypatch.setattr(owner, "_PROC", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert owner_of(8787) == Owner(900, "nginx", "root")
    assert "-iTCP:8787 -sTCP:LISTEN" in asked.read_text()


def test_without_proc_and_lsof_nothing_is_known(tmp_path, monkeypatch):
    monkeypatch.setattr(owner, "_PROC", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert owner_of(8787) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("p900\ncnginx\nLwww-data\nf6\n", Owner(900, "nginx", "www-data")),
        ("p900\ncsa-monitor\nLann\n", Owner(900, "sa-monitor", "ann")),
        ("p900\n", Owner(900, "another program")),
        ("", None),
        ("cnginx\n", None),
    ],
)
def test_what_lsof_says_is_read(text, expected):
    assert read_lsof(text) == expected


@pytest.mark.parametrize(
    ("arguments", "command", "name"),
    [
        (["/usr/sbin/nginx", "-g"], "nginx\n", "nginx"),
        (["/usr/bin/python3", "/home/a/.local/bin/sa-monitor", "listen"], "python3\n", "sa-monitor"),
        (["python", "-m", "sa_monitor"], "python\n", "sa-monitor"),
        (["/opt/x/bin/sa-monitor"], "sa-monitor\n", "sa-monitor"),
        ([""], "evil\x1b[31m\n", "evil[31m"),
        ([], "\n", "another program"),
        (["vim", "notes about sa-monitor"], "vim\n", "vim"),
    ],
)
def test_a_program_is_named_so_that_a_terminal_can_show_it(arguments, command, name):
    assert name_of(arguments, command) == name


def test_another_program_is_named_with_what_to_do():
    error = _taken(8787, Owner(900, "nginx", "root"))
    assert str(error) == (
        "Port 8787 is taken by nginx (pid 900). Free it, or use --port. "
        "To look at stored events only: sa-monitor --view"
    )


def test_another_sa_monitor_is_named_with_how_to_watch_it():
    error = _taken(8787, Owner(900, "sa-monitor", "ann"))
    assert "another sa-monitor (pid 900) that keeps its events elsewhere" in error.title
    assert "sudo -u ann sa-monitor" in error.advice
