"""However bytes are cut, they are the same requests; and no bytes make the parser raise."""

from hypothesis import example, given
from hypothesis import strategies as st

from sa_monitor.listener.gatherer import Gatherer
from sa_monitor.listener.limits import Limits
from tests.listener.wire import chunked, request, signed

CHUNKED = "Transfer-Encoding: chunked"
MESSAGES = [
    signed(b"{}"),
    signed(b'{"a": 1}', "User-Agent: x", "X-Empty:"),
    request(line="GET /healthz HTTP/1.1", framing=None),
    request(chunked(b"hello world", 3, ";x=y", "X-Spark-Signature: 00\r\n"), framing=CHUNKED),
    b"\r\n" + request(b"", "Connection: keep-alive"),
    request(b"x", line="POST /webhook HTTP/1.0"),
    request(b"x", host=None),
    b"no HTTP\r\n\r\n",
]


def gather(pieces: list[bytes]) -> tuple[list[tuple[object, ...]], str | None]:
    gatherer = Gatherer(Limits())
    found = []
    for piece in pieces:
        if piece:
            finished, refusal = gatherer.feed(memoryview(piece))
            found += [(r.method, r.target, r.body, r.kept, r.framing, r.refusal, r.stays) for r in finished]
            if refusal is not None:
                return found, refusal.words
    return found, None


@given(
    st.lists(st.sampled_from(MESSAGES), min_size=1, max_size=6).map(b"".join),
    st.lists(st.integers(0, 2000), max_size=12).map(sorted),
)
@example(b"".join(MESSAGES), list(range(2000)))
def test_requests_dont_depend_on_how_their_bytes_are_cut(data, cuts):
    pieces = [data[a:b] for a, b in zip([0, *cuts], [*cuts, len(data)], strict=True)]
    assert gather(pieces) == gather([data])


@given(st.lists(st.binary(max_size=200), max_size=5))
def test_no_bytes_make_it_raise(pieces):
    gather(pieces)


@given(st.sampled_from(MESSAGES), st.integers(0, 200), st.binary(min_size=1, max_size=4))
def test_a_damaged_request_is_a_request_or_refused(message, place, damage):
    """Never a request with a body that wasn't sent."""
    data = message[:place] + damage + message[place + len(damage) :]
    for found in gather([data])[0]:
        assert found[2] in data or CHUNKED.encode() in data
