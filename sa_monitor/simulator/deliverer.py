"""Tells webhooks what happened: signed, filtered, counted, and spoiled where a fault waits."""

import asyncio
from collections.abc import AsyncIterator
from random import Random

import httpx
from msgspec import Struct

from sa_monitor.model.signature import SPARK_SIGNATURE, sign
from sa_monitor.simulator.answers import make_tracking_id
from sa_monitor.simulator.faults import Fault, Faults
from sa_monitor.simulator.occurrence import Occurrence
from sa_monitor.simulator.payloads import happening_of, signed_body
from sa_monitor.simulator.registry import Registration, Registry

TIMEOUT = 15.0
"""Seconds after which a delivery counts as failed (second hand: `webex.md`, "Webhook health")."""

_FORGERS_SECRET = "not the secret of this webhook"  # noqa: S105 (that is the point of it)
_PIECES = 4


class Pauses(Struct, frozen=True):
    """Seconds: how long a late delivery is held back if nothing else happens, and what a slow one takes."""

    late: float = 5.0
    slow: float = 2.0


class Told(Struct, frozen=True):
    """How it went: deliveries made, how many of them were answered 2xx, and how many are held back for later."""

    deliveries: int
    accepted: int
    held_back: int


class _Post(Struct, frozen=True):
    webhook_id: str
    url: str
    headers: dict[str, str]
    body: bytes
    slow: bool


class Deliverer:
    """Delivers over HTTP; each attempt counts for the health of its webhook. Nothing is tried twice."""

    def __init__(
        self, client: httpx.AsyncClient, registry: Registry, faults: Faults, pauses: Pauses, tracking: Random
    ) -> None:
        self._client = client
        self._registry = registry
        self._faults = faults
        self._pauses = pauses
        self._tracking = tracking
        self._held: list[_Post] = []
        self._waiting: set[asyncio.Task[None]] = set()

    async def tell(self, occurrence: Occurrence) -> Told:
        """Deliver to every webhook that fires for it, wait for the outcomes, then let go what was held back before."""
        earlier, self._held = self._held, []
        happening = happening_of(occurrence.kind, occurrence.data)
        posts: list[_Post] = []
        for registration in self._registry.firing(happening) if happening else ():
            posts += self._prepare(occurrence, registration)
        held_back = len(self._held)
        if held_back:
            self._let_go_later()
        outcomes = await asyncio.gather(*map(self._send, posts))
        await asyncio.gather(*map(self._send, earlier))
        return Told(len(outcomes), sum(outcomes), held_back)

    async def aclose(self) -> None:
        """Forget what is held back."""
        for task in self._waiting:
            task.cancel()
        await asyncio.gather(*self._waiting, return_exceptions=True)

    def _prepare(self, occurrence: Occurrence, registration: Registration) -> list[_Post]:
        """Give what to send now: once, twice, or not yet."""
        fault = self._faults.of_delivery()
        webhook = registration.webhook
        body, signature = signed_body(occurrence, webhook, registration.secret)
        if fault is Fault.FORGED:
            signature = sign(_FORGERS_SECRET, body)
        headers = {"Content-Type": "application/json", "TrackingID": make_tracking_id(self._tracking)}
        if signature is not None:
            headers[SPARK_SIGNATURE] = signature
        post = _Post(webhook.id, webhook.target_url, headers, body, fault is Fault.SLOW)
        if fault is Fault.LATE:
            self._held.append(post)
            return []
        return [post] * (2 if fault is Fault.DUPLICATE else 1)

    def _let_go_later(self) -> None:
        task = asyncio.create_task(self._let_go(self._held))
        self._waiting.add(task)
        task.add_done_callback(self._waiting.discard)

    async def _let_go(self, held: list[_Post]) -> None:
        await asyncio.sleep(self._pauses.late)
        if self._held is held:  # else the next occurrence took them along
            self._held = []
            await asyncio.gather(*map(self._send, held))

    async def _send(self, post: _Post) -> bool:
        headers = {**post.headers, "Content-Length": str(len(post.body))}
        content = self._trickle(post.body) if post.slow else post.body
        try:
            async with asyncio.timeout(TIMEOUT):
                response = await self._client.post(post.url, content=content, headers=headers)
            accepted = response.is_success
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError):
            accepted = False
        self._registry.note(post.webhook_id, accepted=accepted)
        return accepted

    async def _trickle(self, body: bytes) -> AsyncIterator[bytes]:
        size = len(body) // _PIECES + 1
        for start in range(0, len(body), size):
            await asyncio.sleep(self._pauses.slow / _PIECES)
            yield body[start : start + size]
