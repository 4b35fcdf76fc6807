"""Several requests on a connection, requests in pieces, and what is said before a body."""

import pytest

from tests.listener.memory_keeper import busy
from tests.listener.wire import chunked, request, signed, until

BODY = b'{"resource": "serviceApp"}'
CHUNKED = "Transfer-Encoding: chunked"
HEALTH = request(line="GET /healthz HTTP/1.1", framing=None)


def test_a_connection_stays_open_for_more_requests(house):
    house.listen()
    client = house.client()
    assert [client.ask(signed(BODY)).json["delivery"] for _ in range(3)] == [1, 2, 3]


def test_a_client_that_asks_for_it_is_answered_and_closed(house):
    house.listen()
    client = house.client()
    answer = client.ask(signed(BODY, "Connection: close"))
    assert answer.status == 200
    assert answer.closes
    client.assert_closed()


def test_http_1_0_closes_unless_it_asks_to_stay(house):
    house.listen()
    client = house.client()
    stays = client.ask(signed(BODY, "Connection: keep-alive", line="POST /webhook HTTP/1.0"))
    assert (stays.status, stays.headers["connection"]) == (200, "keep-alive")
    assert client.ask(signed(BODY, line="POST /webhook HTTP/1.0")).status == 200
    client.assert_closed()


def test_a_request_that_comes_byte_by_byte_is_taken(house):
    house.listen()
    client = house.client()
    for byte in signed(BODY):
        client.send(bytes([byte]))
    assert client.answer().status == 200
    assert house.keeper.kept[0].body == BODY


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_a_chunked_body_is_taken(house, size):
    house.listen()
    framed = signed(BODY, framing=CHUNKED).removesuffix(BODY) + chunked(BODY, size, ext=";a=b")
    assert house.client().ask(framed).status == 200
    assert house.keeper.kept[0].body == BODY


def test_pipelined_requests_are_answered_in_their_order(house):
    house.listen()
    client = house.client()
    client.send(
        signed(BODY)
        + HEALTH
        + request(BODY)
        + signed(b"[]")
        + request(line="GET /x HTTP/1.1")
        + signed(BODY)
        + signed(BODY, "Connection: close")
    )
    assert [client.answer().status for _ in range(7)] == [200, 200, 401, 400, 404, 200, 200]
    client.assert_closed()
    assert len(house.keeper.kept) == 4


def test_an_error_in_a_pipeline_is_answered_in_its_turn_and_ends_it(house):
    house.listen()
    house.keeper.fails["append"] = busy()
    client = house.client().send(signed(BODY) + HEALTH + b"no HTTP\r\n\r\n" + signed(BODY))
    until(lambda: house.keeper.attempts > 1)
    assert client.is_quiet()
    house.keeper.fails.clear()
    assert [client.answer().status for _ in range(3)] == [200, 200, 400]
    client.assert_closed()
    assert len(house.keeper.kept) == 1


def test_a_quick_answer_waits_for_the_slow_one_before_it(house):
    house.listen()
    house.keeper.fails["append"] = busy()
    client = house.client().send(signed(BODY) + HEALTH)
    until(lambda: house.keeper.attempts > 3)
    assert client.is_quiet()
    house.keeper.fails.clear()
    assert client.answer().json == {"delivery": 1}
    assert client.answer().json == {"status": "ok"}


def test_a_client_that_has_said_all_it_had_to_say_still_gets_its_answers(house):
    house.listen()
    house.keeper.fails["append"] = busy()
    client = house.client().send(signed(BODY) * 2)
    client.socket.shutdown(1)
    until(lambda: house.keeper.attempts > 3)
    house.keeper.fails.clear()
    assert [client.answer().json["delivery"] for _ in range(2)] == [1, 2]
    client.assert_closed()


def test_a_delivery_whose_sender_has_left_is_kept(house):
    house.listen()
    with house.client() as client:
        client.send(signed(BODY))
    until(lambda: len(house.keeper.kept) == 1)


EXPECTING = "Expect: 100-continue"


def head_of(data: bytes) -> bytes:
    return data[: data.index(b"\r\n\r\n") + 4]


def test_a_client_that_waits_for_100_is_told_to_go_on(house):
    house.listen()
    client = house.client().send(head_of(signed(BODY, EXPECTING)))
    assert client.answer().status == 100
    client.send(BODY)
    assert client.answer().json == {"delivery": 1}
    assert client.ask(signed(BODY)).json == {"delivery": 2}


def test_a_client_that_doesnt_wait_for_100_isnt_told(house):
    house.listen()
    assert house.client().ask(signed(BODY, EXPECTING)).status == 200


def test_100_comes_after_the_answers_before_it(house):
    house.listen()
    house.keeper.fails["append"] = busy()
    client = house.client().send(signed(BODY) + head_of(signed(BODY, EXPECTING)))
    until(lambda: house.keeper.attempts > 3)
    assert client.is_quiet()
    house.keeper.fails.clear()
    assert client.answer().json == {"delivery": 1}
    assert client.answer().status == 100
    assert client.ask(BODY).json == {"delivery": 2}


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (signed(BODY, EXPECTING, line="POST /other HTTP/1.1"), 404),
        (signed(BODY, EXPECTING, line="PUT /webhook HTTP/1.1"), 405),
        (request(BODY, EXPECTING), 401),
        (request(BODY, EXPECTING, framing="Content-Length: 1048577"), 413),
        (request(BODY, EXPECTING, host=None), 400),
    ],
)
def test_what_will_be_refused_is_refused_before_its_body(house, data, status):
    house.listen()
    client = house.client().send(head_of(data))
    answer = client.answer()
    assert answer.status == status
    assert answer.closes
    client.socket.shutdown(1)
    client.assert_closed()
    assert house.keeper.kept == []


def test_a_delivery_refused_before_its_body_counts_as_rejected(house):
    house.listen()
    assert house.client().ask(head_of(request(BODY, EXPECTING))).status == 401
    until(lambda: house.keeper.rejected)
    assert house.keeper.rejected[0].body == b""
    assert house.listener.health.rejected == 1


def test_http_1_0_knows_no_100(house):
    house.listen()
    client = house.client()
    data = signed(BODY, EXPECTING, line="POST /webhook HTTP/1.0")
    client.send(head_of(data))
    assert client.ask(BODY).status == 200
