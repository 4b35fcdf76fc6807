"""What two servers could read in two ways is refused, and so is what is no HTTP."""

import pytest

from sa_monitor.model.signature import sign
from tests.listener.wire import SECRET, chunked, request, signed

BODY = b'{"resource": "serviceApp"}'
SIGNATURE = f"X-Spark-Signature: {sign(SECRET, BODY)}"
CHUNKED = "Transfer-Encoding: chunked"


def posted(*headers: str, framing: str | None = "", body: bytes = BODY, **more: str | None) -> bytes:
    return request(body, SIGNATURE, *headers, framing=framing, **more)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(posted(CHUNKED), id="length, then coding"),
        pytest.param(posted(CHUNKED, framing="Content-Length: 26"), id="coding, then length"),
        pytest.param(posted("Content-Length: 26"), id="the same length twice"),
        pytest.param(posted("Content-Length: 1"), id="two lengths"),
        pytest.param(posted(framing="Content-Length: 26, 26"), id="a list of lengths"),
        pytest.param(posted(framing="Content-Length: +26"), id="a sign before the length"),
        pytest.param(posted(framing="Content-Length: -1"), id="a negative length"),
        pytest.param(posted(framing="Content-Length: 0x1a"), id="a hexadecimal length"),
        pytest.param(posted(framing="Content-Length:"), id="an empty length"),
        pytest.param(
            posted(framing="Content-Length: 99999999999999999999999"), id="a length beyond counting"
        ),
        pytest.param(posted(host=None), id="no Host"),
        pytest.param(posted("Host: other.example.com"), id="a second Host"),
        pytest.param(posted(host="Host: a, b"), id="two hosts in one Host"),
        pytest.param(posted(host="Host: a/b"), id="a Host that is none"),
        pytest.param(b"GET /healthz\r\n", id="HTTP/0.9"),
        pytest.param(b"GET /healthz\r\n\r\n", id="HTTP/0.9 and a blank line"),
        pytest.param(posted(line="POST /webhook HTTP/0.9"), id="HTTP/0.9 by name"),
        pytest.param(posted(line="POST /webhook HTTP/2.0"), id="HTTP/2.0"),
        pytest.param(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", id="the preface of HTTP/2"),
        pytest.param(posted(framing="Transfer-Encoding: gzip"), id="gzip"),
        pytest.param(
            posted(framing="Transfer-Encoding: gzip, chunked", body=chunked(BODY)), id="gzip, chunked"
        ),
        pytest.param(
            posted(framing="Transfer-Encoding: chunked, gzip", body=chunked(BODY)), id="chunked, gzip"
        ),
        pytest.param(posted(framing="Transfer-Encoding: identity"), id="identity"),
        pytest.param(posted(framing="Transfer-Encoding: xchunked", body=chunked(BODY)), id="xchunked"),
        pytest.param(posted(framing="Transfer-Encoding:", body=chunked(BODY)), id="an empty coding"),
        pytest.param(posted(CHUNKED, framing=CHUNKED, body=chunked(BODY)), id="chunked twice"),
        pytest.param(
            posted(framing=CHUNKED, body=chunked(BODY), line="POST /webhook HTTP/1.0"),
            id="chunked on HTTP/1.0",
        ),
        pytest.param(
            posted("Upgrade: h2c", "Connection: Upgrade, HTTP2-Settings"), id="an Upgrade with a body"
        ),
        pytest.param(posted("Upgrade: h2c"), id="an Upgrade with a body, not in Connection"),
        pytest.param(
            posted("Upgrade: websocket", "Connection: upgrade", framing=CHUNKED, body=chunked(BODY)),
            id="an Upgrade with a chunked body",
        ),
        pytest.param(posted(SIGNATURE), id="the same signature twice"),
        pytest.param(posted("x-webex-signature: 0", "X-Webex-Signature: 1"), id="a second X-Webex-Signature"),
        pytest.param(posted(" folded: 1"), id="a folded header"),
        pytest.param(posted("Space : 1"), id="a space before the colon"),
        pytest.param(posted("Nothing"), id="a header without a colon"),
        pytest.param(posted("A: \x00"), id="NUL"),
        pytest.param(posted("A: b\x01c"), id="a control character"),
        pytest.param(posted("A: b\rc"), id="a bare CR"),
        pytest.param(posted().replace(b"\r\n", b"\n"), id="bare LF"),
        pytest.param(posted(line="POST /webhook"), id="no version, and headers"),
        pytest.param(
            posted(framing=CHUNKED, body=b"0x1a\r\n" + BODY + b"\r\n0\r\n\r\n"), id="0x in a chunk size"
        ),
        pytest.param(posted(framing=CHUNKED, body=b"-1\r\n"), id="a negative chunk size"),
        pytest.param(
            posted(framing=CHUNKED, body=b"fffffffffffffffff\r\n"), id="a chunk size beyond counting"
        ),
        pytest.param(posted(framing=CHUNKED, body=b"1a\n" + BODY), id="LF after a chunk size"),
        pytest.param(
            posted(framing=CHUNKED, body=b"19\r\n" + BODY + b"\r\n0\r\n\r\n"), id="a chunk that is longer"
        ),
        pytest.param(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", id="TLS"),
        pytest.param(b"\x00" * 64, id="zeros"),
        pytest.param(b"SSH-2.0-OpenSSH_9.7\r\n", id="SSH"),
    ],
)
def test_it_is_answered_400_and_closed_and_nothing_is_kept(house, data):
    house.listen()
    client = house.client()
    answer = client.ask(data)
    assert answer.status == 400
    assert answer.error
    assert answer.closes
    client.assert_closed()
    assert house.keeper.kept == []
    assert house.client().ask(signed(BODY)).status == 200


def test_nothing_after_a_refusal_is_read_as_a_request(house):
    """Else a request could be smuggled behind one that is refused."""
    house.listen()
    client = house.client()
    assert client.ask(posted(CHUNKED) + signed(BODY)).status == 400
    client.assert_closed()
    assert house.keeper.kept == []


def test_a_signature_in_a_trailer_is_none(house):
    house.listen()
    client = house.client()
    trailer = chunked(BODY, trailers=f"{SIGNATURE}\r\n")
    assert client.ask(request(trailer, framing=CHUNKED)).status == 401
    assert client.ask(request(BODY)).status == 401
    assert house.keeper.kept == []


def test_a_trailer_beside_a_header_is_no_second_one(house):
    house.listen()
    trailers = f"{SIGNATURE}\r\nHost: b\r\nUpgrade: h2c\r\nCookie: a\r\n"
    assert house.client().ask(posted(framing=CHUNKED, body=chunked(BODY, trailers=trailers))).status == 200


def test_an_upgrade_without_a_body_is_answered_without_upgrading(house):
    """`curl --http2` asks for one."""
    house.listen()
    client = house.client()
    asked = request(b"", "Connection: Upgrade", "Upgrade: h2c", line="GET /healthz HTTP/1.1", framing=None)
    answer = client.ask(asked)
    assert (answer.status, answer.json) == (200, {"status": "ok"})
    assert answer.closes
    client.assert_closed()


def test_connect_is_answered_and_closed(house):
    house.listen()
    client = house.client()
    assert client.ask(request(line="CONNECT example.com:443 HTTP/1.1", framing=None)).status == 404
    client.assert_closed()


def test_a_request_that_ends_in_the_middle_is_answered_400(house):
    house.listen()
    client = house.client().send(signed(BODY)[:-3])
    client.socket.shutdown(1)
    assert client.answer().status == 400
    client.assert_closed()
    assert house.keeper.kept == []
