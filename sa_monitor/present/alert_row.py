"""One alert on one line of the page of alerts."""

from collections.abc import Sequence
from datetime import tzinfo

from sa_monitor.model.alert import Alert, Circumstances, Condition, Outcome, Severity, Status, Told
from sa_monitor.model.instants import DAY
from sa_monitor.present import signs
from sa_monitor.present.alert_lines import alert_sign, state_words
from sa_monitor.present.alert_words import subject_words
from sa_monitor.present.clean import clean
from sa_monitor.present.columns import Column, row
from sa_monitor.present.durations import rough
from sa_monitor.present.times import minute, short_date, time_of_day, weekday
from sa_monitor.present.tone import Line, Span, Tone, line

TOLD_SIGNS = {Outcome.SENT: (signs.OK, Tone.SUCCESS), Outcome.FAILING: (signs.LOST, Tone.ERROR)}
"""How telling a channel went, as a sign; what isn't among them is not known yet, or not wanted any more."""

_SIGN, _WHEN, _SEVERITY = Column(1, 1), Column(3, 11), Column(15, 8)
_WHAT, _SUBJECT, _SUBJECT_ALONE = Column(25, 15), 42, 25
_MEDIUM, _WIDE = 110, 160
_STATE, _TOLD, _TOLD_WIDE = 20, 25, 45
_WEEK = 7 * DAY
_SAID_BY_ITSELF = frozenset(Condition) - {Condition.CHANGED, Condition.NEW_ORGANIZATION, Condition.MATCHED}
"""Of these the sign and the subject tell what it is, where there is no column for that."""


def ordered(alerts: Sequence[Alert]) -> list[Alert]:
    """Put the open ones first, then those that somebody has acknowledged, then what is over; each newest first."""
    return sorted(alerts, key=lambda alert: list(Status).index(alert.status))


def alert_row(
    alert: Alert, around: Circumstances | None, now: int, zone: tzinfo, cells: int, *, telling: bool
) -> Line:
    """Write it; `telling` leaves room for who was told, where there is any."""
    open_, subject = alert.status is Status.OPEN, subject_words(alert, around or Circumstances())
    sign = alert_sign(alert)
    tone = _tone(alert, sign)
    severity = alert.severity.upper() if alert.severity is Severity.CRITICAL else alert.severity
    parts = [(_SIGN, line(sign, tone)), (_WHEN, line(when(alert.raised_at, now, zone), tone))]
    parts.append((_SEVERITY, line(severity, tone)))
    start = _SUBJECT_ALONE
    if cells >= _MEDIUM:
        start = _SUBJECT
        parts.append((_WHAT, line(alert.what, Tone.TEXT)))
    elif alert.what not in _SAID_BY_ITSELF:
        subject = f"{alert.what}  {subject}"
    told_cells = (_TOLD_WIDE if cells >= _WIDE else _TOLD) if telling and cells >= _MEDIUM else 0
    state_at = cells - 1 - told_cells - _STATE
    state = f"open {rough(max(0, now - alert.raised_at))}" if open_ else state_words(alert)
    parts.append((Column(start, state_at - start - 2), line(subject, Tone.STRONG if open_ else Tone.TEXT)))
    parts.append((Column(state_at, _STATE - 1), line(state)))
    if told_cells and alert.told:
        parts.append((Column(state_at + _STATE, told_cells), _told(alert.told)))
    return row(parts)


def when(instant: int, now: int, zone: tzinfo) -> str:
    """Write a time so that it can't be taken for today's where it isn't."""
    passed = now - instant
    if passed < DAY // 2:
        return time_of_day(instant, zone)
    if passed < _WEEK:
        return f"{weekday(instant, zone)} {minute(instant, zone)}"
    return short_date(instant, zone)


def _tone(alert: Alert, sign: str) -> Tone:
    """Colour what is open alone: what is lost, else what wants a look."""
    if alert.status is not Status.OPEN:
        return Tone.QUIET if alert.resolved_at is not None else Tone.TEXT
    if sign == signs.LOST:
        return Tone.ERROR
    return Tone.TEXT if alert.severity is Severity.NOTICE else Tone.WARNING


def _told(told: Sequence[Told]) -> Line:
    spans = [Span("told:", Tone.QUIET)]
    for one in told:
        sign, tone = TOLD_SIGNS.get(one.outcome, (one.outcome, Tone.QUIET))
        spans += [Span(f" {clean(one.name)} ", Tone.QUIET), Span(sign, tone)]
    return tuple(spans)
