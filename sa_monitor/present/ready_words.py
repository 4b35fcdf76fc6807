"""The steps of the first ten minutes, each with its sign, a fact, and the one key that helps."""

from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct

from sa_monitor.errors import Refused, SaMonitorError, Unreachable
from sa_monitor.model.reach import Elsewhere, Obstacle, Outcome, Unreached
from sa_monitor.present import signs
from sa_monitor.present.clean import clean
from sa_monitor.present.reach_words import outcome_sign
from sa_monitor.present.tone import Tone

_TONES = {signs.OK: Tone.SUCCESS, signs.LOST: Tone.ERROR}


class Step(StrEnum):
    """The steps in their order, by their titles."""

    RECORDING = "Recording"
    TOKEN = "Webex token"  # noqa: S105 (a title)
    URL = "Public URL"
    WEBHOOKS = "Webhooks"
    TEST = "Test"


class StepWords(Struct, frozen=True):
    """What a step says: its sign, a fact of one or more sentences, what `enter` does here, and what it waits for.

    `does` is the name of the action behind `enter`.
    """

    step: Step
    sign: str
    fact: tuple[str, ...]
    enter: str = ""
    does: str = ""
    waits: str = ""

    @property
    def done(self) -> bool:
        """Whether nothing is left to do."""
        return self.sign == signs.OK

    @property
    def tone(self) -> Tone:
        """The tone of its sign."""
        return _TONES.get(self.sign, Tone.WARNING)


def recording(address: str | None, kept_in: str, fault: str | None, pid: int | None) -> StepWords:
    """Say who keeps what comes; `fault` says why nobody does now."""
    if fault is not None:
        return StepWords(Step.RECORDING, signs.LOST, (clean(fault),), enter="listen here", does="listen")
    who = "" if pid is None else f", by pid {pid}"
    fact = f"Deliveries to {clean(address or '')} are kept in {clean(kept_in)}{who}"
    return StepWords(Step.RECORDING, signs.OK, (fact,))


def no_token() -> StepWords:
    """Say that there is none."""
    fact = "None. Needed to create and check webhooks, not to receive."
    enter = "paste a token, it isn't shown"
    return _token(signs.UNKNOWN, fact, enter)


def token_of(
    name: str, emails: Sequence[str], *, renews: bool, reads: bool, changes: bool | None
) -> StepWords:
    """Say whose it is, and what its end means."""
    whose = clean(f"{name} <{', '.join(emails)}>" if emails else name)
    if not reads or changes is False:
        lacks = "application:webhooks_read" if not reads else "application:webhooks_write"
        verb = "list" if not reads else "change"
        fact = f"{whose}. It can't {verb} webhooks: it lacks {lacks}."
        return _token(signs.LOOK, fact)
    end = "renews itself" if renews else "a personal one ends after 12 h; then checks stop, deliveries go on"
    return _token(signs.OK, f"{whose}, {end}", "")


def token_problem(error: SaMonitorError) -> StepWords:
    """Say why it isn't known whose it is."""
    if isinstance(error, Unreachable):
        fact = f"Kept, but not checked: {clean(error.title)}"
        return _token(signs.UNKNOWN, fact)
    refused = isinstance(error, Refused)
    fact = clean(error.title if refused else str(error))
    return _token(signs.LOST, fact)


def _token(sign: str, fact: str, enter: str = "paste another token") -> StepWords:
    return StepWords(Step.TOKEN, sign, (fact,), enter=enter, does="token")


def no_url(found: Sequence[str]) -> StepWords:
    """Say that there is none; `found` are the targets of tunnels that would do."""
    tunnel = (f"A tunnel that runs here leads to this program: {clean(found[0])}",) if found else ()
    return StepWords(
        Step.URL,
        signs.UNKNOWN,
        ("None. Webex reaches public https addresses only.", *tunnel),
        enter="use a running ngrok or cloudflared, or type a URL",
        does="public_url",
    )


def url_asked(target: str) -> StepWords:
    """Say that it isn't known yet where it leads."""
    return StepWords(Step.URL, signs.UNKNOWN, (clean(target), "Asking where it leads."))


def url_leads(target: str, outcome: Outcome, words: str, *, contained: bool) -> StepWords:
    """Say where it leads, in `words`. `contained`: the program seems to be in a container that nobody can look into."""
    match outcome:
        case Elsewhere(another=False) | Unreached(Obstacle.REFUSED | Obstacle.TIMED_OUT | Obstacle.BROKEN):
            inside = " In a container, start with --host 0.0.0.0." if contained else ""
        case _:
            inside = ""
    sign = outcome_sign(outcome)
    if sign == signs.OK:
        return StepWords(Step.URL, sign, (words,), enter="use another URL", does="public_url")
    fact = (clean(target), f"{words}{inside}")
    return StepWords(Step.URL, sign, fact, enter="use another URL; r asks again", does="public_url")
