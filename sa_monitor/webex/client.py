"""The few calls of the Webex API that are made now."""

import asyncio
import ssl
from types import TracebackType
from typing import Any, Self

import httpx
import msgspec
from msgspec import Struct

from sa_monitor.errors import Unreachable
from sa_monitor.model.payload import RESOURCE
from sa_monitor.model.webhook import Webhook
from sa_monitor.webex.answers import LARGEST, Answer, check, decode, printable
from sa_monitor.webex.auth import TokenAuth, origin_of

_TIMEOUT = httpx.Timeout(15.0, connect=8.0)
_WHOLE = 30.0
"""Seconds for one request with its whole answer, however busily it trickles."""

_PAGE = 100
_MOST_PAGES = 400
"""Pages of a list; 300 hold the 30,000 webhooks that a user can have."""


class Person(Struct, frozen=True, kw_only=True, rename="camel"):
    """Whose token it is."""

    display_name: str
    emails: tuple[str, ...] = ()
    org_id: str | None = None


class _Webhooks(Struct, frozen=True):
    items: list[Webhook]


class WebexClient:
    """The API at `api_url`, as the owner of the token; an async context manager.

    Every call raises Refused when Webex says no and Unreachable when it doesn't answer, or something else does.
    CredentialsError: the token can't be one.
    """

    def __init__(self, api_url: str, token: str) -> None:
        try:
            self._base = httpx.URL(api_url.rstrip("/") + "/")
        except httpx.InvalidURL as error:
            raise Unreachable(f"{printable(api_url)} is no address: {error}.", "Check --api-url.") from error
        self._client = httpx.AsyncClient(
            auth=TokenAuth(token, self._base),
            headers={"Accept": "application/json", "Accept-Encoding": "identity"},
            follow_redirects=False,
            timeout=_TIMEOUT,
            trust_env=False,
            verify=_trusted(),
        )

    def __repr__(self) -> str:
        return f"WebexClient({self._base!r})"

    async def __aenter__(self) -> Self:
        await self._client.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.__aexit__(kind, error, trace)

    async def me(self) -> Person:
        """Tell whose token it is."""
        return decode(await self._request("GET", "people/me"), Person)

    async def list_webhooks(self) -> list[Webhook]:
        """Give all webhooks of the token's owner, through all pages."""
        answer = await self._request("GET", f"webhooks?max={_PAGE}")
        webhooks = decode(answer, _Webhooks).items
        for _ in range(_MOST_PAGES):
            following = _following(answer)
            if following is None:
                return webhooks
            answer = await self._request("GET", following)
            webhooks += decode(answer, _Webhooks).items
        raise Unreachable(
            f"{answer.host} goes on listing webhooks after {_MOST_PAGES} pages.", "Is --api-url right?"
        )

    async def create_webhook(
        self,
        *,
        name: str,
        target_url: str,
        event: str,
        filter: str | None,  # noqa: A002 (Webex's name for it)
        secret: str | None,
    ) -> Webhook:
        """Create a webhook for an event of Service Apps. It is never tried twice, so that there are never two."""
        wanted = {
            "name": name,
            "targetUrl": target_url,
            "resource": RESOURCE,
            "event": event,
            "filter": filter,
            "secret": secret,
        }
        body = {key: value for key, value in wanted.items() if value}
        return decode(await self._request("POST", "webhooks", body), Webhook)

    async def _request(
        self, method: str, path: str | httpx.URL, body: dict[str, Any] | None = None
    ) -> Answer:
        """Send it and read the answer whole; a path is one below `api_url`."""
        url = self._base.join(path)
        content = None if body is None else msgspec.json.encode(body)
        headers = {} if body is None else {"Content-Type": "application/json"}
        try:
            async with (
                asyncio.timeout(_WHOLE),
                self._client.stream(method, url, content=content, headers=headers) as response,
            ):
                whole = await _read(response)
                link = response.links.get("next", {}).get("url")
                answer = Answer(url, response.status_code, response.headers, whole, link)
        except TimeoutError as error:
            raise self._unreachable(f"no whole answer within {_WHOLE:.0f} s") from error
        except httpx.HTTPError as error:
            raise self._unreachable(_reason(error)) from error
        check(answer)
        return answer

    def _unreachable(self, reason: str) -> Unreachable:
        host = printable(self._base.netloc.decode("ascii", "replace"))
        if "CERTIFICATE_VERIFY_FAILED" in reason:
            return Unreachable(
                f"The certificate of {host} isn't trusted here.",
                "Behind an inspecting proxy, set SSL_CERT_FILE to its authority.",
            )
        return Unreachable(
            f"{host} can't be reached ({reason}).",
            "Receiving isn't affected. Check the network and --api-url.",
        )


def _following(answer: Answer) -> httpx.URL | None:
    """Give the next page's URL, None on the last page. Raises Unreachable where it is another server's."""
    link = answer.next_link
    if link is None:
        return None
    try:
        url = answer.url.join(link)
    except httpx.InvalidURL:
        url = None
    if url is None or origin_of(url) != origin_of(answer.url):
        raise Unreachable(
            f"{answer.host} says that its list goes on at {printable(link)}, which isn't its own.",
            "The token stays here. Is --api-url right?",
        )
    return url


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
