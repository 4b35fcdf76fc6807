"""What the program said of itself, in lines: the newest first, under the days on which it said it."""

from collections.abc import Iterator, Sequence
from datetime import tzinfo

from sa_monitor.model.checkup import Grade
from sa_monitor.model.message import Message
from sa_monitor.present import signs
from sa_monitor.present.clean import clean
from sa_monitor.present.log_rules import day_rule
from sa_monitor.present.paragraph import broken
from sa_monitor.present.times import there, time_of_day
from sa_monitor.present.tone import Line, Span, Tone

_SIGNS = {
    Grade.PASS: (" ", Tone.TEXT),
    Grade.WARN: (signs.LOOK, Tone.WARNING),
    Grade.FAIL: (signs.LOST, Tone.ERROR),
}


def message_lines(messages: Sequence[Message], now: int, zone: tzinfo, cells: int) -> Iterator[Line]:
    """Write them, each whole: its time, its sign, and its words over as many lines as they need."""
    day = there(now, zone).date()
    for message in messages:
        own = there(message.at, zone).date()
        if own != day:
            yield day_rule(message.at, zone, cells)
        day = own
        yield from _written(message, zone, cells)


def no_message() -> list[Line]:
    """Say that there is none."""
    return [(Span(" Nothing was said since this program started.", Tone.QUIET),)]


def _written(message: Message, zone: tzinfo, cells: int) -> Iterator[Line]:
    sign, tone = _SIGNS[message.grade]
    time = f" {time_of_day(message.at, zone)} "
    margin = len(time) + 2
    first, *more = broken(clean(message.words), cells - margin - 1)
    yield (Span(time), Span(f"{sign} ", tone), Span(first))
    for words in more:
        yield (Span(" " * margin), Span(words))
