"""HTTPS from files."""

import re
import shlex
import ssl
import subprocess
from contextlib import suppress

import pytest

from sa_monitor.errors import ListenerError
from sa_monitor.listener.server import Bind
from tests.listener.wire import request, signed

BODY = b'{"resource": "serviceApp"}'
HEALTH = request(line="GET /healthz HTTP/1.1", framing=None)

_LOCKED = shlex.split("openssl ec -aes256 -passout pass:x")
_SELF_SIGNED = shlex.split(
    "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 "
    "-subj /CN=localhost -addext subjectAltName=DNS:localhost"
)


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tls")
    for name in ("one", "two"):
        subprocess.run(
            [*_SELF_SIGNED, "-keyout", folder / f"{name}.key", "-out", folder / f"{name}.pem"],
            check=True,
            capture_output=True,
        )
    subprocess.run(
        [*_LOCKED, "-in", folder / "one.key", "-out", folder / "locked.key"],
        check=True,
        capture_output=True,
    )
    (folder / "both.pem").write_bytes((folder / "one.pem").read_bytes() + (folder / "one.key").read_bytes())
    (folder / "empty.pem").touch()
    return folder


@pytest.fixture
def bind(files):
    return Bind(port=0, tls_cert=files / "one.pem", tls_key=files / "one.key")


@pytest.fixture
def trust(files):
    return ssl.create_default_context(cafile=files / "one.pem")


def test_deliveries_come_over_tls(house, bind, trust):
    house.listen(bind)
    assert house.url.startswith("https://")
    client = house.client(tls=trust)
    assert client.ask(signed(BODY)).json == {"delivery": 1}
    assert client.ask(signed(BODY)).json == {"delivery": 2}
    assert house.keeper.kept[0].remote == "127.0.0.1"


def test_certificate_and_key_may_stand_in_one_file(house, files, trust):
    house.listen(Bind(port=0, tls_cert=files / "both.pem"))
    assert house.client(tls=trust).ask(signed(BODY)).status == 200


def test_large_bodies_and_pipelines_come_over_tls(house, bind, trust):
    house.listen(bind)
    client = house.client(tls=trust)
    body = b'{"a": "' + b"x" * 900_000 + b'"}'
    client.send(signed(body) + signed(BODY) * 50 + b"no HTTP\r\n\r\n")
    assert [client.answer().status for _ in range(52)] == [200] * 51 + [400]
    assert house.keeper.kept[0].body == body


def test_a_request_that_comes_in_one_packet_with_the_end_of_the_handshake_isnt_lost(house, bind, trust):
    """Asyncio hands it on before it says that the handshake is over."""
    house.listen(bind)
    came, goes = ssl.MemoryBIO(), ssl.MemoryBIO()
    tls = trust.wrap_bio(came, goes, server_hostname="localhost")
    wire = house.client().socket
    while not _shakes_hands(tls):
        wire.sendall(goes.read())
        came.write(wire.recv(65536))
    tls.write(signed(BODY))
    wire.sendall(goes.read())
    while not (answer := _read(tls)):
        came.write(wire.recv(65536))
    assert answer.startswith(b"HTTP/1.1 200 OK")
    assert len(house.keeper.kept) == 1


def _shakes_hands(tls: ssl.SSLObject) -> bool:
    try:
        tls.do_handshake()
    except ssl.SSLWantReadError:
        return False
    return True


def _read(tls: ssl.SSLObject) -> bytes:
    try:
        return tls.read()
    except ssl.SSLWantReadError:
        return b""


