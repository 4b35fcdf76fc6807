"""Requests that keep nothing wait, so that deliveries needn't."""

import socket

from tests.listener.wire import request, signed, until

BODY = b'{"resource": "serviceApp"}'
HEALTH = request(line="GET /healthz HTTP/1.1", framing=None)


def test_a_flood_is_answered_whole_and_a_delivery_beside_it_comes_first(house):
    house.listen(cheap=5, cheap_window=0.1, cautious_read=200)
    flood = house.client().send(HEALTH * 100)
    assert flood.answer().status == 200
    assert house.client().ask(signed(BODY)).json == {"delivery": 1}
    came = len(flood._read) + len(flood.socket.recv(1 << 20, socket.MSG_PEEK))
    assert came < 60 * 150, "most of it still waits"
    assert [flood.answer().status for _ in range(99)] == [200] * 99


def test_wrong_signatures_wait_too(house):
    house.listen(cheap=5, cheap_window=0.1, cautious_read=400)
    flood = house.client().send(request(BODY) * 30)
    assert flood.answer().status == 401
    assert house.client().ask(signed(BODY)).status == 200
    assert [flood.answer().status for _ in range(29)] == [401] * 29
    assert house.listener.health.rejected == 30


def test_several_floods_go_on_in_turn(house):
    house.listen(cheap=5, cheap_window=0.05, cautious_read=200)
    floods = [house.client().send(HEALTH * 20) for _ in range(5)]
    for flood in floods:
        assert [flood.answer().status for _ in range(20)] == [200] * 20


def test_a_client_that_leaves_while_it_waits_costs_nothing(house):
    house.listen(cheap=1, cheap_window=0.1, cautious_read=200)
    for _ in range(3):
        flood = house.client().send(HEALTH * 50)
        assert flood.answer().status == 200
        flood.socket.close()
    assert house.client().ask(signed(BODY)).status == 200
    until(lambda: house.client().ask(HEALTH).status == 200)


def test_deliveries_that_are_kept_never_wait(house):
    house.listen(cheap=1, cheap_window=60)
    client = house.client().send(signed(BODY) * 200)
    assert [client.answer().status for _ in range(200)] == [200] * 200


def test_a_large_body_is_read_in_large_pieces_by_a_connection_that_brought_nothing_yet(house):
    house.listen(cheap=1, cheap_window=60)
    body = b'{"a": "' + b"x" * 900_000 + b'"}'
    assert house.client().ask(signed(body)).status == 200
