"""How large a request may be: 1 MiB of body, 32 KiB of anything else."""

import pytest

from sa_monitor.listener.limits import KIB, MIB
from tests.listener.wire import chunked, request, signed

BODY = b'{"resource": "serviceApp"}'
CHUNKED = "Transfer-Encoding: chunked"


def test_a_body_of_exactly_1_mib_is_taken(house):
    house.listen()
    body = b'{"a": "' + b"x" * (MIB - 9) + b'"}'
    assert house.client().ask(signed(body)).status == 200
    assert house.keeper.kept[0].body == body


def test_a_chunked_body_of_exactly_1_mib_is_taken(house):
    house.listen()
    body = b'{"a": "' + b"x" * (MIB - 9) + b'"}'
    framed = signed(body, framing=CHUNKED).removesuffix(body) + chunked(body, 4 * KIB)
    assert house.client().ask(framed).status == 200
    assert house.keeper.kept[0].body == body


def test_an_announced_body_over_1_mib_is_answered_413_before_it_comes(house):
    house.listen()
    client = house.client()
    answer = client.ask(request(b"", framing=f"Content-Length: {MIB + 1}"))
    assert answer.status == 413
    assert "over 1 MiB" in answer.error
    assert answer.closes
    client.socket.shutdown(1)
    client.assert_closed()


@pytest.mark.parametrize("framing", ["", CHUNKED])
def test_a_body_of_10_mb_is_answered_413_even_to_a_client_that_sends_all_of_it_first(house, framing):
    """Closed at once, such a client would get a reset instead of the answer."""
    house.listen()
    body = b"x" * 10_000_000
    client = house.client().send(request(chunked(body, 64 * KIB) if framing else body, framing=framing))
    assert client.answer().status == 413
    client.socket.shutdown(1)
    client.assert_closed()
    assert house.keeper.kept == []
    assert house.client().ask(signed(BODY)).status == 200


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(request(BODY, "A: " + "x" * 33 * KIB), id="one long header"),
        pytest.param(request(BODY, *[f"A{i}: {'x' * 100}" for i in range(400)]), id="many headers"),
        pytest.param(request(BODY, line=f"POST /{'x' * 33 * KIB} HTTP/1.1"), id="a long target"),
        pytest.param(b"\r\n" * 17 * KIB + signed(BODY), id="blank lines before"),
        pytest.param(
            signed(BODY, framing=CHUNKED).removesuffix(BODY) + chunked(BODY, ext=";" + "x" * 12 * KIB),
            id="chunk extensions",
        ),
        pytest.param(
            signed(BODY, framing=CHUNKED).removesuffix(BODY)
            + chunked(BODY, trailers="".join(f"A{i}: {'x' * 100}\r\n" for i in range(400))),
            id="trailers",
        ),
        pytest.param(
            signed(BODY, "A: " + "x" * 20 * KIB, framing=CHUNKED).removesuffix(BODY)
            + chunked(BODY, trailers="A: " + "x" * 20 * KIB + "\r\n"),
            id="headers and trailers together",
        ),
    ],
)
@pytest.mark.parametrize("step", [10_000_000, 5_000], ids=["at once", "in pieces"])
def test_anything_but_the_body_over_32_kib_is_answered_431_and_closed(house, data, step):
    house.listen()
    client = house.client()
    for i in range(0, len(data), step):
        client.send(data[i : i + step])
    answer = client.answer()
    assert answer.status == 431
    assert answer.closes
    client.socket.shutdown(1)
    client.assert_closed()
    assert house.keeper.kept == []


@pytest.mark.parametrize(
    "flood",
    [b"\r\n", b"\n", b"A: b\r\n", b"x"],
    ids=["blank lines", "line feeds", "headers", "a header's name"],
)
def test_a_flood_that_never_becomes_a_request_is_answered_and_closed(house, flood):
    house.listen()
    client = house.client().send(b"" if flood.isspace() else b"POST /webhook HTTP/1.1\r\nHost: a\r\n")
    for _ in range(40):
        client.send(flood * (KIB // len(flood)))
    assert client.answer().status == 431


def test_a_flood_of_trailers_is_answered_431(house):
    house.listen()
    client = house.client().send(signed(BODY, framing=CHUNKED).removesuffix(BODY) + b"0\r\n")
    for i in range(40):
        client.send(b"A%d: " % i + b"x" * KIB + b"\r\n")
    assert client.answer().status == 431


def test_tiny_chunks_are_bounded_like_headers(house):
    house.listen()
    body = b'{"a": "' + b"x" * 20_000 + b'"}'
    framed = signed(body, framing=CHUNKED).removesuffix(body) + chunked(body, 1)
    assert house.client().ask(framed).status == 431


def test_headers_of_31_kib_are_taken(house):
    house.listen()
    assert house.client().ask(signed(BODY, "A: " + "x" * 31 * KIB)).status == 200


def test_many_requests_on_one_connection_are_not_taken_for_large_headers(house):
    house.listen()
    client = house.client()
    data = signed(BODY, "A: " + "x" * KIB) * 100
    client.send(data)
    assert [client.answer().json["delivery"] for _ in range(100)] == list(range(1, 101))


def test_a_few_blank_lines_between_requests_are_harmless(house):
    """RFC 9112, 2.2: some clients send one after a body."""
    house.listen()
    client = house.client()
    for i in range(1, 5):
        assert client.ask(b"\r\n\r\n" + signed(BODY) + b"\r\n").json == {"delivery": i}
