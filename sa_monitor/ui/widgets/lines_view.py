"""A page of lines that scrolls, with a cursor."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.events import Click, MouseScrollDown, MouseScrollUp, Resize

from sa_monitor.present.tone import Line
from sa_monitor.ui.actions import Place, bindings
from sa_monitor.ui.widgets.tone_view import ToneView

_WHEEL = 3


class LinesView(ToneView, can_focus=True):
    """Shows as many of its lines as fit; the cursor is on one of them, and the page scrolls with it."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Place.LINES)

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 (Textual's)
        super().__init__(id=id, classes=classes)
        self._page: Sequence[Line] = ()
        self._at = 0
        self._top = 0

    @property
    def at(self) -> int:
        """The line that the cursor is on."""
        return self._at

    def fill(self, lines: Sequence[Line], *, from_top: bool) -> None:
        """Show these lines: from their beginning, or where the page was."""
        self._page = lines
        if from_top:
            self._at = self._top = 0
        self._go(self._at)

    def on_resize(self, _event: Resize) -> None:
        """Show as many lines as there is room for."""
        self._go(self._at)

    def watch_has_focus(self, has_focus: bool) -> None:  # noqa: FBT001 (Textual's)
        """Show the cursor, or hide it."""
        super().watch_has_focus(has_focus)
        self._go(self._at)

    def _go(self, at: int) -> None:
        height = self.size.height
        if not height:
            return
        self._at = min(max(0, at), max(0, len(self._page) - 1))
        lowest = max(0, len(self._page) - height)
        self._top = min(max(min(self._top, self._at), self._at - height + 1), lowest)
        pointed = self.has_focus and bool(self._page)
        self.show(self._page[self._top : self._top + height], self._at - self._top if pointed else None)

    def action_down(self) -> None:
        """Move down."""
        self._go(self._at + 1)

    def action_up(self) -> None:
        """Move up."""
        self._go(self._at - 1)

    def action_newest(self) -> None:
        """Go to the first line."""
        self._go(0)

    def action_oldest(self) -> None:
        """Go to the last line."""
        self._go(len(self._page) - 1)

    def action_page_down(self) -> None:
        """Turn a page down."""
        self._turn(self.size.height - 1)

    def action_page_up(self) -> None:
        """Turn a page up."""
        self._turn(1 - self.size.height)

    def _turn(self, by: int) -> None:
        """Scroll by lines; the cursor stays where it is on the screen."""
        lowest = max(0, len(self._page) - self.size.height)
        before, self._top = self._top, min(max(0, self._top + by), lowest)
        self._go(self._at + (self._top - before or by))

    def on_click(self, event: Click) -> None:
        """Put the cursor on the line that was clicked."""
        self._go(self._top + event.y)

    def on_mouse_scroll_down(self, _event: MouseScrollDown) -> None:
        """Scroll down."""
        self._turn(_WHEEL)

    def on_mouse_scroll_up(self, _event: MouseScrollUp) -> None:
        """Scroll up."""
        self._turn(-_WHEEL)
