"""Rows of columns: each starts at its own cell, whatever stands in the one before it."""

from collections.abc import Iterable
from typing import NamedTuple

from sa_monitor.present.cells import END, INSIDE, width
from sa_monitor.present.tone import Line, Span, cut_line, line_width


class Column(NamedTuple):
    """A place in a row: its first cell and how many it has. `right` sets its text to the right edge."""

    start: int
    cells: int
    right: bool = False

    @property
    def end(self) -> int:
        """The first cell after it."""
        return self.start + self.cells


def row(places: Iterable[tuple[Column, Line]], *, last: bool = True) -> Line:
    """Set each text at its column, from left to right; where `last`, nothing stands right of the final column.

    A text too long for its column is cut: before another column with two dots, else with an ellipsis.
    """
    filled = [(column, text) for column, text in places if text and column.cells > 0]
    spans: list[Span] = []
    at = 0
    for number, (column, text) in enumerate(filled, 1):
        mark = END if last and number == len(filled) else INSIDE
        cells = line_width(text)
        if cells > column.cells:
            text = cut_line(text, column.cells, mark)  # noqa: PLW2901 (what is cut is shown instead)
            cells = line_width(text)
        start = column.end - cells if column.right else column.start
        if start > at:
            spans.append(Span(" " * (start - at)))
        spans.extend(text)
        at = start + cells
    return tuple(spans)


def first_fitting(choices: Iterable[str], cells: int) -> str:
    """Give the first of the wordings that fits; nothing where none does."""
    return next((words for words in choices if width(words) <= cells), "")