@pytest.mark.parametrize(
    ("sent", "statuses"),
    [
        (signed(BODY), [200]),
        (signed(BODY) + HEALTH + request(BODY), [200, 200, 401]),
        (signed(BODY)[:-1], [400]),
    ],
    ids=["a delivery", "a pipeline", "half a delivery"],
)
def test_a_client_that_has_said_all_it_had_to_say_still_gets_its_answers(house, bind, trust, sent, statuses):
    """Go's `CloseWrite` says so over TLS; asyncio alone would close without a word."""
    house.listen(bind)
    came, goes = ssl.MemoryBIO(), ssl.MemoryBIO()
    tls = trust.wrap_bio(came, goes, server_hostname="localhost")
    wire = house.client().socket
    while not _shakes_hands(tls):
        wire.sendall(goes.read())
        came.write(wire.recv(65536))
    tls.write(HEALTH)
    wire.sendall(goes.read())
    while not _read(tls):
        came.write(wire.recv(65536))
    tls.write(sent)
    with suppress(ssl.SSLWantReadError):
        tls.unwrap()
    wire.sendall(goes.read())
    said = b""
    while data := wire.recv(65536):
        came.write(data)
        with suppress(ssl.SSLZeroReturnError):
            while part := _read(tls):
                said += part
    assert [int(status) for status in re.findall(rb"HTTP/1.1 (\d+)", said)] == statuses


def test_a_flood_over_tls_that_waits_is_answered_whole(house, bind, trust):
    house.listen(bind, cheap=10, cheap_window=0.01)
    flood = house.client(tls=trust).send(HEALTH * 300)
    assert house.client(tls=trust).ask(signed(BODY)).json == {"delivery": 1}
    assert {flood.answer().status for _ in range(300)} == {200}


def test_a_body_of_10_mb_is_answered_413(house, bind, trust):
    house.listen(bind)
    client = house.client(tls=trust).send(request(b"x" * 10_000_000))
    assert client.answer().status == 413


def test_a_client_that_never_shakes_hands_is_closed(house, bind):
    house.listen(bind, silent=0.2)
    house.client().assert_closed()


def test_a_client_that_speaks_no_tls_is_closed_and_costs_nothing(house, bind, trust):
    house.listen(bind)
    with house.client() as client, pytest.raises((AssertionError, ConnectionError)):
        client.ask(HEALTH)
    assert house.client(tls=trust).ask(HEALTH).status == 200


def test_half_a_request_over_tls_is_answered_408_and_closed(house, bind, trust):
    house.listen(bind, incomplete=0.2, linger=0.2)
    client = house.client(tls=trust).send(signed(BODY)[:-1])
    assert client.answer().status == 408
    client.assert_closed()


def test_connections_that_shake_hands_count_for_the_limit(house, bind, trust):
    house.listen(bind, tls_connections=3)
    silent = [house.client() for _ in range(3)]
    assert house.client(tls=trust).ask(HEALTH).status == 200
    silent[0].assert_closed()


def test_a_stop_closes_tls_connections(house, bind, trust):
    house.listen(bind, grace=0.5)
    client = house.client(tls=trust)
    assert client.ask(signed(BODY)).status == 200
    shaking = house.client()
    house.listener.stop()
    client.assert_closed()
    shaking.assert_closed()


def test_a_client_that_leaves_during_the_handshake_costs_nothing(house, bind, trust):
    house.listen(bind)
    for _ in range(5):
        house.client().socket.close()
    assert house.client(tls=trust).ask(HEALTH).status == 200


@pytest.mark.parametrize(
    ("cert", "key", "said"),
    [
        ("missing.pem", "one.key", "missing.pem can't be read: No such file"),
        ("one.pem", "missing.key", "missing.key can't be read"),
        ("one.pem", "two.key", "key values mismatch"),
        ("empty.pem", "one.key", "empty.pem"),
        ("one.pem", "locked.key", "locked.key"),
        ("one.pem", None, "one.pem"),
        (None, "one.key", "--tls-key is given without --tls-cert"),
    ],
)
def test_files_that_wont_do_are_an_error_that_names_them(house, files, cert, key, said):
    """The locked key must not make OpenSSL ask for its passphrase on the terminal."""
    bind = Bind(port=0, tls_cert=cert and files / cert, tls_key=key and files / key)
    with pytest.raises(ListenerError) as caught:
        house.listen(bind)
    assert said in caught.value.title
    assert house.keeper.opened == 0
