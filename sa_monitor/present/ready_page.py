"""How the page Getting ready is written: its steps one below the other, and the sentences at its foot."""

from collections.abc import Iterator, Sequence

from sa_monitor.present.paragraph import paragraphs
from sa_monitor.present.ready_words import StepWords
from sa_monitor.present.tone import Line, Span, Tone

_TEXT = 19
"""The cell at which facts begin."""

_WIDEST = 100
"""Cells of a line of text at most: longer ones are hard to read."""

_TITLE = 14

CHANGES_ONLY = (
    "Webex reports changes only. An organization that authorized a Service App before today appears when it next "
    "changes.  {known} enters those you know already."
)
ENDS = (
    "Recording ends with this program, this terminal, this computer. Round the clock: run "
    '"sa-monitor listen" as a service; this screen then watches it.'
)


def step_lines(words: StepWords, number: int, cells: int) -> list[Line]:
    """Write one step, its first line with its sign and title."""
    room = min(cells - _TEXT - 1, _WIDEST)
    facts = paragraphs([(sentence, Tone.TEXT) for sentence in words.fact], room)
    first, *more = facts
    head = (
        Span(" "),
        Span(words.sign, words.tone),
        Span(f" {number} "),
        Span(f"{words.step:<{_TITLE}}", Tone.STRONG),
    )
    return [
        (*head, *first),
        *(_indented(line) for line in (*more, *_further(words, room))),
    ]


def foot_lines(known: str, cells: int) -> list[Line]:
    """Write what everybody should know before they wait; `known` is the key that enters known authorizations."""
    said = [(CHANGES_ONLY.format(known=known), Tone.TEXT), (ENDS, Tone.TEXT)]
    return [(Span(" "), *line) for line in paragraphs(said, min(cells - 2, _WIDEST))]


def _further(words: StepWords, room: int) -> Iterator[Line]:
    if words.waits:
        yield (Span(words.waits, Tone.QUIET),)
    if words.enter:
        yield Span("enter", Tone.ACCENT), Span(f"  {words.enter}"[:room], Tone.TEXT)


def _indented(line: Line) -> Line:
    return (Span(" " * _TEXT), *line)


def spread(steps: Sequence[Sequence[Line]], room: int) -> tuple[list[Line], list[int]]:
    """Put steps one below the other, apart where there is room; gives the lines, and where each step begins."""
    apart = sum(map(len, steps)) + len(steps) <= room
    lines: list[Line] = []
    begins = []
    for step in steps:
        begins.append(len(lines))
        lines += [*step, *([()] if apart else [])]
    return lines, begins
