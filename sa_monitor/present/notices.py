"""What stands under the status line of every page while it is so: what is so, since when, what it means, what helps."""

from collections.abc import Iterator, Sequence
from datetime import tzinfo

from msgspec import Struct

from sa_monitor.model.listening import Gap
from sa_monitor.present import signs
from sa_monitor.present.cells import END, cut, width
from sa_monitor.present.clean import clean
from sa_monitor.present.durations import duration
from sa_monitor.present.log_rules import REASONS
from sa_monitor.present.quantities import grouped
from sa_monitor.present.times import day_minute
from sa_monitor.present.tone import Line, Span, Tone

_MARGIN = 3
"""Cells before the words, for their sign."""

_ROOM = 12
"""Characters of a fault for which the status line has room, whatever else it says."""


class Notice(Struct, frozen=True):
    """One thing that a reader has to know wherever they are. Keys stand in `words` between backticks.

    `alarm`: something is lost as long as it is so.
    """

    words: str
    alarm: bool = False


def notice_lines(notice: Notice, cells: int) -> list[Line]:
    """Write it over whole lines of `cells`."""
    sign, tone = (signs.LOST, Tone.ALARM) if notice.alarm else (signs.LOOK, Tone.WARNING)
    lines = []
    for number, spans in enumerate(_wrapped(notice.words, cells - _MARGIN - 1)):
        lead = f" {sign} " if number == 0 else " " * _MARGIN
        rest = " " * (cells - _MARGIN - sum(width(span.text) for span in spans))
        line = (Span(lead, tone), *spans, Span(rest))
        lines.append(tuple(Span(span.text, Tone.ALARM) for span in line) if notice.alarm else line)
    return lines


def _wrapped(words: str, cells: int) -> Iterator[Line]:
    """Break the words into lines, at blanks."""
    held: list[Span] = []
    taken = 0
    for word in words.split():
        spans = [*_keyed(cut(word, cells, END))]
        needed = sum(width(span.text) for span in spans)
        if held and taken + 1 + needed > cells:
            yield tuple(held)
            held, taken = [], 0
        if held:
            held.append(Span(" "))
            taken += 1
        held += spans
        taken += needed
    if held:
        yield tuple(held)


def _keyed(word: str) -> Iterator[Span]:
    for number, piece in enumerate(word.split("`")):
        if piece:
            yield Span(piece, Tone.ACCENT if number % 2 else Tone.TEXT)


def nobody_listens(since: int | None, now: int, zone: tzinfo, *, can_listen: bool) -> Notice:
    """Say that nobody listens, and what ends it."""
    when = "" if since is None else f" since {day_minute(since, now, zone)}"
    helps = "`L` listens here." if can_listen else "To listen: start sa-monitor without --view."
    return Notice(f"Nobody listens{when}. What Webex sends is lost. {helps}", alarm=True)


def not_listening(failure: str) -> Notice:
    """Say that listening failed."""
    words = "`L` tries again; tried every 5 s. What Webex sends meanwhile is lost."
    return Notice(f"{_told(failure)} {words}", alarm=True)


def not_storing(fault: str, advice: str) -> Notice:
    """Say that nothing can be stored, and why where the status line may have no room for it."""
    why = _told(fault) if len(fault) > _ROOM else ""
    if why and not why.startswith("events.db"):
        why = why[0].upper() + why[1:]
    words = "Webex is answered 503 and may disable the webhooks."
    return Notice(f"{why} {words} {_told(advice) or 'Storing goes on by itself.'}".lstrip(), alarm=True)


def too_much_comes(since: int, now: int, zone: tzinfo) -> Notice:
    """Say that part of what comes can't be stored in time."""
    words = "Part of it is answered 503; what is answered 200 is kept."
    begun = day_minute(since, now, zone)
    return Notice(f"More comes than can be stored since {begun}. {words} `5` shows from where.")


def not_projecting(advice: str) -> Notice:
    """Say that deliveries are stored, but not shown."""
    return Notice(f"Deliveries are stored and answered, but what they say isn't shown yet. {_told(advice)}")


def not_readable(fault: str) -> Notice:
    """Say that the store can't be read."""
    return Notice(f"events.db can't be read: {_told(fault)} What is shown may be out of date.")


def secrets_unreadable(problem: str) -> Notice:
    """Say that the secrets that are kept can't be read."""
    return Notice(f"{_told(problem)} Secrets that were known before stay in force.")


def gap_notice(gaps: Sequence[Gap], now: int, zone: tzinfo) -> Notice:
    """Say when nobody listened, and what that means for what is shown; several gaps, oldest first, together."""
    first, last = gaps[0], gaps[-1]
    since = day_minute(first.since, now, zone)
    unknown = f"What changed meanwhile isn't known; standings are as of {since}."
    if len(gaps) > 1:
        lost = duration(lasted(gaps, now))
        return Notice(f"Nobody listened for {lost}, in {grouped(len(gaps))} gaps since {since}. {unknown}")
    until = day_minute(last.until or now, now, zone)
    return Notice(f"Nobody listened {since} to {until} ({REASONS[first.reason]}). {unknown}")


def lasted(gaps: Sequence[Gap], now: int) -> int:
    """Give how long nobody listened, all gaps together."""
    return sum((gap.until or now) - gap.since for gap in gaps)


def _told(words: str) -> str:
    """Write what an error says as a sentence: a backtick of it is no key."""
    said = clean(words).replace("`", "'").strip()
    return said if not said or said.endswith((".", "?")) else f"{said}."
