"""The lines of an open alert under the status line of every page (`ux.md`, section 4)."""

from collections.abc import Iterator, Sequence
from datetime import UTC, tzinfo

from sa_monitor.model.alert import Alert, Circumstances, Condition, Severity
from sa_monitor.model.instants import DAY, MINUTE
from sa_monitor.present import signs
from sa_monitor.present.ages import ago
from sa_monitor.present.alert_words import head_word, subject_words
from sa_monitor.present.cells import END, INSIDE, cut, width
from sa_monitor.present.clean import clean
from sa_monitor.present.durations import duration
from sa_monitor.present.quantities import counted
from sa_monitor.present.times import time_of_day, zone_name
from sa_monitor.present.tone import Line, Span, Tone

BACK_FOR = MINUTE
"""Milliseconds for which it is said that something is back."""

_TWO_LINES = 110
_TELLING = 16
"""Cells from which on the beginning of a text tells something."""

_LOSSES = (Condition.LOSS, Condition.WAVE)


def alert_lines(
    alerts: Sequence[Alert], around: Circumstances, now: int, zone: tzinfo, cells: int, *, keys: str
) -> list[Line]:
    """Write the open alerts over whole lines; `around` is of the newest, which stands first. None without any.

    `keys` says which keys help (`key_words`). In alarm stands what is lost or critical; else it wants a look.
    """
    if not alerts:
        return []
    newest = alerts[0]
    heard = f"{_verb(newest)} {_at(newest.last_at, zone)}"
    when: Sequence[str] = (
        f"{heard}, {ago(newest.last_at, now, zone)}",
        heard,
        time_of_day(newest.last_at, zone),
    )
    if len(alerts) == 1:
        first, second = f"{head_word(newest)}  {subject_words(newest, around)}", _facts(newest, around)
    else:
        first = _several(alerts)
        second = [f"newest: {head_word(newest)}  {subject_words(newest, around)}", *_facts(newest, around)]
        when = (f"newest {_at(newest.last_at, zone)}", time_of_day(newest.last_at, zone))
    rows = [_spread(f" {first}", when, cells - 2)]
    if cells >= _TWO_LINES:
        rows.append(_spread(f" {_fit(second, cells - width(keys) - 6)}", (keys,), cells - 2))
    else:
        rows += [f" {_fit(second, cells - 4)}", f" {keys}"]
    written = _alarm if any(alert.alarming for alert in alerts) else _look
    return [written(row, number, cells) for number, row in enumerate(rows)]


def key_words(acknowledge: str, alerts: str | None, *, typing: bool = False, opens: str | None = None) -> str:
    """Say which keys help: what acknowledges, what shows what happened, what shows all.

    Where somebody types these keys are text, until `esc`. `alerts` is None where all alerts are in sight, `opens` where
    the cursor is on something else.
    """
    if typing:
        return f"esc, then {acknowledge} acknowledges"
    parts = [f"{acknowledge} acknowledge"]
    if opens is not None:
        parts.append(f"{opens} what happened")
    if alerts is not None:
        parts.append(f"{alerts} all alerts" if opens is not None else f"{alerts} what happened, all alerts")
    return "   ".join(parts)


def back_lines(back: Alert | None, cells: int) -> list[Line]:
    """Say for a moment what is authorized again, and for how long it was lost."""
    if back is None or back.resolved_at is None:
        return []
    lost = duration(back.resolved_at - back.raised_at)
    words = f" {signs.OK} BACK  {subject_words(back, Circumstances())}, lost for {lost}"
    return [(Span(cut(words, cells, END), Tone.SUCCESS),)]


def _several(alerts: Sequence[Alert]) -> str:
    """Sum several up: `LOST  2 Service Apps at 9 organizations`."""
    losses = [alert for alert in alerts if alert.what in _LOSSES]
    worst = sum(alert.severity is Severity.CRITICAL for alert in alerts)
    critical = f", {worst} critical" if worst else ""
    if not losses:
        return f"{len(alerts)} ALERTS{critical}"
    apps = len({alert.app_id for alert in losses})
    lost = sum(max(1, alert.lost) for alert in losses)
    others = f", {counted(len(alerts) - len(losses), 'other alert')}" if len(alerts) > len(losses) else ""
    return f"LOST  {counted(apps, 'Service App')} at {counted(lost, 'organization')}{critical}{others}"


def _facts(alert: Alert, around: Circumstances) -> list[str]:
    """Give what helps to judge it."""
    return [fact for fact in _known(alert, around) if fact]


def _known(alert: Alert, around: Circumstances) -> Iterator[str]:
    yield alert.severity.upper() if alert.severity is Severity.CRITICAL else ""
    yield {True: "verified", False: "not verified", None: ""}[around.verified]
    if alert.what is Condition.LOSS and around.authorized_for is not None:
        days = around.authorized_for // DAY
        yield f"after {days} d" if days > 1 else f"after {duration(around.authorized_for)}"
    if alert.what is Condition.LOSS and around.organizations:
        yield f"{around.lost} of {around.organizations} lost"
    if around.owner:
        yield f"call {clean(around.owner)}"
    if around.note:
        yield clean(around.note)


def _verb(alert: Alert) -> str:
    return "heard" if alert.app_id is not None else "seen"


def _at(instant: int, zone: tzinfo) -> str:
    """`03:12:44 CET`."""
    return time_of_day(instant, zone) + ("" if zone is UTC else f" {zone_name(instant, zone)}")


def _fit(parts: Sequence[str], cells: int) -> str:
    """Write as many as fit; whom to call goes before what is usual, and before how long it was authorized."""
    for spared in ("verified", "after "):
        whom = [place for place, part in enumerate(parts) if part.startswith("call ")]
        if not whom or width("  ".join(parts[: whom[0] + 1])) <= cells:
            break
        parts = [part for part in parts if not part.startswith(spared)]
    written = ""
    for part in parts:
        longer = f"{written}  {part}" if written else part
        if width(longer) > cells:
            telling = cells - width(written) >= _TELLING or not written
            return cut(longer, max(0, cells), END) if telling else written
        written = longer
    return written


def _spread(left: str, wordings: Sequence[str], cells: int) -> str:
    """Put words at both ends of a line; the right is said shorter, then the left gives way."""
    fitting = (words for words in wordings if width(left) + width(words) + 3 <= cells)
    right = next(fitting, wordings[-1])
    room = cells - width(right) - 3
    shown = cut(left, max(0, room), INSIDE)
    return f"{shown}{' ' * max(1, room - width(shown) + 2)}{right} "


def _alarm(text: str, number: int, cells: int) -> Line:
    shown = cut((f" {signs.LOST}" if number == 0 else "  ") + text, cells, END)
    return (Span(shown + " " * (cells - width(shown)), Tone.ALARM),)


def _look(text: str, number: int, cells: int) -> Line:
    shown = cut(text, cells - 2, END)
    if number:
        return (Span(f"  {shown}"),)
    return (Span(f" {signs.LOOK}", Tone.WARNING), Span(shown, Tone.STRONG))
