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
        self._looks: dict[bool, dict[Tone, Style]] = {}

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
        looks = self._looks.get(cursor and self.has_focus) or self._look(pointed=cursor and self.has_focus)
        return Strip([Segment(span.text, looks[span.tone]) for span in fit_line(spans, cells, END)], cells)

    def notify_style_update(self) -> None:
        """Look the colours up anew."""
        super().notify_style_update()
        self._looks = {}

    def _look(self, *, pointed: bool) -> dict[Tone, Style]:
        """Look the colours up, which costs more than the rest of a line: they are kept while they hold."""
        plain = self.rich_style
        if pointed:
            plain += self.screen.get_component_rich_style("tone--cursor", partial=True)
        component = self.screen.get_component_rich_style
        looks = {tone: plain + component(f"tone--{tone}", partial=True) for tone in Tone}
        self._looks[pointed] = looks
        return looks


def _pointed(spans: Line) -> Line:
    """Put the sign of the cursor into the first cell, which lines leave free for it."""
    if spans and spans[0].text[:1] == " ":
        first, *rest = spans
        return (Span(signs.CURSOR, Tone.ACCENT), Span(first.text[1:], first.tone), *rest)
    return spans
