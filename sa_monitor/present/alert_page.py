"""The page of alerts: a row for each, and below the evidence of the one under the cursor."""

from collections.abc import Iterator, Sequence
from datetime import tzinfo

from sa_monitor.model.alert import Alert, Circumstances, Condition, Outcome, Severity, Status, Told
from sa_monitor.model.event import Step
from sa_monitor.model.expectation import Expectation
from sa_monitor.model.instants import DAY
from sa_monitor.model.rulebook import BUILT_IN
from sa_monitor.present import signs
from sa_monitor.present.ages import age, ago
from sa_monitor.present.alert_lines import alert_sign, state_words, told_words
from sa_monitor.present.alert_words import head_word, subject_words
from sa_monitor.present.clean import clean
from sa_monitor.present.columns import Column, row
from sa_monitor.present.detail_line import Page
from sa_monitor.present.durations import rough
from sa_monitor.present.paragraph import broken
from sa_monitor.present.quantities import counted
from sa_monitor.present.times import minute, short_date, time_of_day, weekday
from sa_monitor.present.tone import Line, Span, Tone, line

_SIGN, _WHEN, _SEVERITY = Column(1, 1), Column(3, 11), Column(15, 8)
_WIDE = 110
_WEEK = 7 * DAY

_TONES = {Severity.CRITICAL: Tone.ERROR, Severity.WARNING: Tone.WARNING, Severity.NOTICE: Tone.TEXT}
_TOLD_SIGNS = {Outcome.SENT: (signs.OK, Tone.SUCCESS), Outcome.FAILING: (signs.LOST, Tone.ERROR)}


_UNTOLD = {
    Outcome.WITHDRAWN: "not told: it was over before",
    Outcome.REMOVED: "not sent: channel removed",
}


def ordered(alerts: Sequence[Alert]) -> list[Alert]:
    """Put the open ones first, then those that somebody has acknowledged, then what is over; each newest first."""
    return sorted(alerts, key=lambda alert: list(Status).index(alert.status))


def alert_row(alert: Alert, around: Circumstances | None, now: int, zone: tzinfo, cells: int) -> Line:
    """Write one alert on one line."""
    open_ = alert.status is Status.OPEN
    tone = _TONES[alert.severity] if open_ else Tone.QUIET if alert.resolved_at is not None else Tone.TEXT
    severity = alert.severity.upper() if alert.severity is Severity.CRITICAL else alert.severity
    state = f"open {rough(max(0, now - alert.raised_at))}" if open_ else state_words(alert)
    what = f"{alert.what}  {subject_words(alert, around or Circumstances())}"
    told = told_words(alert) if cells >= _WIDE else ""
    told_cells, state_cells = (24 if told else 0), 22
    end = cells - 1
    parts = [
        (_SIGN, (Span(alert_sign(alert), tone),)),
        (_WHEN, line(_when(alert.raised_at, now, zone), tone)),
    ]
    parts += [
        (_SEVERITY, line(severity, tone)),
        (
            Column(25, max(10, end - 25 - state_cells - told_cells - 2)),
            line(what, Tone.STRONG if open_ else Tone.TEXT),
        ),
        (Column(end - state_cells - told_cells, state_cells - 1), line(state, Tone.TEXT)),
    ]
    if told:
        parts.append((Column(end - told_cells, told_cells), line(f"told: {told}", Tone.QUIET)))
    return row(parts)


def evidence(alert: Alert, around: Circumstances, step: Step | None, page: Page) -> list[Line]:
    """Tell all that is known of one alert."""
    parts = (
        _whose(around, page),
        _happened(alert, around, step, page),
        _said(alert, page),
        _who_was_told(alert, page),
    )
    return [entry for part in parts for entry in part]


def _whose(around: Circumstances, page: Page) -> Iterator[Line]:
    for name, value in (("owner", around.owner), ("note", around.note)):
        if value:
            yield from _paragraph(f"{name} {clean(value)}", page)


def _happened(alert: Alert, around: Circumstances, step: Step | None, page: Page) -> Iterator[Line]:
    yield line(f" rule: {rule_words(alert)}")
    when = f"{_when(alert.raised_at, page.now, page.zone)}, {ago(alert.raised_at, page.now, page.zone)}"
    yield line(f" {_counts(alert, around)}   raised {when}")
    if step is not None:
        scopes = (step.before or step.event).scopes or step.event.scopes
        verb = "lost" if alert.lost else "scopes"
        yield from _paragraph(f"{verb}: {', '.join(clean(scope) for scope in scopes) or 'no scopes'}", page)


def _said(alert: Alert, page: Page) -> Iterator[Line]:
    if alert.acknowledged_by is not None and alert.acknowledged_at is not None:
        said = "says that it was intended" if alert.intended else "is on it"
        yield line(
            f" {clean(alert.acknowledged_by)} {said}, {ago(alert.acknowledged_at, page.now, page.zone)}"
        )
    if alert.note:
        yield from _paragraph(f"they say: {clean(alert.note)}", page)


