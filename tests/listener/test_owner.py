"""Who holds a port."""

import getpass
import os
import socket

import pytest

from sa_monitor.errors import PortTaken
from sa_monitor.listener import owner
from sa_monitor.listener.owner import Owner, name_of, owner_of, read_lsof
from sa_monitor.listener.sockets import Bind, _taken, open_sockets
from tests.ui.ways import nginx


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


@pytest.fixture
def hidden(tmp_path, monkeypatch):
    """Let the system show that root listens on a port, and no process."""

    def hide(port):
        table = tmp_path / "net" / "tcp"
        table.parent.mkdir()
        row = f"0: 0100007F:{port:04X} 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 4711 1"
        table.write_text(f"sl local rem st\n{row}\n")
        monkeypatch.setattr(owner, "_PROC", tmp_path)

    return hide


def test_a_process_that_hides_is_known_by_its_user_alone(hidden):
    hidden(8787)
    found = owner_of(8787)
    assert found == Owner(None, "another program", "root")
    assert _taken(8787, found).title == "Port 8787 is taken by another program of root."


def test_a_sa_monitor_that_hides_is_known_by_its_answers(house, hidden):
    house.listen(Bind(port=0))
    hidden(house.port)
    with pytest.raises(PortTaken) as caught:
        open_sockets(Bind(port=house.port))
    words = f"Port {house.port} is held by another sa-monitor that keeps its events elsewhere."
    assert caught.value.title == words
    own = getpass.getuser() == "root"
    assert caught.value.advice.startswith(
        "To watch it: sa-monitor --view with its" if own else "To watch it: sudo -u root sa-monitor."
    )


def test_what_answers_otherwise_is_no_sa_monitor(hidden):
    with nginx() as url:
        port = int(url.rpartition(":")[2])
        hidden(port)
        with pytest.raises(PortTaken, match="taken by another program of root"):
            open_sockets(Bind(port=port))


def test_another_sa_monitor_is_named_with_how_to_watch_it():
    error = _taken(8787, Owner(900, "sa-monitor", "ann"))
    assert "another sa-monitor (pid 900) that keeps its events elsewhere" in error.title
    assert "sudo -u ann sa-monitor" in error.advice
