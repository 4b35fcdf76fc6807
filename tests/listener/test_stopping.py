"""A graceful stop: requests in flight are answered, then everything is closed."""

import socket
import threading

import pytest

from sa_monitor.listener.server import Bind
from sa_monitor.model.listening import Ending
from tests.listener.memory_keeper import busy, full
from tests.listener.wire import request, signed, until

BODY = b'{"resource": "serviceApp"}'


def stopping(house, ending: Ending = Ending.STOPPED) -> threading.Thread:
    thread = threading.Thread(target=house.listener.stop, args=(ending,))
    thread.start()
    return thread


def refused(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=30).close()
    except ConnectionError:
        return True
    return False


def test_a_delivery_that_is_being_kept_is_answered_and_its_connection_closed(house):
    house.listen()
    house.keeper.gate.clear()
    client = house.client().send(signed(BODY) * 2)
    assert house.keeper.inside.wait(30)
    thread = stopping(house)
    house.keeper.gate.set()
    assert [client.answer().status for _ in range(2)] == [200, 200]
    client.assert_closed()
    thread.join()
    assert len(house.keeper.kept) == 2


def test_a_delivery_that_waits_for_a_busy_store_is_still_answered(house):
    house.listen()
    house.keeper.fails["append"] = busy()
    client = house.client().send(signed(BODY))
    until(lambda: house.keeper.attempts > 1)
    thread = stopping(house)
    until(lambda: refused(house.port))
    house.keeper.fails.clear()
    answer = client.answer()
    assert answer.status == 200
    assert answer.closes
    client.assert_closed()
    thread.join()


def test_a_request_that_is_half_there_may_be_completed(house):
    house.listen(grace=30)
    client = house.client().send(signed(BODY)[:-1])
    other = house.client()
    assert other.ask(signed(BODY)).status == 200
    thread = stopping(house)
    other.assert_closed()
    answer = client.ask(BODY[-1:])
    assert answer.json == {"delivery": 2}
    assert answer.closes
    client.assert_closed()
    thread.join()


def test_a_request_that_stays_half_there_is_answered_503(house):
    house.listen(grace=0.1)
    client = house.client().send(signed(BODY)[:-1])
    assert house.client().ask(signed(BODY)).status == 200
    thread = stopping(house)
    assert client.answer().status == 503
    client.assert_closed()
    thread.join()


def test_idle_connections_are_closed_at_once(house):
    house.listen(grace=300)
    clients = [house.client() for _ in range(10)]
    assert clients[0].ask(signed(BODY)).status == 200
    house.listener.stop()
    for client in clients:
        client.assert_closed()


def test_clients_that_dont_let_go_dont_hold_it_up(house):
    house.listen(grace=0.1, farewell=0.1)
    lingering = house.client()
    assert lingering.ask(b"no HTTP\r\n\r\n").status == 400
    unread = house.client()
    unread.flood(request(line="GET /healthz HTTP/1.1", framing=None) * 1000, 100_000_000)
    house.listener.stop()
    assert house.keeper.ended == [Ending.STOPPED]


def test_a_delivery_that_waits_in_vain_until_the_end_is_not_acknowledged(house):
    house.listen(grace=0.1, farewell=0.1)
    house.keeper.fails["append"] = busy()
    client = house.client().send(signed(BODY))
    until(lambda: house.keeper.attempts > 1)
    thread = stopping(house)
    client.assert_closed()
    thread.join()
    assert house.keeper.kept == []
    assert house.keeper.ended == [Ending.STOPPED]


def test_a_delivery_whose_sender_has_left_is_kept_before_the_end(house):
    house.listen()
    house.keeper.gate.clear()
    first = house.client().send(signed(BODY))
    assert house.keeper.inside.wait(30)
    with house.client() as left:
        left.send(signed(BODY))
    thread = stopping(house)
    house.keeper.gate.set()
    assert first.answer().status == 200
    thread.join()
    assert len(house.keeper.kept) == 2


@pytest.mark.parametrize("ending", [Ending.STOPPED, Ending.TERMINAL_CLOSED, Ending.FAILED])
def test_the_store_hears_why_it_ended_once(house, ending):
    house.listen()
    house.listener.stop(ending)
    house.listener.stop()
    assert house.keeper.ended == [ending]


def test_rejected_deliveries_are_written_before_the_end(house):
    house.listen(rejected_delay=300)
    assert house.client().ask(request(BODY)).status == 401
    house.listener.stop()
    assert len(house.keeper.rejected) == 1


def test_a_store_that_fails_at_the_end_doesnt_keep_it_from_ending(house):
    house.listen()
    house.keeper.fails |= {"close": full(), "project": full(), "reject": full()}
    house.listener.stop()
    assert refused(house.port)


def test_an_end_that_nobody_foresaw_is_told_and_leaves_nothing_open(house):
    house.expects_trouble = True
    house.listen()
    house.keeper.fails["close"] = RuntimeError("unforeseen")
    house.listener.stop()
    assert house.listener.health.failure == "The listener failed (RuntimeError)."
    assert refused(house.port)


def test_the_port_is_free_afterwards(house):
    house.listen()
    assert house.client().ask(signed(BODY)).status == 200
    house.listener.stop()
    house.listen(Bind(port=house.port))
    assert house.client().ask(signed(BODY)).status == 200


def test_stopping_what_never_started_is_no_mistake(house):
    house.listen()
    type(house.listener)(
        Bind(), house.keeper, house.look, allow_unsigned=False, clock=int, on_change=house.change
    ).stop()


def test_a_store_is_used_by_one_thread_only(house):
    house.listen(beat=0.02)
    assert house.client().ask(signed(BODY)).status == 200
    until(lambda: house.keeper.beats)
    house.listener.stop()
    assert len(house.keeper.threads) == 1
    assert threading.get_ident() not in house.keeper.threads
