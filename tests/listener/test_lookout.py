"""A listener that nobody can reach any more notices it."""

import socket

from sa_monitor.listener.lookout import is_gone, why_lost
from sa_monitor.model.listening import Ending
from tests.listener.wire import break_listening, until


def test_a_socket_that_takes_no_connections_any_more_is_noticed_and_listening_ends(house):
    listener = house.listen()
    house.expects_trouble = True
    break_listening(house.port)
    until(lambda: listener.health.failure)
    assert listener.health.failure == f"Port {house.port} was lost (it takes no connections any more)."
    assert listener.health.failed_since is not None
    until(lambda: house.keeper.ended)
    assert house.keeper.ended == [Ending.FAILED]


def test_while_the_sockets_are_whole_nothing_is_said(house):
    listener = house.listen(beat=0.005)
    until(lambda: house.keeper.beats > 5)
    assert listener.health.failure is None


def test_an_address_that_this_computer_has_no_more_is_told_from_one_that_it_has():
    assert is_gone(socket.AF_INET, ("192.0.2.1", 8787))
    assert not is_gone(socket.AF_INET, ("127.0.0.1", 8787))
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        assert why_lost(listening) is None
    assert why_lost(listening) is not None
