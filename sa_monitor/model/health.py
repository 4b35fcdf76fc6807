"""How the webhooks at Webex are, as last seen, and what became of ours."""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

from msgspec import Struct

from sa_monitor.model.instants import MINUTE, SECOND
from sa_monitor.model.payload import RESOURCE
from sa_monitor.model.reach import Elsewhere, Probe, Reached, Tunnel, plain_url
from sa_monitor.model.webhook import Webhook

LIST_EVERY = MINUTE
PROBE_EVERY = 5 * MINUTE
"""Milliseconds between two lists of webhooks, and between two probes of the target."""

_GRACE = 30 * SECOND


class Happened(StrEnum):
    """What became of a webhook of ours, or of the public URL."""

    INACTIVE = "inactive"
    ACTIVE = "active"
    VANISHED = "vanished"
    MOVED = "moved"
    URL_CHANGED = "url changed"


class HealthRecord(Struct, frozen=True, kw_only=True):
    """Something that was noticed, when. `was` and `now` are targets, where one changed.

    A changed public URL has no webhook. `name` and the targets are foreign text.
    """

    id: int = 0
    at: int
    what: Happened
    webhook_id: str | None = None
    name: str | None = None
    was: str | None = None
    now: str | None = None


class Ours(Struct, frozen=True):
    """What makes a webhook ours: it was created here, or its target was once this monitor's."""

    targets: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()

    def has(self, webhook: Webhook) -> bool:
        """Tell whether it is ours."""
        return webhook.id in self.ids or plain_url(webhook.target_url) in self.targets


class Trouble(StrEnum):
    """Why there is no newer list of webhooks."""

    NO_TOKEN = "no token"  # noqa: S105 (a reason)
    TOKEN_ENDED = "token ended"  # noqa: S105 (a reason)
    REFUSED = "refused"
    UNREACHABLE = "unreachable"


class Unlisted(Struct, frozen=True):
    """Since when, and why, Webex gives no list; `reason` completes a sentence."""

    trouble: Trouble
    since: int
    reason: str = ""


class Checks(Struct, frozen=True, kw_only=True):
    """What the process that listens has looked at, kept so that viewers and a restart know it.

    `every` is how often webhooks are listed; `listed_at` when that last went well, and `owner` whose they are.
    `target` is the whole public URL, `reached_at` when a probe last reached us there. `found` are tunnels that
    forward to our port.
    """

    every: int = LIST_EVERY
    listed_at: int | None = None
    owner: str | None = None
    unlisted: Unlisted | None = None
    target: str | None = None
    probe: Probe | None = None
    reached_at: int | None = None
    found: tuple[Tunnel, ...] = ()


class Health(Struct, frozen=True, kw_only=True):
    """The checks, the webhooks as last listed, and which of them are ours.

    `gave_up_at` is when each was last noticed to turn inactive, by its id. `heard_at` is when a real delivery last
    came and verified. `known` says whether anything was ever looked at.
    """

    checks: Checks = Checks()
    webhooks: tuple[Webhook, ...] = ()
    ours: Ours = Ours()
    gave_up_at: Mapping[str, int] = {}
    heard_at: int | None = None
    known: bool = False

    @property
    def own(self) -> list[Webhook]:
        """Our webhooks for Service Apps."""
        return [w for w in self.webhooks if w.resource == RESOURCE and self.ours.has(w)]

    @property
    def active(self) -> int | None:
        """How many of ours were active and pointed here when they were last listed; None where they never were."""
        if self.checks.listed_at is None:
            return None
        here, active = self.moved_to, [webhook for webhook in self.own if webhook.active]
        return sum(here is None or plain_url(webhook.target_url) == plain_url(here) for webhook in active)

    @property
    def inactive(self) -> list[Webhook]:
        """Those of ours that Webex gave up."""
        return [webhook for webhook in self.own if not webhook.active]

    @property
    def reachable_at(self) -> int | None:
        """When this monitor was last reached from outside: by a verified delivery or by a probe."""
        return max((at for at in (self.heard_at, self.checks.reached_at) if at is not None), default=None)

    @property
    def moved_to(self) -> str | None:
        """The target to which our webhooks should point instead of a former one; None where it didn't change.

        That is the one which is set, or, where something else or nobody answers there, a tunnel's.
        """
        target, found = self.checks.target, [tunnel.url for tunnel in self.checks.found]
        probe = self.checks.probe
        if target is not None and (probe is None or isinstance(probe.outcome, Reached) or not found):
            return target
        return found[0] if found else None

    @property
    def misdirected(self) -> list[Webhook]:
        """Those of ours that point to a former target of this monitor."""
        here = self.moved_to
        if here is None:
            return []
        return [w for w in self.own if plain_url(w.target_url) != plain_url(here) and self._was_ours(w)]

    @property
    def elsewhere(self) -> Elsewhere | None:
        """What answers at the target instead of us, if anything does."""
        probe = self.checks.probe
        return probe.outcome if probe is not None and isinstance(probe.outcome, Elsewhere) else None

    def is_stale(self, now: int) -> bool:
        """Tell whether the list is older than it should be, whatever the reason."""
        listed = self.checks.listed_at
        return self.checks.unlisted is not None or (
            listed is not None and now - listed > 2 * self.checks.every + _GRACE
        )

    def _was_ours(self, webhook: Webhook) -> bool:
        return plain_url(webhook.target_url) in self.ours.targets


def changes(
    before: Sequence[Webhook] | None, after: Sequence[Webhook], ours: Ours, at: int
) -> Iterator[HealthRecord]:
    """Tell what became of our webhooks between two lists; without one before, which of them are inactive."""
    known = {webhook.id: webhook for webhook in before or () if ours.has(webhook)}
    listed = {webhook.id: webhook for webhook in after}
    for number, webhook in known.items():
        if number not in listed:
            yield _record(Happened.VANISHED, webhook, at, was=webhook.target_url)
    for webhook in after:
        was = known.get(webhook.id)
        if was is None and not ours.has(webhook):
            continue
        if not webhook.active and (was is None or was.active):
            yield _record(Happened.INACTIVE, webhook, at)
        if webhook.active and was is not None and not was.active:
            yield _record(Happened.ACTIVE, webhook, at)
        if was is not None and plain_url(was.target_url) != plain_url(webhook.target_url):
            yield _record(Happened.MOVED, webhook, at, was=was.target_url, now=webhook.target_url)


def _record(
    what: Happened, webhook: Webhook, at: int, *, was: str | None = None, now: str | None = None
) -> HealthRecord:
    return HealthRecord(at=at, what=what, webhook_id=webhook.id, name=webhook.name, was=was, now=now)
