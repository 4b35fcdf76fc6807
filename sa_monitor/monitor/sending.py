"""Sending one planned request to Webex, and finding out what became of it."""

from collections.abc import Sequence

from msgspec.structs import replace

from sa_monitor.errors import Refused, Unreachable
from sa_monitor.model.filter import ADMIN_SITE_SPELLINGS
from sa_monitor.model.finding import does_the_same, filter_of
from sa_monitor.model.payload import RESOURCE
from sa_monitor.model.reach import plain_url
from sa_monitor.model.webhook import Webhook
from sa_monitor.model.webhook_outcome import Outcome, Stage
from sa_monitor.model.webhook_request import Method, Request
from sa_monitor.webex.client import WebexClient
from sa_monitor.webex.patience import surely_not_done

_BAD_REQUEST, _NOT_FOUND = 400, 404


class Sender:
    """Sends with one client; `known` are the webhooks that there were before."""

    def __init__(self, client: WebexClient, known: Sequence[Webhook]) -> None:
        self._client = client
        self._known = list(known)
        self._spellings = ADMIN_SITE_SPELLINGS

    def existing(self, request: Request) -> Webhook | None:
        """Give the webhook that does already what is to be created."""
        return next((webhook for webhook in self._known if _is_what(request, webhook)), None)

    async def send(self, outcome: Outcome, secret: str | None) -> Outcome:
        """Send the request of the outcome. Where nobody knows whether a webhook was created, the list tells."""
        request = outcome.request
        try:
            webhook = await self._ask(request, secret)
        except (Refused, Unreachable) as error:
            if surely_not_done(error):
                return replace(outcome, stage=Stage.REFUSED, error=error)
            unknown = replace(outcome, stage=Stage.UNKNOWN, error=error)
            return await self._look_for(unknown) if request.method is Method.CREATE else unknown
        done = replace(outcome, stage=Stage.DONE, webhook=webhook)
        return self._created(done, webhook) if request.method is Method.CREATE else done

    async def _ask(self, request: Request, secret: str | None) -> Webhook:
        webhook = request.webhook
        if webhook is None:
            return await self._create(request, secret)
        if request.method is Method.DELETE:
            await self._delete(webhook)
            return webhook
        return await self._client.update_webhook(
            webhook.id,
            name=request.name,
            target_url=request.target_url,
            secret=secret,
            reactivate=request.reactivates,
        )

    async def _create(self, request: Request, secret: str | None) -> Webhook:
        """Create it, with the other spelling of the admin site where Webex doesn't take the first."""
        first, other = self._spellings
        try:
            return await self._create_spelled(request, secret, first)
        except Refused as refused:
            if not (request.condition.admin_site and _names_the_filter(refused)):
                raise
        webhook = await self._create_spelled(request, secret, other)
        self._spellings = (other, first)
        return webhook

    async def _create_spelled(self, request: Request, secret: str | None, spelling: str) -> Webhook:
        return await self._client.create_webhook(
            name=request.name,
            target_url=request.target_url,
            event=request.event,
            filter=request.condition.text(spelling),
            secret=secret,
        )

    async def _delete(self, webhook: Webhook) -> None:
        try:
            await self._client.delete_webhook(webhook.id)
        except Refused as refused:
            if refused.status != _NOT_FOUND:  # somebody else deleted it meanwhile
                raise

    async def _look_for(self, unknown: Outcome) -> Outcome:
        """Look in the list for a webhook whose creation was not answered."""
        request, before = unknown.request, {webhook.id for webhook in self._known}
        try:
            listed = await self._client.list_webhooks()
        except (Refused, Unreachable):
            return unknown
        new = [w for w in listed if w.id not in before and w.name == request.name and _is_what(request, w)]
        if not new:
            return replace(unknown, stage=Stage.REFUSED)
        return self._created(replace(unknown, stage=Stage.DONE, found=True, webhook=new[0]), new[0])

    def _created(self, outcome: Outcome, webhook: Webhook) -> Outcome:
        self._known.append(webhook)
        is_other = outcome.request.condition.admin_site and self._spellings != ADMIN_SITE_SPELLINGS
        return replace(outcome, admin_site_key=self._spellings[0] if is_other else None)


def _is_what(request: Request, webhook: Webhook) -> bool:
    """Tell whether a webhook does what is to be created."""
    wanted = Webhook(
        id="",
        name=request.name,
        target_url=request.target_url,
        resource=RESOURCE,
        event=request.event,
        filter=request.condition.text(),
    )
    return (
        webhook.resource == RESOURCE
        and filter_of(webhook) is not None
        and does_the_same(webhook, wanted)
        and plain_url(webhook.target_url) == plain_url(request.target_url)
    )


def _names_the_filter(refused: Refused) -> bool:
    said = refused.title.lower()
    return refused.status == _BAD_REQUEST and any(
        word.lower() in said for word in ("filter", *ADMIN_SITE_SPELLINGS)
    )
