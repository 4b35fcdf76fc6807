"""Gets the list of webhooks for its page: the newest that anybody of this data folder got, or one from Webex."""

from collections.abc import Callable
from contextlib import suppress
from datetime import tzinfo

from msgspec.structs import replace

from sa_monitor.errors import SaMonitorError, StoreError
from sa_monitor.model.health import Happened, Health
from sa_monitor.monitor.history import History
from sa_monitor.monitor.webhooks import Overview, Webhooks
from sa_monitor.present.clean import clean
from sa_monitor.present.webhook_findings import stale_words
from sa_monitor.present.webhook_words import waiting_words
from sa_monitor.ui.webhook_list import WebhookList

_RECORDS = 500
"""How far back it is looked when a webhook turned inactive."""


class WebhookReader:
    """Keeps the list that is known while no newer one can be got.

    `known` says whether it was tried; `trouble` is why that came to nothing, in words. `seen` has when each webhook
    was last seen to turn inactive, `owner` whose token it is where that was asked.
    """

    def __init__(self, webhooks: Webhooks, history: History, clock: Callable[[], int]) -> None:
        self._webhooks = webhooks
        self._history = history
        self._clock = clock
        self.list = WebhookList()
        self.known = False
        self.trouble: str | None = None
        self.seen: dict[str, int] = {}
        self.owner: str | None = None

    def turn(self) -> None:
        """List also webhooks of other resources, or leave them out again."""
        self.list = replace(self.list, everything=not self.list.everything)

    async def judge(self, health: Health) -> bool:
        """Judge the newest list that is known here; tell whether that is the one in `health`."""
        kept_at, listed_at, before = health.checks.listed_at, self.list.listed_at, self.list.overview
        is_newer = kept_at is not None and (listed_at is None or kept_at >= listed_at)
        known = health.webhooks if is_newer else [one.webhook for one in before.listed]
        try:
            overview = await self._webhooks.judge(known)
        except SaMonitorError as error:
            self.trouble = str(error)
            return False
        if self.list.overview is not before:
            return False  # a newer one came meanwhile
        await self._take(overview, kept_at if is_newer else listed_at)
        return is_newer

    async def ask(self, say: Callable[[str], None]) -> bool:
        """Ask Webex, and tell whether it answered; `say` gets words while it is waited for."""
        try:
            overview = await self._webhooks.list(
                lambda waiting: say(waiting_words(waiting.seconds, asked=waiting.asked))
            )
        except SaMonitorError as error:
            self.trouble = str(error)
            self.known = True
            return False
        self.trouble = None
        await self._take(overview, self._clock())
        return True

    async def ask_owner(self) -> None:
        """Ask Webex whose the token is, unless that is known."""
        if self.owner is None:
            with suppress(SaMonitorError):
                self.owner = await self._webhooks.owner()

    def stale(self, health: Health, zone: tzinfo) -> str | None:
        """Say why the list is no newer; None where it is new."""
        words, unlisted = stale_words(health, zone), health.checks.unlisted
        listed_at = self.list.listed_at
        if self.trouble is not None:
            return words or f"{clean(self.trouble)} `r` tries again."
        known_since = listed_at is not None and unlisted is not None and unlisted.since < listed_at
        return None if known_since else words

    async def _take(self, overview: Overview, listed_at: int | None) -> None:
        """Keep this one, with when each of them was seen to turn inactive."""
        self.list = replace(self.list, overview=overview, listed_at=listed_at)
        self.known = True
        try:
            records = await self._history.health_records(limit=_RECORDS)
        except StoreError:
            records = []
        self.seen = {
            record.webhook_id: record.at
            for record in reversed(records)
            if record.what is Happened.INACTIVE and record.webhook_id is not None
        }
