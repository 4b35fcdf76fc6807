"""A widget that shows lines of words with their weight, and repaints only the lines that changed."""

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from sa_monitor.present import signs
from sa_monitor.present.cells import END
from sa_monitor.present.tone import Line, Span, Tone, fit_line

TONES = frozenset({*(f"tone--{tone}" for tone in Tone), "tone--cursor"})
"""The component classes of a screen with such views."""


class ToneView(Widget):
    """Shows the lines given to `show`, as they are: nothing of them is markup.

    Its screen has the colours of `TONES` from the stylesheet, once for all the views on it: asked for by every view
    they would take half of the time that a start may take.
    """

    ALLOW_SELECT = False

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
        plain = self.rich_style
        if cursor and self.has_focus:
            plain += self._look("cursor")
        fitted = fit_line(spans, cells, END)
        return Strip([Segment(span.text, plain + self._look(span.tone)) for span in fitted], cells)

    def _look(self, name: str) -> Style:
        return self.screen.get_component_rich_style(f"tone--{name}", partial=True)


def _pointed(spans: Line) -> Line:
    """Put the sign of the cursor into the first cell, which lines leave free for it."""
    if spans and spans[0].text[:1] == " ":
        first, *rest = spans
        return (Span(signs.CURSOR, Tone.ACCENT), Span(first.text[1:], first.tone), *rest)
    return spans
