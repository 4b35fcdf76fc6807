"""Whom the client trusts."""

import shutil
import ssl
import subprocess

import pytest

from sa_monitor.errors import Unreachable
from sa_monitor.webex.client import WebexClient
from tests.webex.hostile import Hostile, http

TOKEN = "the-secret-token"

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="certificates are made with openssl")


@pytest.fixture
def authority(tmp_path):
    """Give the file of a certificate for 127.0.0.1 that nobody trusts yet."""
    certificate = tmp_path / "certificate.pem"
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
    ]
    command += ["-keyout", str(tmp_path / "key.pem"), "-out", str(certificate), "-days", "2"]
    command += ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    subprocess.run(command, check=True, capture_output=True)
    return certificate


@pytest.fixture
def server(authority):
    """Give a server with that certificate."""
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(authority, authority.with_name("key.pem"))
    with Hostile(http(b'{"displayName": "Jane Doe"}'), tls=tls) as server:
        yield server


async def test_a_certificate_that_is_not_trusted_is_named_and_the_token_not_sent(server):
    async with WebexClient(server.url, TOKEN) as client:
        with pytest.raises(Unreachable, match=r"certificate of 127\.0\.0\.1:\d+ isn't trusted") as failed:
            await client.me()
    assert "SSL_CERT_FILE" in failed.value.advice
    assert server.requests == []


async def test_ssl_cert_file_names_an_authority_to_trust_besides(server, authority, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(authority))
    async with WebexClient(server.url, TOKEN) as client:
        assert (await client.me()).display_name == "Jane Doe"
