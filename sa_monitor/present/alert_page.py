"""The evidence of one alert: all that is known of it, below the list of all."""

from collections.abc import Iterator
from datetime import tzinfo

from sa_monitor.model.alert import Alert, Circumstances, Condition, Outcome, Told
from sa_monitor.model.event import Step
from sa_monitor.model.rulebook import BUILT_IN
from sa_monitor.present import signs
from sa_monitor.present.acknowledging import over_words, said_words
from sa_monitor.present.ages import ago
from sa_monitor.present.alert_lines import UNTOLD, evidence_words, state_words
from sa_monitor.present.alert_row import TOLD_SIGNS, when
from sa_monitor.present.alert_words import head_word, subject_words
from sa_monitor.present.cells import width
from sa_monitor.present.clean import clean
from sa_monitor.present.detail_line import Page
from sa_monitor.present.durations import rough
from sa_monitor.present.paragraph import broken
from sa_monitor.present.quantities import counted
from sa_monitor.present.times import time_of_day
from sa_monitor.present.tone import Line, Span, Tone, line

_GAP = "   "
_ORDINALS = ("first", "second", "third", "fourth", "fifth")


def evidence(alert: Alert, around: Circumstances, step: Step | None, page: Page) -> list[Line]:
    """Tell all that is known of one alert."""
    parts = (
        _together([*_whose(around), f"rule: {rule_words(alert)}"], page),
        _happened(alert, around, step, page),
        _said(alert, page),
        _who_was_told(alert, page),
    )
    return [entry for part in parts for entry in part]


def _whose(around: Circumstances) -> Iterator[str]:
    for name, value in (("owner", around.owner), ("note", around.note)):
        if value:
            yield f"{name} {clean(value)}"


def _happened(alert: Alert, around: Circumstances, step: Step | None, page: Page) -> Iterator[Line]:
    raised = (
        f"raised {when(alert.raised_at, page.now, page.zone)}, {ago(alert.raised_at, page.now, page.zone)}"
    )
    yield from _together([*_counts(alert, around), raised], page)
    if step is not None:
        scopes = (step.before or step.event).scopes or step.event.scopes
        verb = "lost" if alert.lost else "scopes"
        yield from _paragraph(f"{verb}: {', '.join(clean(scope) for scope in scopes) or 'no scopes'}", page)


def _counts(alert: Alert, around: Circumstances) -> Iterator[str]:
    """Say of how many events it speaks, and how much of the Service App is lost."""
    yield evidence_words(alert) + {True: ", verified", False: ", not verified", None: ""}[around.verified]
    if around.organizations:
        yield f"{around.lost} of {counted(around.organizations, 'organization')} lost"


def _said(alert: Alert, page: Page) -> Iterator[Line]:
    if said := said_words(alert, page.now, page.zone):
        yield from _paragraph(said, page)
    if alert.note:
        yield from _paragraph(f"they say: {clean(alert.note)}", page)
    if alert.resolved_at is not None:
        yield from _paragraph(over_words(alert, page.zone), page)


def _who_was_told(alert: Alert, page: Page) -> Iterator[Line]:
    for told in alert.told:
        yield told_line(told, page.now, page.zone)
    if not alert.told:
        yield line(" nobody else was told: no channel takes this", Tone.QUIET)


def told_line(told: Told, now: int, zone: tzinfo) -> Line:
    """Say how telling one channel went: `✗ pager: HTTP 502 at 03:12:46, third try in 40 s`."""
    sign, tone = TOLD_SIGNS.get(told.outcome, (signs.UNKNOWN, Tone.QUIET))
    name = clean(told.name)
    if told.outcome is Outcome.SENT and told.at is not None:
        words = f"{name}: told {time_of_day(told.at, zone)}"
    elif told.outcome is Outcome.FAILING and told.at is not None:
        again = f"{_ordinal(told.tries + 1)} try in {rough(max(0, (told.due or now) - now))}"
        words = f"{name}: {clean(told.error or '')} at {time_of_day(told.at, zone)}, {again}"
    elif told.outcome is Outcome.QUIET:
        words = f"{name}: told the same a moment ago, again in {rough(max(0, (told.due or now) - now))}"
    else:
        words = f"{name}: {UNTOLD[told.outcome]}"
    return (Span(f" {sign} ", tone), Span(words))


def rule_words(alert: Alert) -> str:
    """Name the rule, and whether it is built in."""
    built_in = any(rule.name == alert.rule for rule in BUILT_IN.values())
    if alert.what is Condition.LOSS and built_in:
        return "any unexpected loss (built in)"
    return f"{clean(alert.rule)} (built in)" if built_in else clean(alert.rule)


def alert_copy(alert: Alert, around: Circumstances, text: str) -> str:
    """Give an alert as text for a ticket."""
    head = f"{head_word(alert)} {subject_words(alert, around)}"
    rest = [
        f"state: {state_words(alert)}",
        f"rule: {rule_words(alert)}",
        f"events: {', '.join(map(str, alert.events[:20]))}",
    ]
    return "\n".join([head, text, *rest, f"alert {alert.id}"])


def _ordinal(number: int) -> str:
    """Write `third`, from six on `6th`."""
    if number <= len(_ORDINALS):
        return _ORDINALS[number - 1]
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _together(parts: list[str], page: Page) -> Iterator[Line]:
    """Set as many of these on a line as fit; what is longer than a line is broken."""
    held = ""
    for part in parts:
        if held and width(held) + len(_GAP) + width(part) > page.cells - 2:
            yield from _paragraph(held, page)
            held = ""
        held = f"{held}{_GAP}{part}" if held else part
    yield from _paragraph(held, page)


def _paragraph(words: str, page: Page) -> Iterator[Line]:
    if width(words) <= page.cells - 2:
        yield line(f" {words}")
        return
    for text in broken(words, page.cells - 2):
        yield line(f" {text}")
