"""The webhooks that are registered, and whether they still deliver (`webex.md`, "Webhook health")."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from msgspec.structs import replace

from sa_monitor.errors import NotFound, Refused
from sa_monitor.model.filter import Filter, parse_filter
from sa_monitor.model.instants import MINUTE, rfc3339
from sa_monitor.model.payload import RESOURCE, Happening
from sa_monitor.model.webhook import Webhook
from sa_monitor.simulator.cast import Cast, make_id
from sa_monitor.simulator.forms import Change, NewWebhook

PATIENCE = 100
"""Failed attempts within `WINDOW`, none of them answered 2xx, after which a webhook becomes inactive."""

WINDOW = 5 * MINUTE


@dataclass(slots=True)
class Registration:
    """A webhook with what the API never shows. `order` is its place in the list, from 1.

    `failures` are the times of failed attempts since the last good one; until `probation` a single one is enough.
    """

    order: int
    webhook: Webhook
    condition: Filter
    secret: str | None = field(repr=False)
    failures: deque[int] = field(default_factory=lambda: deque(maxlen=PATIENCE))
    probation: int = 0

    def fires_for(self, happening: Happening) -> bool:
        """Tell whether it is active and asks for this."""
        webhook = self.webhook
        return (
            webhook.active
            and webhook.resource == RESOURCE
            and webhook.event == happening.kind
            and self.condition.matches(happening)
        )


class Registry:
    """All webhooks, in the order of their creation. `on_change` is called when one may have begun to deliver."""

    def __init__(
        self, cast: Cast, ids: Random, clock: Callable[[], int], on_change: Callable[[], None]
    ) -> None:
        self._cast = cast
        self._ids = ids
        self._clock = clock
        self._on_change = on_change
        self._registrations: dict[str, Registration] = {}
        self._created = 0

    def create(self, new: NewWebhook) -> Webhook:
        """Register a webhook; it is active at once."""
        self._created += 1
        webhook = Webhook(
            id=make_id("WEBHOOK", self._ids),
            name=new.name,
            target_url=new.target_url,
            resource=new.resource,
            event=new.event,
            filter=new.filter,
            status="active",
            owned_by=new.owned_by,
            org_id=self._cast.home.id,
            created_by=self._cast.me.id,
            app_id=self._cast.integration,
            created=rfc3339(self._clock()),
        )
        condition = parse_filter(new.filter) if new.resource == RESOURCE else Filter()
        self._registrations[webhook.id] = Registration(self._created, webhook, condition, new.secret)
        self._on_change()
        return webhook

    def get(self, webhook_id: str) -> Webhook:
        """Give one. Raises NotFound."""
        return self._find(webhook_id).webhook

    def page(self, after: int, limit: int, owned_by: str | None = None) -> tuple[list[Webhook], int | None]:
        """Give at most `limit` that stand after the place `after`, and the place to go on from if more follow."""
        following = [
            registration
            for registration in self._registrations.values()
            if registration.order > after and owned_by in (None, registration.webhook.owned_by)
        ]
        page = following[:limit]
        return [r.webhook for r in page], page[-1].order if len(following) > limit else None

    def update(self, webhook_id: str, change: Change) -> Webhook:
        """Change name, target and secret, and reactivate. Raises NotFound, and Refused for what can't be changed."""
        registration = self._find(webhook_id)
        webhook = registration.webhook
        for key, value in change.fixed.items():
            if value != getattr(webhook, key):
                advice = "Delete the webhook and create another one."
                raise Refused(f"{key} of a webhook can't be changed.", advice, status=400)
        if change.reactivate and not webhook.active:
            registration.failures.clear()
            registration.probation = self._clock() + WINDOW
            webhook = replace(webhook, status="active")
        registration.webhook = replace(
            webhook,
            name=change.name,
            target_url=change.target_url,
            owned_by=change.owned_by or webhook.owned_by,
        )
        registration.secret = change.secret or registration.secret
        self._on_change()
        return registration.webhook

    def delete(self, webhook_id: str) -> None:
        """Forget one. Raises NotFound."""
        del self._registrations[self._find(webhook_id).webhook.id]

    def firing(self, happening: Happening) -> list[Registration]:
        """Give those that are to be told, in the order of their creation."""
        return [r for r in self._registrations.values() if r.fires_for(happening)]

    @property
    def anyone(self) -> bool:
        """Whether anything that happens to a Service App can be told to anybody."""
        return any(r.webhook.active and r.webhook.resource == RESOURCE for r in self._registrations.values())

    def note(self, webhook_id: str, *, accepted: bool) -> None:
        """Count an attempt to deliver, and give the webhook up when it has failed too often."""
        registration = self._registrations.get(webhook_id)
        if registration is None:
            return
        if accepted:
            registration.failures.clear()
            return
        now = self._clock()
        registration.failures.append(now)
        tired = len(registration.failures) == PATIENCE and now - registration.failures[0] <= WINDOW
        if tired or now < registration.probation:
            registration.webhook = replace(registration.webhook, status="inactive")

    def _find(self, webhook_id: str) -> Registration:
        try:
            return self._registrations[webhook_id]
        except KeyError:
            raise NotFound(f"No webhook has the id {webhook_id}.") from None
