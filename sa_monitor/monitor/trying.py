"""A test delivery: signed, sent through the public URL, and watched until it stands in the store, verified."""

import asyncio
import time
from collections.abc import Callable

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from sa_monitor.errors import StoreError
from sa_monitor.model.delivery import Delivery, Verdict
from sa_monitor.model.event import Kind
from sa_monitor.model.reach import Elsewhere, Unreached
from sa_monitor.model.signature import Secret, sign
from sa_monitor.model.trial import TEST_APP, Failure, Hop, Trial
from sa_monitor.monitor.history import History
from sa_monitor.monitor.made_up import Made, delivery_body
from sa_monitor.reach.post import post
from sa_monitor.reach.probe import who
from sa_monitor.reach.visit import PATIENCE, Visit

_NAME = "test delivery"
_NO_WEBHOOK = "sa-monitor-test"
_LOOKED_AT = 200
_PAUSE = 0.05

_OK, _UNAUTHORIZED, _NO_SUCH_PATH = 200, 401, 404

Tell = Callable[[Trial], None]
"""Hears how far it has come."""


class Sealed(Struct, frozen=True):
    """A body with its signature."""

    body: bytes
    signature: str


class _Kept(Struct, frozen=True):
    delivery: int


def seal(trial: Trial, secret: Secret, kind: Kind, now: int) -> Sealed:
    """Make and sign the delivery that the trial is about; it is synthetic, and no other is like it."""
    made = Made(
        kind=kind,
        app_id=TEST_APP,
        app_name=_NAME,
        date=now,
        target=trial.target,
        synthetic=True,
        webhook_id=trial.webhook_id or _NO_WEBHOOK,
        webhook_name=trial.webhook_name or _NAME,
    )
    body = delivery_body(made)
    return Sealed(body, sign(secret.value, body))


async def try_out(
    trial: Trial,
    sealed: Sealed,
    *,
    instance: str,
    history: History,
    tell: Tell,
    patience: float = PATIENCE,
    settles: float = 5.0,
) -> Trial:
    """Send it, and watch it; gives where it ended. `settles` is in seconds, for one that somebody else answered."""
    started = time.monotonic()

    def told(after: Trial) -> Trial:
        after = replace(after, milliseconds=round((time.monotonic() - started) * 1000))
        tell(after)
        return after

    trial = told(trial)
    answer = await post(trial.target, sealed.body, sealed.signature, patience=patience)
    if isinstance(answer, Unreached):
        return told(replace(trial, failure=Failure.NOT_SENT, met=answer))
    trial = told(replace(trial, last=Hop.SENT))
    if answer.instance != instance:
        return told(await _elsewhere(trial, sealed, answer, history, settles))
    return told(await _here(replace(trial, last=Hop.REACHED), answer, history))


async def _here(trial: Trial, answer: Visit, history: History) -> Trial:
    """Read our own answer: whether it was kept, and verified."""
    trial = replace(trial, status=answer.status)
    if answer.status == _UNAUTHORIZED:
        return replace(trial, failure=Failure.WRONG_SIGNATURE)
    if answer.status == _NO_SUCH_PATH:
        return replace(trial, failure=Failure.WRONG_PATH)
    try:
        number = msgspec.json.decode(answer.body, type=_Kept).delivery
        kept = await history.deliveries_of(number) if answer.status == _OK else []
    except (msgspec.DecodeError, StoreError):
        kept = []
    return _judged(trial, kept[0]) if kept else replace(trial, failure=Failure.NOT_KEPT)


async def _elsewhere(trial: Trial, sealed: Sealed, answer: Visit, history: History, settles: float) -> Trial:
    """Say who answered; where that was a yes, it may still pass the delivery on."""
    met: Elsewhere = who(answer)
    if not met.another and 200 <= answer.status < 300:  # noqa: PLR2004
        arrived = await _arrives(sealed, history, settles)
        if arrived is not None:
            return _judged(replace(trial, last=Hop.REACHED), arrived)
    return replace(trial, failure=Failure.ELSEWHERE, met=met)


async def _arrives(sealed: Sealed, history: History, settles: float) -> Delivery | None:
    """Look for the very bytes in the store for a while."""
    give_up = time.monotonic() + settles
    while True:
        for delivery in await history.deliveries(limit=_LOOKED_AT):
            if delivery.body == sealed.body:
                return delivery
        if time.monotonic() >= give_up:
            return None
        await asyncio.sleep(_PAUSE)


def _judged(trial: Trial, kept: Delivery) -> Trial:
    trial = replace(trial, delivery=kept.id)
    if kept.verdict is Verdict.VERIFIED:
        return replace(trial, last=Hop.VERIFIED)
    return replace(trial, failure=Failure.WRONG_SIGNATURE)
