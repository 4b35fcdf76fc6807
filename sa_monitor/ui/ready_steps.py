"""What the steps of Getting ready say, by what was looked at; which waits for which."""

from datetime import tzinfo
from urllib.parse import urlsplit

from msgspec import Struct

from sa_monitor.model.trial import Trial
from sa_monitor.monitor import account
from sa_monitor.monitor.readiness import TokenLook, WayLook, WebhooksLook
from sa_monitor.monitor.status import Role, Status
from sa_monitor.present import ready_words as words
from sa_monitor.present import signs
from sa_monitor.present.reach_words import outcome_words
from sa_monitor.present.ready_hooks import (
    no_test,
    no_webhooks,
    tested,
    waiting,
    webhooks_are,
    webhooks_unchecked,
    webhooks_unlisted,
)
from sa_monitor.present.ready_words import Step, StepWords

_TOKEN, _URL, _WEBHOOKS = 2, 3, 4
"""Numbers of the steps that others wait for."""
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Looked(Struct, frozen=True, kw_only=True):
    """Everything that was looked at; None is not yet. `heard_at` is when a real delivery came last."""

    status: Status
    kept_in: str
    token: TokenLook | None = None
    way: WayLook | None = None
    webhooks: WebhooksLook | None = None
    trial: Trial | None = None
    testing: bool = False
    heard_at: int | None = None
    contained: bool = False


def steps_of(looked: Looked, now: int, zone: tzinfo) -> list[StepWords]:
    """Say all five."""
    recording = _recording(looked)
    token = _token(looked.token)
    url = _url(looked, now, zone)
    webhooks = _webhooks(looked)
    return [recording, token, url, webhooks, _test(looked, webhooks)]


def _recording(looked: Looked) -> StepWords:
    status = looked.status
    fault = "Nobody listens." if status.role is Role.NOBODY else status.failure or status.fault
    pid = status.pid if status.role is Role.VIEWING else None
    return words.recording(status.address, looked.kept_in, fault, pid)


def _token(look: TokenLook | None) -> StepWords:
    if look is None:
        return StepWords(Step.TOKEN, signs.UNKNOWN, ("Asking Webex whose it is.",))
    if look.holder is not None:
        holder = look.holder
        renews = look.origin is not None and look.origin.kind is account.Kind.INTEGRATION
        return words.token_of(
            holder.name,
            holder.emails,
            renews=renews,
            reads=holder.reads_webhooks,
            changes=holder.changes_webhooks,
        )
    return words.no_token() if look.problem is None else words.token_problem(look.problem)


def _url(looked: Looked, now: int, zone: tzinfo) -> StepWords:
    way = looked.way
    if way is None or way.target is None:
        return words.no_url([tunnel.url for tunnel in way.found] if way else [])
    if way.outcome is None:
        return words.url_asked(way.target)
    address = looked.status.address
    said = outcome_words(way.target, way.outcome, address, heard_at=looked.heard_at, now=now, zone=zone)
    alone = looked.contained and (urlsplit(address or "").hostname or "") in _LOOPBACK
    return words.url_leads(way.target, way.outcome, said, contained=alone)


def _webhooks(looked: Looked) -> StepWords:
    look, way = looked.webhooks, looked.way
    if look is not None and look.own:
        active = [one.webhook.event for one in look.own if one.webhook.active]
        unsigned = sum(one.webhook.active and not one.secret_known for one in look.own)
        return webhooks_are(active, len(look.own) - len(active), unsigned)
    holder = looked.token.holder if looked.token is not None else None
    if holder is None and look is not None and look.secrets:
        return webhooks_unchecked(look.secrets)
    missing = [*([] if holder else [_TOKEN]), *([] if way is not None and way.target else [_URL])]
    if missing:
        return waiting(Step.WEBHOOKS, "Two are needed, for authorized and for deauthorized.", missing)
    if look is None:
        return StepWords(Step.WEBHOOKS, signs.UNKNOWN, ("Asking Webex which there are.",))
    return webhooks_unlisted(look.problem) if look.problem else no_webhooks(holder.name if holder else None)


def _test(looked: Looked, webhooks: StepWords) -> StepWords:
    way = looked.way
    if looked.testing:
        return StepWords(Step.TEST, signs.UNKNOWN, ("On its way.",))
    if looked.trial is not None:
        return tested(looked.trial, looked.status.address)
    if not webhooks.done or way is None or way.target is None:
        return waiting(Step.TEST, "A signed test delivery through the public URL.", [_WEBHOOKS])
    return no_test()
