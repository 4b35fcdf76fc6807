"""Webhooks: listed and judged, and changed as planned. What screens and commands alike call."""

from collections.abc import Callable, Collection, Mapping, Sequence

from msgspec import Struct

from sa_monitor.errors import NotFound, ReadOnly
from sa_monitor.model.event import Kind
from sa_monitor.model.filter import Filter
from sa_monitor.model.finding import Finding, Flaw, Situation, filter_of, findings_of
from sa_monitor.model.health import Health
from sa_monitor.model.matching import Heard, Matched, Suggestions
from sa_monitor.model.payload import RESOURCE
from sa_monitor.model.signature import ENVIRONMENT, GENERAL
from sa_monitor.model.webex_id import short_id, uuid_of
from sa_monitor.model.webhook import Webhook
from sa_monitor.model.webhook_outcome import Outcome
from sa_monitor.model.webhook_request import Request, mend_requests
from sa_monitor.monitor.account import Account
from sa_monitor.monitor.changing import Change, Manner, Tell
from sa_monitor.monitor.clocks import wall_clock
from sa_monitor.monitor.history import History
from sa_monitor.monitor.keeping import Keeping
from sa_monitor.settings.credentials import CredentialsFile
from sa_monitor.settings.keyring import VARIABLE
from sa_monitor.settings.places import Places
from sa_monitor.settings.schema import Settings, target_url
from sa_monitor.webex.patience import Waiting

FORBIDDEN = "Nothing is changed at Webex: --read-only forbids it."


class Listed(Struct, frozen=True, kw_only=True):
    """A webhook, and what it is to us.

    `condition` is its filter, None where that can't be read; `app_name` is the name here of the app that it asks for.
    """

    webhook: Webhook
    is_ours: bool
    condition: Filter | None
    app_name: str | None
    findings: tuple[Finding, ...]
    secret_known: bool
    heard: Heard

    @property
    def is_of_service_apps(self) -> bool:
        """Whether it is about Service Apps."""
        return self.webhook.resource == RESOURCE


class Overview(Struct, frozen=True, kw_only=True):
    """All webhooks of the account; `here` is the target that ours should have, None where that isn't known."""

    listed: tuple[Listed, ...]
    here: str | None

    @property
    def left_behind(self) -> tuple[Listed, ...]:
        """Those of ours that point to a former target of this monitor."""
        return tuple(one for one in self.listed if any(finding.was_ours for finding in one.findings))

    def mend(self, *listed: Listed, only: Collection[Flaw] = tuple(Flaw)) -> tuple[Request, ...]:
        """Plan what mends the findings of these, or some of the findings."""
        return tuple(
            request
            for one in listed
            for request in mend_requests(one.webhook, [f for f in one.findings if f.flaw in only], self.here)
        )

    def find(self, ident: str) -> Listed:
        """Give the one that a person means by an id, a UUID or its first eight characters, or a name.

        Raises NotFound.
        """
        for means in (_by_id, _by_short_id, _by_name):
            found = [one for one in self.listed if means(one.webhook, ident)]
            if len(found) == 1:
                return found[0]
            if found:
                raise NotFound(f'"{ident}" means {len(found)} webhooks.', "Give the id of one.")
        raise NotFound(f'The account has no webhook "{ident}".', "See: sa-monitor webhooks list")


