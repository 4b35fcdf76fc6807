"""Titled rules: the one line above a pane that names it, counts what it shows, and says what it hides."""

from collections.abc import Iterable, Sequence
from itertools import product

from msgspec import Struct

from sa_monitor.present.cells import INSIDE, cut, width
from sa_monitor.present.tone import Line, Span, Tone

DASH = "─"


class Heading(Struct, frozen=True):
    """What the rule above one pane says.

    `right` and `middle` are wordings from the longest to the shortest that will do; the shortest is always shown and
    the title gives way to it. `columns` are names of the pane's columns, with the cell at which each ends.
    """

    title: str
    right: Sequence[str] = ()
    right_tone: Tone = Tone.TEXT
    middle: Sequence[str] = ()
    middle_tone: Tone = Tone.TEXT
    columns: Sequence[tuple[str, int]] = ()
    focused: bool = False


def ruled(heading: Heading, cells: int, joints: Iterable[tuple[int, str]] = ()) -> Line:
    """Write a rule of exactly `cells`. `joints` are the signs where it meets a border, by their cell."""
    drawn = _Drawn(cells, joints)
    stop = min((end - width(name) - 1 for name, end in heading.columns), default=cells)
    middle, right = _wordings(heading, stop)
    for name, end in heading.columns:
        drawn.write(end - width(name) - 1, name, Tone.QUIET)
    if right:
        drawn.write(cells - width(right) - 3, right, heading.right_tone)
        stop = min(stop, cells - width(right) - 3)
    title = cut(heading.title, stop - 4 - (width(middle) + 3 if middle else 0), INSIDE)
    drawn.write(1, title, Tone.STRONG if heading.focused else Tone.TEXT)
    if middle:
        start = width(title) + 3
        drawn.write(drawn.clear_of_joints(start, stop, width(middle) + 2), middle, heading.middle_tone)
    return drawn.spans()


def _wordings(heading: Heading, room: int) -> tuple[str, str]:
    """Choose the longest wordings of the middle and the right that leave the title whole, else the shortest."""
    middle = right = ""
    for right, middle in product(heading.right or ("",), heading.middle or ("",)):
        taken = sum(width(words) + 3 for words in (heading.title, middle, right) if words)
        if taken + 1 <= room:
            break
    return middle, right


class _Drawn:
    """One line of cells on which words are written over a rule."""

    def __init__(self, cells: int, joints: Iterable[tuple[int, str]]) -> None:
        self._rule = [DASH] * cells
        for at, sign in joints:
            if 0 <= at < cells:
                self._rule[at] = sign
        self._words: dict[int, Span] = {}

    def clear_of_joints(self, start: int, stop: int, cells: int) -> int:
        """Give where words of `cells` stand in the middle between two cells, beside a joint rather than on it."""
        middle = start + (stop - start - cells + 1) // 2
        joints = [
            at for at in range(middle, middle + cells) if at < len(self._rule) and self._rule[at] != DASH
        ]
        moved = joints[-1] + 2 if joints else middle
        return moved if moved + cells <= stop else middle

    def write(self, at: int, words: str, tone: Tone) -> None:
        """Write words with a blank on both sides over the rule, from a cell on."""
        self._words[at] = Span(f" {words} ", tone)

    def spans(self) -> Line:
        """Give what was drawn, from left to right."""
        spans: list[Span] = []
        at = 0
        for start, span in sorted(self._words.items()):
            spans += [Span("".join(self._rule[at:start]), Tone.QUIET), span]
            at = start + width(span.text)
        spans.append(Span("".join(self._rule[at:]), Tone.QUIET))
        return tuple(span for span in spans if span.text)
