"""What happened, and when: the first lines of an event's details."""

from collections.abc import Iterator

from msgspec import Struct

from sa_monitor.model.annotation import Annotation
from sa_monitor.model.delivery import Verdict
from sa_monitor.model.event import Event, Kind, Step
from sa_monitor.model.former import Former
from sa_monitor.present import signs
from sa_monitor.present.ages import ago
from sa_monitor.present.clean import clean
from sa_monitor.present.detail_line import LABEL, DetailLine, Page
from sa_monitor.present.durations import duration
from sa_monitor.present.event_words import authorized_for, away_for, late_by, sign_of
from sa_monitor.present.former_words import former_facts
from sa_monitor.present.names import app_label, org_label, short
from sa_monitor.present.paragraph import broken
from sa_monitor.present.times import exact_moment, moment
from sa_monitor.present.tone import Span, Tone, line

Fact = tuple[str, str, Tone]


class About(Struct, frozen=True, kw_only=True):
    """What is known beside an event: what people tell about its Service App, and what else both are known as."""

    told: Annotation = Annotation()
    app: Former = Former()
    org: Former = Former()


def headline(event: Event) -> DetailLine:
    """Say what happened, in one sentence."""
    sign, tone = sign_of(event)
    verb = "is no longer authorized by" if event.kind is Kind.DEAUTHORIZED else "is authorized by"
    words = f"{app_label(event.app_id, event.app_name)} {verb} {org_label(event.org_id, event.org_name)}"
    return DetailLine((Span(f" {sign} ", tone), Span(words, Tone.STRONG)), words)


def facts(step: Step, page: Page) -> Iterator[DetailLine]:
    """Say when it happened and was heard, for how long, by whom, and what is unusual about it."""
    for label, words, tone in _facts(step, page):
        yield DetailLine((Span(f" {label:<{LABEL}}", Tone.QUIET), *line(words, tone)), words)


def about_facts(about: About, page: Page) -> Iterator[DetailLine]:
    """Say whose the Service App is, what people tell about it, and what else both are known as."""
    told = about.told
    critical = [f"{signs.CRITICAL} critical: its loss is of the highest severity"] if told.critical else []
    owner, note = ([clean(words)] if words else [] for words in (told.owner, told.note))
    for label, found in (("critical", critical), ("owner", owner), ("note", note), *_names(about)):
        for words in found:
            for number, piece in enumerate(broken(words, page.cells - LABEL - 2)):
                lead = f" {label if number == 0 else '':<{LABEL}}"
                yield DetailLine((Span(lead, Tone.QUIET), *line(piece)), words)


def _names(about: About) -> Iterator[tuple[str, list[str]]]:
    for former, what in ((about.app, "the Service App"), (about.org, "the organization")):
        for label, words in former_facts(former):
            yield label, [f"{words}   ({what})"]


def _facts(step: Step, page: Page) -> Iterator[Fact]:
    event, zone = step.event, page.zone
    heard = exact_moment(event.received_at, zone)
    yield "heard", f"{heard}   {ago(event.received_at, page.now, zone)}", Tone.TEXT
    yield from _times(step, page)
    yield "by", _actor(event), Tone.TEXT
    if event.signature is not Verdict.VERIFIED:
        yield "signature", "none, so anyone who knows the URL can have sent it", Tone.WARNING
    if event.synthetic:
        yield "synthetic", "a test of this monitor: it changed no standing", Tone.TEXT
    if event.expected:
        yield "expected", "it was planned or intended", Tone.TEXT
    if event.problem:
        yield "problem", clean(event.problem), Tone.WARNING


def _times(step: Step, page: Page) -> Iterator[Fact]:
    event, before, zone = step.event, step.before, page.zone
    if event.kind is Kind.DEAUTHORIZED:
        yield "happened", "not told by Webex for a deauthorization", Tone.TEXT
        lasted = authorized_for(step)
        if lasted is not None:
            start = moment(event.received_at - lasted, zone)
            yield "authorized", f"{start}, for {duration(lasted)}", Tone.TEXT
        elif not event.synthetic:
            yield "authorized", "before recording began, or its event was missed", Tone.TEXT
        return
    if not event.dated:
        yield "happened", "not told by this event: taken from when it was heard", Tone.TEXT
    elif (delay := late_by(event)) is not None:
        yield "happened", f"{exact_moment(event.date, zone)}, heard {duration(delay)} late", Tone.WARNING
    else:
        yield "happened", exact_moment(event.date, zone), Tone.TEXT
    missing = away_for(step)
    if missing is not None and before is not None:
        heard = moment(before.received_at, zone)
        yield "before", f"deauthorized, heard {heard}, back after {duration(missing)}", Tone.TEXT


def _actor(event: Event) -> str:
    if event.actor_id is None:
        return "not told"
    role = "authorized it" if event.kind is Kind.AUTHORIZED else "had authorized it"
    same = f"   (the same who {role})" if event.actor_id == event.authorizer_id else ""
    return f"person {short(event.actor_id)}{same}"