class Webhooks:
    """The use cases. Everything that asks Webex raises NotFound without a token, Refused, Unreachable."""

    def __init__(
        self,
        settings: Settings,
        places: Places,
        environ: Mapping[str, str],
        account: Account,
        history: History,
        *,
        clock: Callable[[], int] = wall_clock,
    ) -> None:
        self._settings = settings
        self._database = places.database
        self._environ = environ
        self._account = account
        self._history = history
        self._clock = clock
        self._credentials = CredentialsFile(places.credentials, clock)

    @property
    def read_only(self) -> bool:
        """Whether `carry_out` is forbidden."""
        return self._settings.read_only

    async def list(self, waits: Callable[[Waiting], None] = lambda _: None) -> Overview:
        """Ask Webex for all webhooks of the account, and judge them; `waits` hears when it is waited for."""
        async with self._account.client(waits) as client:
            return await self.judge(await client.list_webhooks())

    async def owner(self) -> str:
        """Ask Webex whose the token is: webhooks fire for the Service Apps of whoever created them."""
        async with self._account.client() as client:
            return (await client.me()).display_name

    async def judge(self, webhooks: Sequence[Webhook]) -> Overview:
        """Judge webhooks as they were listed, by what is known here. Asks nobody."""
        health, heard = await self._history.health(), await self._history.heard_webhooks()
        names = dict((await self._history.suggestions()).apps)
        here = self._here(health)
        signed = self._signed(heard)
        situation = Situation(ours=health.ours, here=here, signed=signed)
        return Overview(
            listed=tuple(
                Listed(
                    webhook=webhook,
                    is_ours=situation.has(webhook),
                    condition=(condition := filter_of(webhook)),
                    app_name=names.get(condition.app_id or "") if condition else None,
                    findings=findings_of(webhook, webhooks, situation),
                    secret_known=webhook.id in signed,
                    heard=heard.get(webhook.id, Heard()),
                )
                for webhook in webhooks
            ),
            here=here,
        )

    async def here(self) -> str | None:
        """Give the target to propose for a new webhook; None without a public URL."""
        return self._here(await self._history.health())

    async def matched(self, condition: Filter, kinds: Collection[Kind]) -> Matched:
        """Tell how many stored events webhooks with this filter would have reported."""
        return await self._history.matched(condition, kinds)

    async def suggestions(self) -> Suggestions:
        """Give what history has to fill filters in with."""
        return await self._history.suggestions()

    async def carry_out(
        self,
        requests: Sequence[Request],
        manner: Manner = Manner(),  # noqa: B008 (a frozen value)
        tell: Tell = lambda _: None,
    ) -> tuple[Outcome, ...]:
        """Send what was planned, in its order, and give the outcome of each; `tell` hears of every step.

        Nothing is sent after a request that came to nothing. It can be repeated: what exists isn't created again.
        Raises ReadOnly, and Refused or Unreachable where what exists can't be looked at first. Cancelled while a
        webhook is created, nobody knows whether it exists; its secret stays known in any case.
        """
        if self.read_only:
            raise ReadOnly(FORBIDDEN)
        change = Change(Keeping(self._credentials, self._database, self._clock), manner, tell)
        return await change.carry_out(requests, self._account.client)

    def _here(self, health: Health) -> str | None:
        """Give the target that is set, unless whoever listens with the same one found that a tunnel took its place."""
        target = target_url(self._settings)
        if target is not None and target != health.checks.target:
            return target
        return health.moved_to or target

    def _signed(self, heard: Mapping[str, Heard]) -> frozenset[str]:
        """Give the webhooks whose secret is known: their own, or one of no webhook that their last delivery had."""
        kept = [s for s in self._credentials.read().secrets if s.good_until is None]
        labels = {GENERAL} if any(s.webhook_id is None for s in kept) else set()
        if self._environ.get(VARIABLE):
            labels.add(ENVIRONMENT)
        own = {s.webhook_id for s in kept if s.webhook_id is not None}
        return frozenset(own | {ident for ident, of_it in heard.items() if of_it.secret in labels})


def _by_id(webhook: Webhook, ident: str) -> bool:
    return ident == webhook.id or ident.lower() == uuid_of(webhook.id)


def _by_short_id(webhook: Webhook, ident: str) -> bool:
    return ident.lower() == short_id(webhook.id)


def _by_name(webhook: Webhook, ident: str) -> bool:
    return ident.casefold() == webhook.name.casefold()
