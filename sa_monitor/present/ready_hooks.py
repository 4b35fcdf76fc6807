"""The last two steps: the webhooks at Webex, and a delivery that proves the way."""

from collections.abc import Collection, Sequence

from sa_monitor.errors import SaMonitorError
from sa_monitor.model.event import Kind
from sa_monitor.model.trial import Failure, Trial
from sa_monitor.present import signs
from sa_monitor.present.clean import clean
from sa_monitor.present.durations import duration
from sa_monitor.present.quantities import counted
from sa_monitor.present.ready_words import Step, StepWords
from sa_monitor.present.trial_words import trial_words

_NOW_WAIT = "Now authorize a Service App in Control Hub, or wait."


def waiting(step: Step, fact: str, numbers: Collection[int]) -> StepWords:
    """Say that a step can only follow others."""
    return StepWords(
        step, signs.UNKNOWN, (fact,), waits=f"waits for {' and '.join(map(str, sorted(numbers)))}"
    )


def no_webhooks(creator: str | None) -> StepWords:
    """Say that there are none of ours; `creator` is who would create them."""
    whose = (f"Webhooks fire for Service Apps that {clean(creator)} created.",) if creator else ()
    return StepWords(
        Step.WEBHOOKS,
        signs.UNKNOWN,
        ("Two are needed, for authorized and for deauthorized.", *whose),
        enter="make them; S takes the secrets of webhooks that were made elsewhere",
        does="new_webhook",
    )


def webhooks_unlisted(error: SaMonitorError) -> StepWords:
    """Say why it isn't known which there are."""
    return StepWords(Step.WEBHOOKS, signs.UNKNOWN, (clean(str(error)),), enter="ask again", does="refresh")


def webhooks_unchecked(secrets: int) -> StepWords:
    """Say that their secrets are known, and no more than that: nobody can list them without a token."""
    fact = f"{counted(secrets, 'secret')} of webhooks known here. Without a token nobody checks the webhooks."
    return StepWords(Step.WEBHOOKS, signs.UNKNOWN, (fact,), enter="give another secret", does="secret")


def webhooks_are(active: Sequence[str], inactive: int, unsigned: int) -> StepWords:
    """Say how ours are: the events of active ones, how many are inactive, and of how many the secret isn't known."""
    missing = {kind.value for kind in Kind} - set(active)
    if inactive:
        them, their = ("it", "Its") if inactive == 1 else ("them", "Their")
        fact = (
            f"{inactive} of {len(active) + inactive} inactive: Webex gave {them} up. {their} events are lost."
        )
        enter, does = "see them", "webhooks"
    elif missing:
        losses = Kind.DEAUTHORIZED.value in missing
        fact = f"{len(active)} active. {'Losses' if losses else 'Authorizations'} aren't watched."
        enter, does = "new webhook", "new_webhook"
    elif unsigned:
        whose = "The secret of 1 isn't" if unsigned == 1 else f"The secrets of {unsigned} aren't"
        their = "its" if unsigned == 1 else "their"
        fact = f"{len(active)} active. {whose} known here: {their} deliveries are rejected."
        enter, does = "give its secret", "secret"
    else:
        signed = "both signed" if len(active) == len(Kind) else "all signed"
        return StepWords(Step.WEBHOOKS, signs.OK, (f"{len(active)} active, {signed}",))
    return StepWords(Step.WEBHOOKS, signs.LOST, (fact,), enter=enter, does=does)


def no_test() -> StepWords:
    """Say that none was sent yet."""
    return StepWords(
        Step.TEST,
        signs.UNKNOWN,
        ("A signed test delivery through the public URL.",),
        enter="send it",
        does="test_delivery",
    )


def tested(trial: Trial, address: str | None) -> StepWords:
    """Say how far the last one came."""
    if trial.passed:
        words = f"signed, sent, verified in {duration(trial.milliseconds)}. {_NOW_WAIT}"
        return StepWords(Step.TEST, signs.OK, (words,), enter="send another", does="test_delivery")
    sign = signs.UNKNOWN if trial.failure is Failure.NOT_SENT else signs.LOST
    fact = (f"{trial.failure}.", trial_words(trial, address))
    return StepWords(Step.TEST, sign, fact, enter="send it again", does="test_delivery")