def _who_was_told(alert: Alert, page: Page) -> Iterator[Line]:
    for told in alert.told:
        yield told_line(told, page.now, page.zone)
    if not alert.told:
        yield line(" nobody was told: no channel takes this", Tone.QUIET)


def told_line(told: Told, now: int, zone: tzinfo) -> Line:
    """Say how telling one channel went: `✗ pager: HTTP 502 at 03:12:46, 3 tries, again in 40 s`."""
    sign, tone = _TOLD_SIGNS.get(told.outcome, (signs.UNKNOWN, Tone.QUIET))
    name = clean(told.name)
    if told.outcome is Outcome.SENT and told.at is not None:
        words = f"{name}: told {time_of_day(told.at, zone)}"
    elif told.outcome is Outcome.FAILING and told.at is not None:
        tries = f"{counted(told.tries, 'try', 'tries')}, again in {rough(max(0, (told.due or now) - now))}"
        words = f"{name}: {clean(told.error or '')} at {time_of_day(told.at, zone)}, {tries}"
    elif told.outcome is Outcome.QUIET:
        words = f"{name}: told the same a moment ago, again {age(told.due or now, now, zone)}"
    else:
        words = f"{name}: {_UNTOLD.get(told.outcome, 'waits')}"
    return (Span(f" {sign} ", tone), Span(words))


def rule_words(alert: Alert) -> str:
    """Name the rule, and whether it is built in."""
    built_in = any(rule.name == alert.rule for rule in BUILT_IN.values())
    if alert.what is Condition.LOSS and built_in:
        return "any unexpected loss (built in)"
    return f"{clean(alert.rule)} (built in)" if built_in else clean(alert.rule)


def alert_title(alert: Alert, now: int, zone: tzinfo) -> str:
    """Name an alert in a dialog: `call-reporting at Acme Corp, lost, heard 03:12:44`."""
    verb = "heard" if alert.app_id is not None else "seen"
    return f"{subject_words(alert, Circumstances())}, {alert.what}, {verb} {_when(alert.last_at, now, zone)}"


def choices_of(alert: Alert) -> list[tuple[str, str, str]]:
    """Give the two answers and what each means."""
    if not alert.lost:
        return [
            ("on it", "I am on it", "no banner any more; it ends by itself when it is mended"),
            ("intended", "It was intended", "nothing is to be done about it"),
        ]
    many = "these apps and organizations only" if alert.count > 1 else "this app and organization only"
    return [
        ("on it", "I am on it", "stays lost until it is authorized again"),
        ("intended", "It was intended", f"listed as ended; {many}"),
    ]


def acknowledged_words(alert: Alert) -> str:
    """Say what acknowledging did."""
    who = clean(alert.acknowledged_by or "somebody").split(" on ", maxsplit=1)[0]
    what = subject_words(alert, Circumstances())
    if alert.intended:
        return f"{what} was intended, says {who}. " + ("Listed as ended." if alert.lost else "")
    return f"{who} is on it: {what}. " + ("Stays lost until authorized again." if alert.lost else "")


def planned_words(window: Expectation, zone: tzinfo) -> str:
    """Say what is planned until when, and what takes it back."""
    parts = [clean(name) for name in (window.app, window.org) if name]
    return (
        f"Planned: a loss of {' at '.join(parts)} is expected until {minute(window.until, zone)}. "
        f"sa-monitor expect remove {window.id} takes it back."
    )


def _counts(alert: Alert, around: Circumstances) -> str:
    if alert.app_id is None:
        return counted(alert.count, "time") if alert.count > 1 else "once"
    verified = {True: ", verified", False: ", not verified", None: ""}[around.verified]
    lost = (
        f", {around.lost} of {counted(around.organizations, 'organization')} lost"
        if around.organizations
        else ""
    )
    return f"{counted(max(1, len(alert.events)), 'event')}{verified}{lost}"


def _when(instant: int, now: int, zone: tzinfo) -> str:
    """Write a time so that it can't be taken for today's where it isn't."""
    passed = now - instant
    if passed < DAY // 2:
        return time_of_day(instant, zone)
    if passed < _WEEK:
        return f"{weekday(instant, zone)} {minute(instant, zone)}"
    return short_date(instant, zone)


def _paragraph(words: str, page: Page) -> Iterator[Line]:
    for text in broken(words, page.cells - 2):
        yield line(f" {text}")


def alert_copy(alert: Alert, around: Circumstances, text: str) -> str:
    """Give an alert as text for a ticket."""
    head = f"{head_word(alert)} {subject_words(alert, around)}"
    rest = [
        f"state: {state_words(alert)}",
        f"rule: {rule_words(alert)}",
        f"events: {', '.join(map(str, alert.events[:20]))}",
    ]
    return "\n".join([head, text, *rest, f"alert {alert.id}"])
