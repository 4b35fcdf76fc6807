"""What a change at Webex leaves here: secrets, and the memory of what is ours."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import ParamSpec, TypeVar

from msgspec.structs import replace

from sa_monitor.errors import CredentialsError, StoreError
from sa_monitor.model.instants import SECOND
from sa_monitor.model.webhook import Webhook
from sa_monitor.model.webhook_outcome import Outcome, Stage
from sa_monitor.model.webhook_request import Method
from sa_monitor.settings.credentials import CredentialsFile
from sa_monitor.store.health import note_change
from sa_monitor.store.targets import remember_created
from sa_monitor.webex.patience import surely_not_done

_MOST_IN_A_SECOND = 2
"""Secrets: each changes the credentials twice, and a listener reads them five times a second at most."""

P = ParamSpec("P")
T = TypeVar("T")


class Keeping:
    """Keeps it in the credentials and the store, beside the loop. `clock` gives milliseconds."""

    def __init__(
        self,
        credentials: CredentialsFile,
        database: Path,
        clock: Callable[[], int],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._credentials = credentials
        self._database = database
        self._clock = clock
        self._sleep = sleep
        self._changes: deque[int] = deque(maxlen=_MOST_IN_A_SECOND)

    async def before(self, secret: str) -> None:
        """Let deliveries verify that overtake Webex's answer: the secret is tried on those of every webhook.

        Not too many in a second, so that a running listener keeps up. Raises CredentialsError.
        """
        if len(self._changes) == _MOST_IN_A_SECOND:
            passed = self._clock() - self._changes[0]
            await self._sleep(max(0, min(SECOND, SECOND - passed)) / SECOND)
        self._changes.append(self._clock())
        await _aside(self._credentials.add_secret, None, secret)

    async def after(self, outcome: Outcome, secret: str | None) -> Outcome:
        """Keep what came of a request; what can't be kept is told as the `reason` of its outcome."""
        try:
            if secret is not None:
                await self._settle(outcome, secret)
            if outcome.stage is Stage.DONE and outcome.webhook is not None:
                await self._remember(outcome.request.method, outcome.webhook)
        except (StoreError, CredentialsError) as error:
            return replace(outcome, reason=str(error))
        return outcome

    async def _settle(self, outcome: Outcome, secret: str) -> None:
        """Keep the secret under the webhook's id, or take it back; while nobody knows, it stays as it is."""
        match outcome.stage:
            case Stage.DONE if outcome.webhook is not None:
                await _aside(self._credentials.assign_secret, secret, outcome.webhook.id)
            case Stage.REFUSED if outcome.error and surely_not_done(outcome.error):
                await _aside(self._credentials.take_back_secret, secret)
            case Stage.REFUSED:  # not in the list; if it comes to be all the same, that is soon
                await _aside(self._credentials.retire_secret, None, secret)

    async def _remember(self, method: Method, webhook: Webhook) -> None:
        now = self._clock()
        if method is Method.DELETE:
            await _aside(self._credentials.retire_secret, webhook.id)
            await _aside(note_change, self._database, now, dropped=webhook.id)
            return
        if method is Method.CREATE:
            await _aside(remember_created, self._database, webhook.id, now)
        await _aside(note_change, self._database, now, put=webhook)


async def _aside(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Do what waits for a disk beside the loop."""
    return await asyncio.to_thread(work, *args, **kwargs)
