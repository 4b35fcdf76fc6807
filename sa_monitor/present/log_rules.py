"""The rules between the rows of the log: a new day, times in which nobody listened, what became of our webhooks."""

from collections.abc import Sequence
from datetime import tzinfo

from sa_monitor.model.health import Happened, HealthRecord
from sa_monitor.model.instants import HOUR
from sa_monitor.model.listening import Ending, Gap
from sa_monitor.present.durations import duration
from sa_monitor.present.health_words import health_title
from sa_monitor.present.quantities import grouped
from sa_monitor.present.times import day, minute, short_date, there, time_of_day
from sa_monitor.present.tone import Line, Span, Tone, cut_line

_LEAD = " " + "─" * 9 + " "

REASONS = {
    Ending.STOPPED: "stopped",
    Ending.TERMINAL_CLOSED: "terminal closed",
    Ending.KILLED: "killed",
    Ending.SLEPT: "this computer slept",
    Ending.STALLED: "stalled",
    Ending.FAILED: "it failed",
}
"""Why nobody listened, in words."""


def day_rule(instant: int, zone: tzinfo, cells: int) -> Line:
    """Name the day of the rows below."""
    return _ruled(day(instant, zone), Tone.TEXT, "", cells)


def gap_rule(gaps: Sequence[Gap], now: int, zone: tzinfo, cells: int, *, dated: bool = False) -> Line:
    """Say when nobody listened between two rows, and why; several gaps, oldest first, share one rule.

    `dated` adds the day where the rows around don't tell it.
    """
    first, last = gaps[0], gaps[-1]
    lost = duration(sum((gap.until or now) - gap.since for gap in gaps))
    between = _between(first.since, last.until, zone, dated=dated)
    if len(gaps) > 1:
        words = f"{between}  {grouped(len(gaps))} gaps, nobody listened for {lost}"
        return _ruled(words, Tone.WARNING, "", cells)
    words = f"{between}  nobody listened for {lost}"
    return _ruled(words, Tone.WARNING, f"({REASONS[first.reason]})", cells)


_HEALTH_TONES = {Happened.ACTIVE: Tone.QUIET, Happened.MOVED: Tone.WARNING}


def health_rule(record: HealthRecord, zone: tzinfo, cells: int, *, dated: bool = False) -> Line:
    """Say when something became of a webhook of ours, and what; `dated` as of a gap."""
    on = f"{short_date(record.at, zone)} " if dated else ""
    words = f"{on}{minute(record.at, zone)}  {health_title(record)}"
    return _ruled(words, _HEALTH_TONES.get(record.what, Tone.ERROR), "", cells)


def _between(since: int, until: int | None, zone: tzinfo, *, dated: bool) -> str:
    if until is None:
        return f"since {minute(since, zone)}"
    if there(since, zone).date() == there(until, zone).date():
        on = f"{short_date(since, zone)} " if dated else ""
        written = time_of_day if until - since < HOUR else minute
        return f"{on}{written(since, zone)} to {written(until, zone)}"
    return (
        f"{short_date(since, zone)} {minute(since, zone)} to {short_date(until, zone)} {minute(until, zone)}"
    )


def _ruled(words: str, tone: Tone, more: str, cells: int) -> Line:
    """Set the words into a rule; `more` stands only where it fits whole."""
    said = f"{words} {more}" if more and len(_LEAD) + len(words) + len(more) + 3 <= cells else words
    rest = cells - len(_LEAD) - len(said) - 2
    spans = (Span(_LEAD, Tone.QUIET), Span(said, tone), Span(" " + "─" * max(0, rest), Tone.QUIET))
    return cut_line(spans, cells - 1, "…")
