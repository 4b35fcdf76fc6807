"""Starting and stopping: port, thread, silence."""

import signal
import socket
import threading

import httpx
import pytest

from sa_monitor.errors import ListenerError, PortTaken
from sa_monitor.simulator.server import Simulator
from tests.simulator.conftest import TOKEN, create


def test_start_gives_the_url_of_the_api_on_a_free_port(connect):
    with Simulator(seed=1, token=TOKEN, rate=0) as simulator:
        assert simulator.api_url.startswith("http://127.0.0.1:")
        assert not simulator.api_url.endswith(":0/v1")
        assert connect(simulator).get(simulator.api_url + "/people/me").status_code == 200


def test_a_port_can_be_chosen_and_is_free_after_the_stop(start):
    first = start()
    port = int(first.url.rpartition(":")[2])
    first.stop()
    assert start(port=port).url == first.url


def test_a_taken_port_is_named(start):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(PortTaken, match=str(port)):
            start(port=port)


@pytest.mark.parametrize("port", [70_000, -1])
def test_an_impossible_port_is_a_clear_error(start, port):
    with pytest.raises(ListenerError, match=str(port)):
        start(port=port)


def test_stop_ends_the_thread_and_can_be_repeated(start):
    before = threading.active_count()
    simulator = start()
    assert threading.active_count() > before
    simulator.stop()
    simulator.stop()
    simulator.pace(5)
    assert threading.active_count() == before
    with pytest.raises(httpx.ConnectError):
        httpx.get(simulator.api_url, trust_env=False)


def test_a_simulator_that_never_started_stops_too():
    Simulator(seed=1, token=TOKEN, rate=0).stop()


def test_it_stops_amid_its_own_traffic(start, connect, receiver):
    simulator = start(rate=500)
    create(connect(simulator), receiver.url)
    receiver.wait_for(10)
    simulator.stop()


def test_it_writes_nothing_to_the_terminal_and_leaves_signals_alone(start, connect, capfd):
    handlers = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    simulator = start()
    connect(simulator).get("/v1/nothing")
    with socket.create_connection(("127.0.0.1", int(simulator.url.rpartition(":")[2]))) as rude:
        rude.sendall(b"this is no HTTP\r\n\r\n")
        rude.settimeout(30)
        assert b"400" in rude.recv(1000)
    simulator.stop()
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == handlers
    assert capfd.readouterr() == ("", "")


def test_its_token_is_in_no_repr():
    assert TOKEN not in repr(Simulator(seed=1, token=TOKEN, rate=0))
