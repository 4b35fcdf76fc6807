"""The REST API under `/v1`, as far as `webex.md` tells it."""

import asyncio
from collections.abc import Awaitable, Callable
from random import Random
from typing import Any

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sa_monitor.errors import NotFound, Refused, SaMonitorError
from sa_monitor.model.instants import rfc3339
from sa_monitor.simulator.answers import answer, dropped, make_tracking_id, refusal
from sa_monitor.simulator.cast import Cast, Organization
from sa_monitor.simulator.faults import Fault, Faults
from sa_monitor.simulator.forms import filter_keys, read_change, read_new, read_object
from sa_monitor.simulator.registry import Registry
from sa_monitor.simulator.tokens import Tokens

BASE = "/v1"
LONGEST_PAGE = 100
_DONE_ALL_THE_SAME = (Fault.DONE_AND_DROPPED, Fault.LATE_ANSWER)

RETRY_AFTER = 1
"""Seconds that a 429 asks to wait."""

Endpoint = Callable[[Request], Awaitable[Response]]


class Listing(Struct, frozen=True):
    """How a list is answered."""

    items: list[Any]


class Api:
    """Answers whoever has a good token. A late answer comes `slow` seconds after it was done."""

    def __init__(
        self,
        tokens: Tokens,
        cast: Cast,
        registry: Registry,
        faults: Faults,
        *,
        tracking: Random,
        began: int,
        slow: float,
    ) -> None:
        self._slow = slow
        self._tokens = tokens
        self._cast = cast
        self._registry = registry
        self._faults = faults
        self._tracking = tracking
        self._began = began

    def routes(self) -> list[Route]:
        """Give the routes, each behind the token and the faults that wait."""
        webhooks, one = f"{BASE}/webhooks", f"{BASE}/webhooks/{{id}}"
        return [
            self._route(webhooks, "GET", self._list),
            self._route(webhooks, "POST", self._create),
            self._route(one, "GET", self._show),
            self._route(one, "PUT", self._update),
            self._route(one, "DELETE", self._delete),
            self._route(f"{BASE}/people/me", "GET", self._me),
            self._route(f"{BASE}/organizations/{{id}}", "GET", self._organization),
            Route(f"{BASE}/access_token", self._renew, methods=["POST"]),
        ]

    def _route(self, path: str, method: str, endpoint: Endpoint) -> Route:
        async def guarded(request: Request) -> Response:
            fault = self._faults.of_answer()
            if fault is Fault.EXPIRED:
                self._tokens.expire()
            elif fault is not None and fault not in _DONE_ALL_THE_SAME:
                return self._spoilt(fault)
            if not self._tokens.knows(request.headers.get("authorization", "")):
                refused = Refused("The request requires a valid access token.", status=401)
                return self._refusal(refused, {"WWW-Authenticate": "Bearer"})
            try:
                done = await endpoint(request)
            except SaMonitorError as error:
                return self._refusal(error)
            if fault is Fault.LATE_ANSWER:
                await asyncio.sleep(self._slow)
            return dropped() if fault is Fault.DONE_AND_DROPPED else done

        return Route(path, guarded, methods=[method])

    def _spoilt(self, fault: Fault) -> Response:
        if fault is Fault.RATE_LIMIT:
            refused = Refused("Too many requests have been sent. Try again later.", status=429)
            return self._refusal(refused, {"Retry-After": str(RETRY_AFTER)})
        if fault is Fault.FORBIDDEN:
            return self._refusal(Refused("The token lacks a scope that this needs.", status=403))
        if fault is Fault.DROPPED:
            return dropped()
        if fault is Fault.SIGN_IN_PAGE:
            return Response("<html>Sign in</html>", media_type="text/html")
        return self._refusal(Refused("Something went wrong on the server.", status=500))

    async def _renew(self, request: Request) -> Response:
        try:
            return self._answer(self._tokens.renew(await request.body()))
        except Refused as error:
            return self._refusal(error)

    async def _list(self, request: Request) -> Response:
        limit = _number(request, "max", LONGEST_PAGE, least=1)
        after = _number(request, "cursor", 0, least=0)
        owned_by = request.query_params.get("ownedBy")
        page, following = self._registry.page(after, min(limit, LONGEST_PAGE), owned_by)
        headers = {}
        if following is not None:
            url = request.url.include_query_params(max=limit, cursor=following)
            headers["Link"] = f'<{url}>; rel="next"'
        return self._answer(Listing(list(page)), headers)

    async def _create(self, request: Request) -> Response:
        new = read_new(read_object(await request.body()))
        for key in filter_keys(new.filter):
            if self._faults.refuses(key):
                raise Refused(f"filter: {key} is not supported.", status=400)
        return self._answer(self._registry.create(new))

    async def _show(self, request: Request) -> Response:
        return self._answer(self._registry.get(request.path_params["id"]))

    async def _update(self, request: Request) -> Response:
        change = read_change(read_object(await request.body()))
        return self._answer(self._registry.update(request.path_params["id"], change))

    async def _delete(self, request: Request) -> Response:
        self._registry.delete(request.path_params["id"])
        return Response(status_code=204, headers={"trackingid": make_tracking_id(self._tracking)})

    async def _me(self, _request: Request) -> Response:
        me = self._cast.me
        given, _, family = me.display_name.partition(" ")
        person = {
            "id": me.id,
            "emails": [me.email],
            "displayName": me.display_name,
            "firstName": given,
            "lastName": family,
            "orgId": self._cast.home.id,
            "created": rfc3339(self._began),
            "type": "person",
        }
        return self._answer(person)

    async def _organization(self, request: Request) -> Response:
        organization: Organization | None = self._cast.organizations_by_id.get(request.path_params["id"])
        if organization is None:
            raise NotFound(f"No organization has the id {request.path_params['id']}.")
        created = rfc3339(self._began)
        return self._answer({"id": organization.id, "displayName": organization.name, "created": created})

    async def not_found(self, request: Request, error: Exception) -> Response:
        """Answer what no route takes: 404, or 405 with `Allow`."""
        status = getattr(error, "status_code", 404)
        title = "There is nothing here." if status == 404 else f"{request.method} isn't possible here."  # noqa: PLR2004
        return self._refusal(Refused(title, status=status), dict(getattr(error, "headers", None) or {}))

    def _answer(self, value: Any, headers: dict[str, str] | None = None) -> Response:
        return answer(value, make_tracking_id(self._tracking), headers)

    def _refusal(self, error: SaMonitorError, headers: dict[str, str] | None = None) -> Response:
        return refusal(error, make_tracking_id(self._tracking), headers)


def _number(request: Request, key: str, default: int, *, least: int) -> int:
    text = request.query_params.get(key)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text) >= least):  # noqa: PLR2004
        raise Refused(f"{key} must be a number from {least} on.", status=400)
    return int(text)
