"""How far a test delivery came, in words."""

from urllib.parse import urlsplit

from sa_monitor.model.reach import Elsewhere, Unreached
from sa_monitor.model.trial import Failure, Hop, Trial
from sa_monitor.present import signs
from sa_monitor.present.clean import clean
from sa_monitor.present.durations import duration
from sa_monitor.present.names import named
from sa_monitor.present.paragraph import Said
from sa_monitor.present.reach_words import obstacle_words, place_of, who_words
from sa_monitor.present.tone import Tone

_NOTHING_BEHIND = (502, 503, 504)
"""What a proxy or tunnel answers that finds nobody where it forwards to."""

NO_URL = 'There is no public URL to send a test delivery through. esc, then : and "public URL" chooses one.'


def trial_words(trial: Trial, address: str | None) -> str:
    """Say how it ended, and what to do. `address` is where our listener is."""
    if trial.passed:
        took = duration(trial.milliseconds)
        return f"Test delivery signed, sent and verified in {took}. It changed no standing."
    if trial.failure is None:
        return "The test delivery is on its way."
    return _why(trial, _place(trial.target), address)


def trial_steps(trial: Trial) -> list[tuple[str, str]]:
    """Give each hop with its sign; the one that it didn't pass has the reason, those after it none."""
    hops = list(Hop)
    passed = hops.index(trial.last)
    steps = [(signs.OK, str(hop)) for hop in hops[: passed + 1]]
    if trial.failure is not None:
        sign = signs.UNKNOWN if trial.failure is Failure.NOT_SENT else signs.LOST
        steps.append((sign, str(trial.failure)))
    return steps


def _why(trial: Trial, place: str, address: str | None) -> str:
    match trial.failure, trial.met:
        case Failure.NOBODY_LISTENS, _:
            words = "No test delivery was sent: nobody listens for this data folder."
        case Failure.NOT_SENT, Unreached() as met:
            words = (
                f"The test delivery wasn't sent: {place} can't be reached from here ({obstacle_words(met)})."
            )
        case Failure.ELSEWHERE, Elsewhere() as met:
            words = f"The test delivery didn't arrive: {_met(met, place, address)}"
        case Failure.WRONG_PATH, _:
            forward = f"{place_of(address)}{urlsplit(address or '').path}"
            words = f"The test delivery reached this program at another path. Forward it to {forward}."
        case Failure.WRONG_SIGNATURE, _:
            words = f"The test delivery reached this program, but its signature was wrong. {_unknown(trial)}"
        case _:
            words = f"The test delivery reached this program, which couldn't keep it ({trial.status})."
    return words


def _met(met: Elsewhere, place: str, address: str | None) -> str:
    if met.another:
        return f"another sa-monitor answered at {place}. Forward it to {place_of(address)}."
    if met.status in _NOTHING_BEHIND:
        return f"{place} answered {met.status}. The tunnel is up, nothing is behind it."
    who = f" ({who_words(met)})" if met.server else ""
    return f"{place} answered {met.status}{who}. Forward it to {place_of(address)}."


def _unknown(trial: Trial) -> str:
    whose = f'the secret of "{named(trial.webhook_name)}"' if trial.webhook_id else "the local secret"
    return f"The listener doesn't know {whose}, or something on the way changes what is sent."


def _place(target: str) -> str:
    parts = urlsplit(clean(target))
    return f"{parts.scheme}://{parts.netloc}"


def trial_lines(trial: Trial) -> list[Said]:
    """Write each hop as a line of a dialog."""
    tones = {signs.OK: Tone.SUCCESS, signs.LOST: Tone.ERROR, signs.UNKNOWN: Tone.WARNING}
    return [(f"{sign} {words}", tones[sign]) for sign, words in trial_steps(trial)]
