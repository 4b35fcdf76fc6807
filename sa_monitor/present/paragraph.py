"""Sentences broken into lines between their words."""

from collections.abc import Iterator, Sequence

from sa_monitor.present.cells import width, wrap
from sa_monitor.present.tone import Line, Span, Tone

Said = tuple[str, Tone]
"""A sentence, or several, in one tone. Foreign text in it is clean already."""


def broken(text: str, cells: int) -> list[str]:
    """Break the text into lines of at most `cells`; only a word that is longer than a line is broken itself."""
    held = ""
    lines: list[str] = []
    for word in text.split():
        if held and width(f"{held} {word}") <= cells:
            held = f"{held} {word}"
            continue
        lines += [held] if held else []
        *whole, held = wrap(word, max(1, cells))
        lines += whole
    return [*lines, held]


def paragraphs(said: Sequence[Said], cells: int) -> Iterator[Line]:
    """Give the lines of several sentences, each from a line of its own; an empty one is an empty line."""
    for text, tone in said:
        for line in broken(text, cells):
            yield (Span(line, tone),) if line else ()
