"""One request to a URL that may be anybody's, and who answered it."""

import asyncio
import ssl
import time
from collections.abc import Mapping
from urllib.parse import urlsplit

import httpx
from msgspec import Struct

from sa_monitor.model.reach import INSTANCE_HEADER, Obstacle, Unreached
from sa_monitor.reach.obstacles import unreached

PATIENCE = 15.0
"""Seconds for one request with its answer; Webex is said to wait as long."""

LARGEST = 1024 * 1024
"""Bytes of an answer that are looked at; the rest isn't read."""

_LOCAL = ("127.0.0.1", "::1", "localhost")


class Visit(Struct, frozen=True):
    """An answer: `instance` is the sa-monitor's that gave it, None for anything else. Its text is foreign."""

    status: int
    instance: str | None
    server: str | None
    body: bytes
    milliseconds: int


async def visit(
    url: str,
    *,
    method: str = "GET",
    content: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    patience: float = PATIENCE,
    trusting: bool = False,
) -> Visit | Unreached:
    """Ask once, follow no redirect, and tell who answered.

    `trusting` is for a listener of this computer, whose certificate names another host.
    """
    started = time.monotonic()
    # A proxy is for the way out alone. Without an auth of its own httpx would take a password from ~/.netrc.
    try:
        outward = (urlsplit(url).hostname or "") not in _LOCAL
        async with (
            asyncio.timeout(patience),
            httpx.AsyncClient(
                auth=httpx.Auth(),
                headers={"User-Agent": "sa-monitor", "Accept": "*/*"},
                timeout=patience,
                trust_env=outward,
                verify=_trusted(trusting=trusting or not url.lower().startswith("https:")),
            ) as client,
            client.stream(method, url, content=content, headers=headers) as response,
        ):
            body = await _read(response)
    except TimeoutError:
        return Unreached(Obstacle.TIMED_OUT, f"no answer within {patience:.0f} s")
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
        return unreached(error)
    passed = round((time.monotonic() - started) * 1000)
    named = response.headers.get
    return Visit(response.status_code, named(INSTANCE_HEADER), named("server"), body, passed)


def _trusted(*, trusting: bool) -> ssl.SSLContext:
    """Trust what httpx trusts, and what the system or SSL_CERT_FILE names besides; or anybody."""
    context = httpx.create_ssl_context(verify=not trusting)
    if not trusting:
        context.load_default_certs()
    return context


async def _read(response: httpx.Response) -> bytes:
    """Read as much of the body as is looked at, as it was sent."""
    body = bytearray()
    async for piece in response.aiter_raw():
        body += piece
        if len(body) > LARGEST:
            break
    return bytes(body[:LARGEST])
