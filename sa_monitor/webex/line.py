"""The line to the API: one request, and its answer read whole."""

import asyncio
import json
import ssl
import time
from types import TracebackType
from typing import Self
from urllib.parse import quote_plus

import httpx
from msgspec import Struct

from sa_monitor.errors import Unreachable
from sa_monitor.webex.answers import LARGEST, Answer, printable
from sa_monitor.webex.auth import TokenAuth

_TIMEOUT = httpx.Timeout(15.0, connect=8.0)
_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)
_HOPELESS = (httpx.UnsupportedProtocol, httpx.DecodingError, httpx.LocalProtocolError)
"""Where the same request would only fail again."""


class Body(Struct, frozen=True):
    """What a request carries. It may hold secrets, so it has no `repr`; `secrets` are those that nobody may repeat."""

    content: bytes
    content_type: str = "application/json"
    secrets: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"Body({len(self.content)} bytes)"


class Line:
    """Requests below `api_url`; an async context manager. Every failure is Unreachable.

    `whole` are the seconds for one request with its whole answer, however busily it trickles.
    """

    def __init__(self, api_url: str, *, whole: float = 30.0) -> None:
        try:
            self.base = httpx.URL(api_url.rstrip("/") + "/")
        except httpx.InvalidURL as error:
            raise Unreachable(f"{printable(api_url)} is no address: {error}.", "Check --api-url.") from error
        self._whole = whole
        self._client = httpx.AsyncClient(
            headers={"Accept": "application/json", "Accept-Encoding": "identity"},
            follow_redirects=False,
            timeout=_TIMEOUT,
            trust_env=False,
            verify=_trusted(),
        )

    def __repr__(self) -> str:
        return f"Line({self.base!r})"

    async def __aenter__(self) -> Self:
        await self._client.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.__aexit__(kind, error, trace)

    async def send(
        self, method: str, url: httpx.URL, *, body: Body | None = None, token: str | None = None
    ) -> Answer:
        """Send it and read the answer whole; the token goes to the API's own host alone."""
        content = None if body is None else body.content
        headers = {} if body is None else {"Content-Type": body.content_type}
        auth = None if token is None else TokenAuth(token, self.base)
        began = time.monotonic()
        try:
            async with (
                asyncio.timeout(self._whole),
                self._client.stream(method, url, content=content, headers=headers, auth=auth) as response,
            ):
                seconds = time.monotonic() - began
                whole = await _read(response)
                if not response.is_success:
                    whole = _unechoed(whole, (token or "", *(() if body is None else body.secrets)))
                link = response.links.get("next", {}).get("url")
                return Answer(url, response.status_code, response.headers, whole, link, seconds)
        except TimeoutError as error:
            raise self._unreachable(f"no whole answer within {self._whole:.0f} s", error) from error
        except httpx.HTTPError as error:
            raise self._unreachable(_reason(error), error) from error

    def _unreachable(self, reason: str, error: Exception) -> Unreachable:
        host = printable(self.base.netloc.decode("ascii", "replace"))
        if "CERTIFICATE_VERIFY_FAILED" in reason:
            return Unreachable(
                f"The certificate of {host} isn't trusted here.",
                "Behind an inspecting proxy, set SSL_CERT_FILE to its authority.",
            )
        return Unreachable(
            f"{host} can't be reached ({reason}).",
            "Receiving isn't affected. Check the network and --api-url.",
            sent=not isinstance(error, _NEVER_SENT),
            passing=not isinstance(error, _HOPELESS),
        )


async def _read(response: httpx.Response) -> bytes:
    """Read the body as it was sent, up to what an answer may have. Raises httpx.DecodingError beyond."""
    if response.headers.get("content-encoding", "identity") != "identity":
        raise httpx.DecodingError("it answered in an encoding that wasn't asked for")
    body = bytearray()
    async for piece in response.aiter_raw():
        body += piece
        if len(body) > LARGEST:
            raise httpx.DecodingError(f"it answered more than {LARGEST // 1024**2} MiB")
    return bytes(body)


def _unechoed(answer: bytes, secrets: tuple[str, ...]) -> bytes:
    """Take out of a refusal what it repeats of the request's secrets: its words get into errors."""
    for secret in filter(None, secrets):
        for form in {secret, quote_plus(secret), json.dumps(secret)[1:-1]}:
            answer = answer.replace(form.encode(), b"(not shown)")
    return answer


def _reason(error: httpx.HTTPError) -> str:
    """Say in a few words why there was no answer."""
    match error:
        case httpx.ConnectTimeout() | httpx.PoolTimeout():
            return "connection timed out"
        case httpx.TimeoutException():
            return "no answer in time"
        case _:
            return printable(str(error)) or type(error).__name__


def _trusted() -> ssl.SSLContext:
    """Trust what httpx trusts, and what the system or SSL_CERT_FILE names besides."""
    context = httpx.create_ssl_context(trust_env=False)
    context.load_default_certs()
    return context
