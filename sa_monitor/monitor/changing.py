"""Changing webhooks at Webex as planned, one request after another."""

import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from msgspec.structs import replace

from sa_monitor.errors import CredentialsError, SaMonitorError
from sa_monitor.model.webhook import Webhook
from sa_monitor.model.webhook_outcome import Outcome, Stage
from sa_monitor.model.webhook_request import Method, Request
from sa_monitor.monitor.keeping import Keeping
from sa_monitor.monitor.sending import Sender
from sa_monitor.webex.client import WebexClient
from sa_monitor.webex.patience import Waiting

Tell = Callable[[Outcome], None]
"""Hears of every step as it comes."""

Proves = Callable[[Webhook], Awaitable[str | None]]
"""Proves that the webhook's target takes a signed delivery; gives None, or the reason in words why it doesn't."""

_UNTRIED = "Nobody tried whether the target takes a signed delivery."


@dataclass(frozen=True, slots=True)
class Manner:
    """How a change is made. `secret` is one that was typed; without it each webhook gets a random one.

    `again` creates also what exists. `proves` is asked before anything is reactivated; `anyway` goes on without.
    """

    secret: str | None = field(default=None, repr=False)
    again: bool = False
    proves: Proves | None = None
    anyway: bool = False


class Change:
    """Carries out requests. Nothing is sent after one that came to nothing."""

    def __init__(self, keeping: Keeping, manner: Manner, tell: Tell) -> None:
        self._keeping = keeping
        self._manner = manner
        self._tell = tell
        self._current: Outcome | None = None

    async def carry_out(
        self, requests: Sequence[Request], connect: Callable[[Callable[[Waiting], None]], WebexClient]
    ) -> tuple[Outcome, ...]:
        """Give the outcome of each. Raises Refused and Unreachable where what exists can't be looked at first."""
        outcomes: list[Outcome] = []
        async with connect(self._wait) as client:
            creates = any(request.method is Method.CREATE for request in requests)
            sender = Sender(client, await client.list_webhooks() if creates else ())
            for number, request in enumerate(requests):
                self._current = Outcome(number=number, request=request, stage=Stage.NOT_SENT)
                if all(outcome.stage.is_good for outcome in outcomes):
                    self._current = await self._do(sender, replace(self._current, stage=Stage.SENDING))
                outcomes.append(self._current)
                self._tell(self._current)
        return tuple(outcomes)

    async def _do(self, sender: Sender, sending: Outcome) -> Outcome:
        request = sending.request
        if request.method is Method.CREATE and not self._manner.again:
            existing = sender.existing(request)
            if existing is not None:
                return replace(sending, stage=Stage.EXISTS, webhook=existing)
        if request.reactivates and not self._manner.anyway:
            reason = await self._doubt(sending)
            if reason is not None:
                return replace(sending, stage=Stage.UNPROVEN, reason=reason)
        self._tell(sending)
        secret = (self._manner.secret or secrets.token_hex(32)) if request.signs else None
        try:
            if secret is not None:
                await self._keeping.before(secret)
        except CredentialsError as error:
            return replace(sending, stage=Stage.REFUSED, error=error)
        return await self._keeping.after(await sender.send(sending, secret), secret)

    async def _doubt(self, sending: Outcome) -> str | None:
        """Say why the target isn't proven; None where it is."""
        webhook, proves = sending.request.webhook, self._manner.proves
        if proves is None or webhook is None:
            return _UNTRIED
        self._tell(replace(sending, stage=Stage.PROVING))
        try:
            return await proves(replace(webhook, target_url=sending.request.target_url))
        except SaMonitorError as error:
            return str(error)

    def _wait(self, waiting: Waiting) -> None:
        """Tell that the client waits; not while it only looks at what exists."""
        if self._current is not None:
            waits = replace(self._current, stage=Stage.WAITING, seconds=waiting.seconds, asked=waiting.asked)
            self._tell(waits)
