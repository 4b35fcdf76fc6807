"""A widget that shows lines of words with their weight, and repaints only the lines that changed."""

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from sa_monitor.present import signs
from sa_monitor.present.cells import END
from sa_monitor.present.tone import Line, Span, Tone, fit_line


class ToneView(Widget):
    """Shows the lines given to `show`, as they are: nothing of them is markup. Colours come from the stylesheet."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {*(f"tone--{tone}" for tone in Tone), "tone--cursor"}

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 (Textual's name)
        super().__init__(id=id, classes=classes)
        self._lines: tuple[Line, ...] = ()
        self._cursor: int | None = None
        self._marked: int | None = None

    @property
    def lines(self) -> tuple[Line, ...]:
        """What is shown."""
        return self._lines

    def show(self, lines: Sequence[Line], cursor: int | None = None) -> None:
        """Show these lines; `cursor` is the one that the cursor is on."""
        before, self._lines = self._lines, tuple(lines)
        moved = {self._cursor, cursor} - {None} if self._cursor != cursor else set()
        self._cursor = cursor
        for number in range(max(len(before), len(self._lines))):
            if number in moved or before[number : number + 1] != self._lines[number : number + 1]:
                self.refresh(Region(0, number, self.size.width, 1))

    def render_line(self, y: int) -> Strip:
        """Give one line of cells, exactly as wide as the widget."""
        cells = self.size.width
        spans = self._lines[y] if y < len(self._lines) else ()
        cursor = y == self._cursor
        if cursor:
            spans = _pointed(spans)
        here = (
            self.get_component_rich_style("tone--cursor", partial=True) if cursor and self.has_focus else None
        )
        return Strip([self._segment(span, here) for span in fit_line(spans, cells, END)], cells)

    def _segment(self, span: Span, here: object) -> Segment:
        style = self.get_component_rich_style(f"tone--{span.tone}")
        return Segment(span.text, style + here if here is not None else style)  # type: ignore[operator]


def _pointed(spans: Line) -> Line:
    """Put the sign of the cursor into the first cell, which lines leave free for it."""
    if spans and spans[0].text[:1] == " ":
        first, *rest = spans
        return (Span(signs.CURSOR, Tone.ACCENT), Span(first.text[1:], first.tone), *rest)
    return spans
