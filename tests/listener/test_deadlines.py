"""Nobody holds a connection for nothing. Deadlines are shrunk here, and what isn't tested is out of reach."""

import resource
import socket
import threading

import pytest

from sa_monitor.listener.connections import room_for_connections
from sa_monitor.listener.limits import Limits
from tests.listener.memory_keeper import busy
from tests.listener.wire import request, signed, until

BODY = b'{"resource": "serviceApp"}'
HEALTH = request(line="GET /healthz HTTP/1.1", framing=None)


@pytest.mark.parametrize(
    "part",
    [b"P", b"POST /webhook HTTP/1.1\r\nHo", signed(BODY)[:-1], b"\r\nPOST"],
    ids=["a byte", "half a header", "half a body", "a blank line and a byte"],
)
def test_half_a_request_and_then_silence_is_answered_408_and_closed(house, part):
    house.listen(incomplete=0.2, linger=0.2)
    client = house.client().send(part)
    answer = client.answer()
    assert answer.status == 408
    assert answer.closes
    client.assert_closed()
    assert house.keeper.kept == []


def test_a_trickle_doesnt_extend_the_time_for_a_request(house):
    house.listen(incomplete=0.5)
    client = house.client().send(b"POST /webhook HTTP/1.1\r\nHost: a\r\nA: ")
    stop = threading.Event()

    def trickle() -> None:
        while not stop.wait(0.02):
            try:
                client.socket.send(b"x")
            except OSError:
                return

    thread = threading.Thread(target=trickle)
    thread.start()
    try:
        assert client.answer().status == 408
    finally:
        stop.set()
        thread.join()


def test_the_408_of_a_pipelined_half_comes_after_the_answers_before_it(house):
    house.listen(incomplete=0.2)
    house.keeper.fails["append"] = busy()
    client = house.client().send(signed(BODY) + b"POST /webh")
    until(lambda: house.keeper.attempts > 100)
    house.keeper.fails.clear()
    assert [client.answer().status for _ in range(2)] == [200, 408]


def test_a_connection_that_never_sends_a_byte_is_closed(house):
    house.listen(silent=0.2)
    house.client().assert_closed()


def test_blank_lines_are_nothing_sent(house):
    house.listen(silent=0.5)
    client = house.client().send(b"\r\n\r\n")
    client.assert_closed()


def test_an_idle_connection_is_closed(house):
    house.listen(idle=0.2)
    client = house.client()
    assert client.ask(HEALTH).status == 200
    client.assert_closed()


def test_a_connection_that_waits_for_the_store_isnt_idle(house):
    house.listen(idle=0.1, silent=0.1, incomplete=0.1)
    house.keeper.fails["append"] = busy()
    client = house.client().send(signed(BODY))
    until(lambda: house.keeper.attempts > 100)
    house.keeper.fails.clear()
    assert client.answer().status == 200


def test_a_client_that_never_reads_its_answers_is_dropped(house):
    house.listen(unread=0.3, write_buffer=1024)
    house.client().flood_until_closed(HEALTH * 1000)


def test_a_client_that_reads_late_gets_all_its_answers(house):
    house.listen(write_buffer=1024, cheap=1000)
    client = house.client()
    count = 20_000
    sender = threading.Thread(target=client.send, args=(HEALTH * count,))
    sender.start()
    assert all(client.answer().status == 200 for _ in range(count))
    sender.join()


def test_a_connection_with_too_many_unanswered_requests_is_read_no_further(house):
    house.listen()
    house.keeper.fails["append"] = busy()
    client = house.client()
    sent = client.flood(signed(BODY) * 1000, 100_000_000)
    client.socket.close()
    house.keeper.fails.clear()
    until(lambda: len(house.keeper.kept) >= 64)
    assert sent < 100_000_000


def test_a_thousand_idle_connections_leave_room_for_a_delivery(house):
    house.listen(silent=300)
    idle = [house.client() for _ in range(1000)]
    assert house.client().ask(signed(BODY)).status == 200
    assert idle[0].ask(signed(BODY)).status == 200
    assert idle[-1].ask(signed(BODY)).status == 200


def test_over_the_limit_the_longest_idle_connection_goes_first(house):
    house.listen(connections=4)
    first, second, third, fourth = [house.client() for _ in range(4)]
    for client in (first, second, third, fourth, first):
        assert client.ask(HEALTH).status == 200
    fifth = house.client()
    assert fifth.ask(HEALTH).status == 200
    second.assert_closed()
    for client in (third, fourth, first, fifth):
        assert client.ask(HEALTH).status == 200


def test_over_the_limit_a_connection_that_waits_for_its_answer_stays(house):
    house.listen(connections=1)
    house.keeper.fails["append"] = busy()
    client = house.client().send(signed(BODY))
    until(lambda: house.keeper.attempts > 1)
    house.client().assert_closed()
    house.keeper.fails.clear()
    assert client.answer().status == 200


def test_a_client_that_goes_on_sending_after_a_refusal_is_closed_in_the_end(house):
    house.listen(linger=0.3)
    client = house.client()
    assert client.ask(b"no HTTP\r\n\r\n").status == 400
    client.flood_until_closed(b"x" * 1000)


def test_a_client_that_resets_its_connection_costs_nothing(house):
    house.listen()
    for data in (b"", b"POST", signed(BODY)):
        client = house.client().send(data)
        client.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        client.socket.close()
    assert house.client().ask(signed(BODY)).status == 200


@pytest.mark.parametrize(
    ("files", "room"), [(256, 128), (1024, 896), (20_000, 4096), (10, 16), (resource.RLIM_INFINITY, 4096)]
)
def test_connections_leave_file_descriptors_to_the_store(monkeypatch, files, room):
    monkeypatch.setattr(resource, "getrlimit", lambda _: (files, files))
    assert room_for_connections(Limits(), tls=False) == room
