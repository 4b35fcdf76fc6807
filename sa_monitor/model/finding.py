"""What is wrong with our webhooks; another system's are nobody's business here."""

from collections.abc import Iterator, Sequence
from enum import StrEnum

from msgspec import Struct

from sa_monitor.errors import UsageError
from sa_monitor.model.event import Kind
from sa_monitor.model.filter import Filter, parse_filter
from sa_monitor.model.health import Ours
from sa_monitor.model.payload import RESOURCE
from sa_monitor.model.reach import plain_url
from sa_monitor.model.webhook import Webhook


class Flaw(StrEnum):
    """What can be wrong, the worst first. The text is what `--json` prints."""

    INACTIVE = "inactive"
    OTHER_TARGET = "other target"
    TWICE = "same filter twice"
    HALF = "half of a pair"
    UNSIGNED = "unsigned"


class Finding(Struct, frozen=True, kw_only=True):
    """One flaw of one webhook.

    `here` is the target it should have (OTHER_TARGET), and `was_ours` whether it has a former one of this monitor;
    `twin` the webhook that does the same already (TWICE); `missing` the event that nothing watches (HALF).
    """

    flaw: Flaw
    here: str | None = None
    was_ours: bool = False
    twin: Webhook | None = None
    missing: Kind | None = None


class Situation(Struct, frozen=True, kw_only=True):
    """What webhooks are judged against: which are ours, where this monitor is reached, and whose secrets are known.

    `here` is None where that isn't known.
    """

    ours: Ours
    here: str | None = None
    signed: frozenset[str] = frozenset()

    def has(self, webhook: Webhook) -> bool:
        """Tell whether it is ours, and about Service Apps."""
        return webhook.resource == RESOURCE and self.ours.has(webhook)

    def points_here(self, webhook: Webhook) -> bool:
        """Tell whether it has the target that it should have."""
        return self.here is not None and plain_url(webhook.target_url) == plain_url(self.here)

    def pointed_here(self, webhook: Webhook) -> bool:
        """Tell whether its target is this monitor's, or was once."""
        return self.points_here(webhook) or plain_url(webhook.target_url) in self.ours.targets


def filter_of(webhook: Webhook) -> Filter | None:
    """Read its filter, in either spelling; None where it can't be read."""
    try:
        return parse_filter(webhook.filter)
    except UsageError:
        return None


def findings_of(webhook: Webhook, listed: Sequence[Webhook], situation: Situation) -> tuple[Finding, ...]:
    """Judge one webhook among all; nothing is found about one that isn't ours."""
    if not situation.has(webhook):
        return ()
    own = [other for other in listed if situation.has(other)]
    return tuple(_findings(webhook, own, situation))


def _findings(webhook: Webhook, own: Sequence[Webhook], situation: Situation) -> Iterator[Finding]:
    if not webhook.active:
        yield Finding(flaw=Flaw.INACTIVE)
    if situation.here is not None and not situation.points_here(webhook):
        was_ours = situation.pointed_here(webhook)
        yield Finding(flaw=Flaw.OTHER_TARGET, here=situation.here, was_ours=was_ours)
    twin = _twin(webhook, own, situation)
    if twin is not None:
        yield Finding(flaw=Flaw.TWICE, twin=twin)
    elif (missing := _missing(webhook, own)) is not None:
        yield Finding(flaw=Flaw.HALF, missing=missing)
    if webhook.id not in situation.signed:
        yield Finding(flaw=Flaw.UNSIGNED)


def _twin(webhook: Webhook, own: Sequence[Webhook], situation: Situation) -> Webhook | None:
    """Give the one that is to stay of those that do the same; None where it is this one."""
    if not situation.pointed_here(webhook):
        return None
    same = [other for other in own if situation.pointed_here(other) and does_the_same(webhook, other)]
    best = min(
        same,
        key=lambda w: (
            not situation.points_here(w),
            not w.active,
            w.id not in situation.signed,
            w.created or "",
            w.id,
        ),
    )
    return None if best.id == webhook.id else best


def does_the_same(one: Webhook, other: Webhook) -> bool:
    """Tell whether both fire for the same; a filter that can't be read is the same as its own text alone."""
    if one.event != other.event:
        return False
    read = filter_of(one), filter_of(other)
    return one.filter == other.filter if None in read else read[0] == read[1]


def unwatched(own: Sequence[Webhook]) -> list[Kind]:
    """Give the events that nothing watches though the other one is watched; `own` are ours."""
    missing = {_missing(webhook, own) for webhook in own}
    return [kind for kind in (Kind.DEAUTHORIZED, Kind.AUTHORIZED) if kind in missing]


def _missing(webhook: Webhook, own: Sequence[Webhook]) -> Kind | None:
    """Give the event that nothing of ours watches for what this one watches."""
    condition = filter_of(webhook)
    if condition is None or webhook.event not in tuple(Kind):
        return None
    other = Kind.DEAUTHORIZED if webhook.event == Kind.AUTHORIZED else Kind.AUTHORIZED
    watched = (filter_of(candidate) for candidate in own if candidate.event == other)
    return None if any(f is not None and f.covers(condition) for f in watched) else other
