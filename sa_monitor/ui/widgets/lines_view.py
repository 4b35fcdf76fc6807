"""A page of lines that scrolls, with a cursor."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.events import Click, Resize

from sa_monitor.present.tone import Line, plain
from sa_monitor.ui.actions import Place, bindings
from sa_monitor.ui.widgets.moving import Moving


class LinesView(Moving, can_focus=True):
    """Shows as many of its lines as fit; the cursor is on one of them, and the page scrolls with it."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Place.LINES)

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 (Textual's)
        super().__init__(id=id, classes=classes)
        self._page: Sequence[Line] = ()

    @property
    def count(self) -> int:
        """How many lines the page has."""
        return len(self._page)

    @property
    def page(self) -> Sequence[Line]:
        """All of its lines."""
        return self._page

    @property
    def line_copied(self) -> str | None:
        """What copying the line under the cursor gives; None where there is nothing to copy."""
        return plain(self._page[self._at]).strip() if self._page else None

    def fill(self, lines: Sequence[Line], *, from_top: bool) -> None:
        """Show these lines: from their beginning, or where the page was."""
        self._page = lines
        if from_top:
            self._at = self._top = 0
        self.go(self._at)

    def on_resize(self, _event: Resize) -> None:
        """Show as many lines as there is room for."""
        self.go(self._at)

    def watch_has_focus(self, has_focus: bool) -> None:  # noqa: FBT001 (Textual's)
        """Show the cursor, or hide it."""
        super().watch_has_focus(has_focus)
        self.go(self._at)

    def go(self, at: int) -> None:
        """Put the cursor on a line, and scroll as far as that needs."""
        height = self.size.height
        if not height:
            return
        self._at = min(max(0, at), max(0, self.count - 1))
        lowest = max(0, self.count - height)
        self._top = min(max(min(self._top, self._at), self._at - height + 1), lowest)
        pointed = self.has_focus and bool(self._page)
        self.show(self._page[self._top : self._top + height], self._at - self._top if pointed else None)

    def turn(self, by: int) -> None:
        """Scroll by lines; the cursor stays where it is on the screen."""
        lowest = max(0, self.count - self.size.height)
        before, self._top = self._top, min(max(0, self._top + by), lowest)
        self.go(self._at + (self._top - before or by))

    def on_click(self, event: Click) -> None:
        """Put the cursor on the line that was clicked."""
        self.go(self._top + event.y)
