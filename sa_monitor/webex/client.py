"""The calls of the Webex API that are made here."""

import time
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

import httpx
import msgspec
from msgspec import Struct

from sa_monitor.errors import Refused, Unreachable
from sa_monitor.model.payload import RESOURCE
from sa_monitor.model.webhook import Webhook
from sa_monitor.webex.answers import Answer, check, decode, printable
from sa_monitor.webex.auth import origin_of
from sa_monitor.webex.exchange import Exchange, exchange_of
from sa_monitor.webex.holders import Organization, Person
from sa_monitor.webex.line import Body, Line
from sa_monitor.webex.patience import Patience, Waiting, patiently
from sa_monitor.webex.tokens import GivenToken, TokenSource

_PAGE = 100
_MOST_PAGES = 400
"""Pages of a list; 300 hold the 30,000 webhooks that a user can have."""

_BAD_REQUEST, _UNAUTHORIZED, _FORBIDDEN, _NOT_FOUND = 400, 401, 403, 404
_REPEATABLE = frozenset({"GET", "PUT", "DELETE"})
"""Twice is as once."""


class _Webhooks(Struct, frozen=True):
    items: list[Webhook]


class WebexClient:
    """The API at `api_url`, as the owner of the token; an async context manager.

    Every call raises Refused when Webex says no and Unreachable when it doesn't answer, or something else does.
    CredentialsError: the token can't be one. `told` hears of every wait before another try; `clock` gives
    milliseconds. `exchange` is what the last answer told beside its content.
    """

    def __init__(
        self,
        api_url: str,
        token: str | TokenSource,
        *,
        patience: Patience = Patience(),  # noqa: B008 (a frozen value)
        told: Callable[[Waiting], None] = lambda _: None,
        clock: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
        whole: float = 30.0,
    ) -> None:
        self._tokens = GivenToken(token) if isinstance(token, str) else token
        self._line = Line(api_url, whole=whole)
        self._patience = patience
        self._told = told
        self._clock = clock
        self.exchange: Exchange | None = None

    def __repr__(self) -> str:
        return f"WebexClient({self._line.base!r})"

    async def __aenter__(self) -> Self:
        await self._line.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._line.__aexit__(kind, error, trace)

    async def me(self) -> Person:
        """Tell whose token it is."""
        return decode(await self._request("GET", "people/me"), Person)

    async def organization(self, org_id: str) -> Organization:
        """Give an organization by its id, where the token may read it."""
        return decode(await self._request("GET", f"organizations/{_quoted(org_id)}"), Organization)

    async def list_webhooks(self) -> list[Webhook]:
        """Give all webhooks of the token's owner, through all pages, each once."""
        answer = await self._request("GET", f"webhooks?max={_PAGE}")
        webhooks = decode(answer, _Webhooks).items
        for _ in range(_MOST_PAGES):
            following = _following(answer)
            if following is None:
                return list({webhook.id: webhook for webhook in webhooks}.values())
            answer = await self._request("GET", following)
            webhooks += decode(answer, _Webhooks).items
        raise Unreachable(
            f"{answer.host} goes on listing webhooks after {_MOST_PAGES} pages.", "Is --api-url right?"
        )

    async def webhook(self, webhook_id: str) -> Webhook:
        """Give one webhook."""
        return decode(await self._request("GET", _path(webhook_id)), Webhook)

    async def create_webhook(
        self,
        *,
        name: str,
        target_url: str,
        event: str,
        filter: str | None,  # noqa: A002 (Webex's name for it)
        secret: str | None,
    ) -> Webhook:
        """Create a webhook for an event of Service Apps.

        It is tried again only where the first try surely did nothing, so that there are never two: see
        `patience.surely_not_done`, which also tells of an error raised here whether the webhook may exist.
        """
        wanted = {
            "name": name,
            "targetUrl": target_url,
            "resource": RESOURCE,
            "event": event,
            "filter": filter,
            "secret": secret,
        }
        return decode(await self._request("POST", "webhooks", _json(wanted)), Webhook)

    async def update_webhook(
        self,
        webhook_id: str,
        *,
        name: str,
        target_url: str,
        secret: str | None = None,
        reactivate: bool = False,
    ) -> Webhook:
        """Set name and target, and a secret where one is given; `reactivate` lets it deliver again."""
        status = "active" if reactivate else None
        wanted = {"name": name, "targetUrl": target_url, "secret": secret, "status": status}
        return decode(await self._request("PUT", _path(webhook_id), _json(wanted)), Webhook)

    async def delete_webhook(self, webhook_id: str) -> None:
        """Delete a webhook. One that went when an earlier try was not answered is deleted too."""
        tries = 0

        def sent() -> None:
            nonlocal tries
            tries += 1

        try:
            await self._request("DELETE", _path(webhook_id), sending=sent)
        except Refused as refused:
            if refused.status != _NOT_FOUND or tries == 1:
                raise

    async def may_read_webhooks(self) -> bool:
        """Tell whether the token may list webhooks, by listing one."""
        try:
            await self._request("GET", "webhooks?max=1")
        except Refused as refused:
            if refused.status != _FORBIDDEN:
                raise
            return False
        return True

    async def may_change_webhooks(self) -> bool | None:
        """Tell whether the token may change webhooks, by changing one that doesn't exist; None if that stays unknown.

        403 is a no. An answer that misses the webhook is taken for a yes: no scope was in its way.
        """
        try:
            await self._request("PUT", _path("sa-monitor-asks-for-its-scopes"), _json({}))
        except Refused as refused:
            return {_FORBIDDEN: False, _NOT_FOUND: True, _BAD_REQUEST: True}.get(refused.status)
        except Unreachable:
            return None
        return None

    async def _request(
        self,
        method: str,
        path: str | httpx.URL,
        body: Body | None = None,
        *,
        sending: Callable[[], None] = lambda: None,
    ) -> Answer:
        """Ask patiently; a path is one below `api_url`."""
        url = self._line.base.join(path)

        async def ask() -> Answer:
            sending()
            answer = await self._ask(method, url, body)
            try:
                check(answer, method)
            except Refused as refused:
                if refused.status != _UNAUTHORIZED:
                    raise
                raise self._tokens.explain(refused) from refused
            return answer

        return await patiently(
            ask, repeatable=method in _REPEATABLE, patience=self._patience, told=self._told
        )

    async def _ask(self, method: str, url: httpx.URL, body: Body | None) -> Answer:
        """Ask once, and once more with a renewed token where the one in force isn't taken any more."""
        token = await self._tokens.current()
        answer = await self._send(method, url, body, token)
        if answer.status == _UNAUTHORIZED:
            renewed = await self._tokens.renewed(token)
            if renewed is not None:
                answer = await self._send(method, url, body, renewed)
        return answer

    async def _send(self, method: str, url: httpx.URL, body: Body | None, token: str) -> Answer:
        answer = await self._line.send(method, url, body=body, token=token)
        self.exchange = exchange_of(answer, self._clock())
        return answer


def _path(webhook_id: str) -> str:
    return f"webhooks/{_quoted(webhook_id)}"


def _quoted(ident: str) -> str:
    """Write an id so that it can't be anything but one part of a path."""
    return quote(ident, safe="").replace(".", "%2E")


def _json(wanted: dict[str, Any]) -> Body:
    content = msgspec.json.encode({key: value for key, value in wanted.items() if value})
    return Body(content, secrets=(wanted.get("secret") or "",))


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
