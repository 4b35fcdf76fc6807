"""The words of an event: what it changed against the step before it, and what is unusual about it."""

from collections.abc import Iterator, Sequence

from sa_monitor.model.delivery import Verdict
from sa_monitor.model.event import Event, Kind, Step
from sa_monitor.model.instants import MINUTE, SECOND
from sa_monitor.present import signs
from sa_monitor.present.durations import duration, rough
from sa_monitor.present.quantities import counted
from sa_monitor.present.tone import Tone

LATE = 2 * MINUTE
"""Milliseconds after its date from which an authorization was heard late."""

Change = tuple[str, ...]
"""The same said ever shorter: the first that fits is shown."""


Remark = tuple[str, Tone]
"""An unusual thing about an event, and its weight."""

DECISIVE = ("unsigned", "synthetic", "expected")
"""Remarks that say more than any change: whether to believe the event, and whether it was meant."""


def sign_of(event: Event) -> tuple[str, Tone]:
    """Give the sign of an event in the log; only a loss and what isn't verified have a colour."""
    if event.synthetic:
        return signs.UNKNOWN, Tone.QUIET
    if event.kind is Kind.DEAUTHORIZED:
        return signs.LOST, Tone.TEXT if event.expected else Tone.ERROR
    if event.signature is not Verdict.VERIFIED:
        return signs.UNKNOWN, Tone.WARNING
    return signs.OK, Tone.TEXT


def kind_of(event: Event) -> str:
    """Give the event's word; a loss stands in capitals, so that it is seen without colours."""
    return "DEAUTHORIZED" if event.kind is Kind.DEAUTHORIZED else "authorized"


def authorized_for(step: Step) -> int | None:
    """Give how long an authorization lasted, in milliseconds until its end was heard; None where that isn't known.

    Its start is the date that the deauthorization itself carries, else that of the authorization before it. A date
    of the very moment tells nothing of the start.
    """
    event, before = step.event, step.before
    if event.kind is not Kind.DEAUTHORIZED:
        return None
    if event.dated:
        start: int | None = event.date
    else:
        start = before.date if before and before.kind is Kind.AUTHORIZED else None
    lasted = 0 if start is None else event.received_at - start
    return lasted if lasted >= SECOND else None


def away_for(step: Step) -> int | None:
    """Give how long an authorization had been missing when it came back, in milliseconds; None where it hadn't."""
    event, before = step.event, step.before
    if event.kind is not Kind.AUTHORIZED or before is None or before.kind is not Kind.DEAUTHORIZED:
        return None
    back = event.date if event.dated and event.date > before.received_at else event.received_at
    return max(0, back - before.received_at)


def change_of(step: Step) -> Change:
    """Say what changed: `after 885 d`, `back after 28 min`, `+2 −1 scopes`, `+1 site`, `first heard`; else nothing."""
    event, before = step.event, step.before
    if event.synthetic:
        return ()
    if (lasted := authorized_for(step)) is not None:
        return (f"after {duration(lasted)}", f"after {rough(lasted)}")
    if (missing := away_for(step)) is not None:
        return (f"back after {duration(missing)}", f"back after {rough(missing)}", f"back, {rough(missing)}")
    if before is None:
        return ("first heard",)
    return _differences(event, before)


def _differences(event: Event, before: Event) -> Change:
    scopes = _difference(before.scopes, event.scopes, "scope")
    sites = _difference(before.sites, event.sites, "site")
    sites = sites or _difference(before.admin_sites, event.admin_sites, "admin site")
    if scopes and sites:
        return (f"{scopes}, {sites}", scopes)
    return (scopes or sites,) if scopes or sites else ()


def _difference(before: Sequence[str], after: Sequence[str], thing: str) -> str:
    added, removed = len(set(after) - set(before)), len(set(before) - set(after))
    numbers = [
        f"{sign}{count:,}" for sign, count in ((signs.ADDED, added), (signs.REMOVED, removed)) if count
    ]
    if not numbers:
        return ""
    return f"{' '.join(numbers)} {thing}" + ("" if added + removed == 1 else "s")


def remarks_of(event: Event) -> Iterator[Remark]:
    """Say what is unusual about an event, most serious first; nothing of one that is verified, single and on time."""
    if event.signature is not Verdict.VERIFIED:
        yield "unsigned", Tone.WARNING
    if event.synthetic:
        yield "synthetic", Tone.QUIET
    if event.expected:
        yield "expected", Tone.TEXT
    if event.problem:
        yield "incomplete", Tone.WARNING
    if (delay := late_by(event)) is not None:
        yield f"late {rough(delay)}", Tone.WARNING
    if event.deliveries > 1:
        yield counted(event.deliveries, "delivery", "deliveries"), Tone.QUIET


def late_by(event: Event) -> int | None:
    """Give how long after its date an authorization was heard, in milliseconds; None for what was on time.

    A deauthorization has no date of its own, so nobody knows whether it was late.
    """
    if event.kind is not Kind.AUTHORIZED or not event.dated:
        return None
    delay = event.received_at - event.date
    return delay if delay >= LATE else None
