"""Where it listens, and why it can't."""

import errno
import signal
import socket
import subprocess
import sys

import pytest

from sa_monitor.errors import ListenerError, PortTaken, StoreNewer
from sa_monitor.listener.server import Bind
from tests.listener.wire import request, signed

BODY = b'{"resource": "serviceApp"}'


BOTH = [
    (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 0)),
    (socket.AF_INET6, socket.SOCK_STREAM, 6, "", ("::1", 0, 0, 0)),
]
"""What a computer that knows "localhost" in both families says."""


def test_port_0_takes_a_free_one_and_the_url_names_it(house):
    house.listen()
    assert house.port > 0
    assert house.url == f"http://127.0.0.1:{house.port}/webhook"
    assert house.client().ask(signed(BODY)).status == 200


def test_the_path_may_be_another(house):
    house.listen(Bind(port=0, path="/hooks/webex"))
    assert house.url.endswith("/hooks/webex")
    assert house.client().ask(signed(BODY, line="POST /hooks/webex HTTP/1.1")).status == 200
    assert house.client().ask(signed(BODY)).status == 404


def test_it_listens_on_ipv6(house):
    house.listen(Bind(host="::1", port=0))
    assert house.url == f"http://[::1]:{house.port}/webhook"
    assert house.client("::1").ask(signed(BODY)).status == 200
    assert house.keeper.kept[0].remote == "::1"


def test_a_name_is_listened_for_on_all_its_addresses(house, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", lambda *_, **__: BOTH)
        house.listen(Bind(host="localhost", port=0))
    for address in ("127.0.0.1", "::1"):
        assert house.client(address).ask(signed(BODY)).status == 200


def test_an_address_that_this_computer_lacks_is_left_out_of_a_name(house, monkeypatch):
    """Many containers know ::1 by name and have no IPv6."""
    lacking = (socket.AF_INET6, socket.SOCK_STREAM, 6, "", ("2001:db8::1", 0, 0, 0))
    with monkeypatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", lambda *_, **__: [lacking, BOTH[0]])
        house.listen(Bind(host="localhost", port=0))
    assert house.client().ask(signed(BODY)).status == 200


@pytest.mark.parametrize("host", ["0.0.0.0", "::", ""])
def test_any_address_may_be_asked_for(house, host):
    house.listen(Bind(host=host, port=0))
    assert house.client("::1" if host == "::" else "127.0.0.1").ask(signed(BODY)).status == 200


def test_a_port_in_use_is_an_error_that_names_port_owner_and_way_out(house):
    program = "import socket, sys; s = socket.create_server(('127.0.0.1', 0)); print(s.getsockname()[1], flush=True)"
    owner = subprocess.Popen(
        [sys.executable, "-c", program + "; sys.stdin.read()"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with owner:
        port = int(owner.stdout.readline())
        with pytest.raises(PortTaken) as caught:
            house.listen(Bind(port=port))
        owner.stdin.close()
    assert f"Port {port} is taken by " in caught.value.title
    assert f"(pid {owner.pid})" in caught.value.title
    assert "--port" in caught.value.advice
    assert "--view" in caught.value.advice
    assert house.keeper.opened == 0


def test_a_port_in_use_on_one_of_several_addresses_is_taken(house, monkeypatch):
    with socket.create_server(("::1", 0), family=socket.AF_INET6) as other, monkeypatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", lambda *_, **__: BOTH)
        with pytest.raises(PortTaken):
            house.listen(Bind(host="localhost", port=other.getsockname()[1]))


@pytest.mark.parametrize("host", ["192.0.2.1", "no.such.host.invalid", "a" * 70, "2001:db8::1"])
def test_an_address_that_isnt_ours_is_an_error_that_names_it(house, host):
    with pytest.raises(ListenerError) as caught:
        house.listen(Bind(host=host, port=0))
    assert f'"{host}" is no address of this computer' in caught.value.title
    assert "--host" in caught.value.advice


def test_a_port_for_the_administrator_is_an_error_that_says_so(house, monkeypatch):
    def forbidden(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(socket.socket, "bind", forbidden)
    with pytest.raises(ListenerError) as caught:
        house.listen(Bind(port=80))
    assert "Port 80" in caught.value.title


def test_a_store_that_cant_be_opened_is_told_to_who_starts_it_and_frees_the_port(house):
    house.keeper.fails["open"] = StoreNewer("events.db was written by sa-monitor 9")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(StoreNewer):
        house.listen(Bind(port=port))
    assert house.keeper.ended == []
    house.keeper.fails.clear()
    house.listen(Bind(port=port))
    assert house.client().ask(signed(BODY)).status == 200


def test_it_writes_nothing_to_the_terminal_and_sets_no_signal_handler(house, capfd):
    house.expects_trouble = True
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)]
    house.listen()
    house.keeper.fails["append"] = RuntimeError("unforeseen")
    for data in (signed(BODY), request(BODY), b"no HTTP\r\n\r\n"):
        house.client().ask(data)
    house.listener.stop()
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)] == before
    assert capfd.readouterr() == ("", "")


def test_no_secret_and_no_foreign_text_is_logged(house, caplog):
    house.expects_trouble = True
    caplog.set_level("DEBUG")
    house.listen()
    house.keeper.fails |= {"append": RuntimeError("unforeseen"), "project": RuntimeError("unforeseen")}
    foreign = b'{"name": "\x1b[31mforeign"}'
    for data in (signed(foreign), request(foreign), b"\x1b[31mforeign\r\n\r\n"):
        house.client().ask(data)
    house.listener.stop()
    assert caplog.records
    assert "s3cret" not in caplog.text
    assert "foreign" not in caplog.text
