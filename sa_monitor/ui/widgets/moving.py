"""Moving a cursor over lines by the keys that are the same in every list and on every page."""

from textual.events import MouseScrollDown, MouseScrollUp

from sa_monitor.ui.widgets.tone_view import ToneView

_WHEEL = 3


class Moving(ToneView):
    """A view with a cursor. What is moved over says how many lines there are, and how the cursor gets to one."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 (Textual's)
        super().__init__(id=id, classes=classes)
        self._at = 0
        self._top = 0

    @property
    def at(self) -> int:
        """The line that the cursor is on."""
        return self._at

    @property
    def count(self) -> int:
        """How many lines there are."""
        raise NotImplementedError

    def go(self, at: int) -> None:
        """Put the cursor on a line, or the nearest that there is."""
        raise NotImplementedError

    def turn(self, by: int) -> None:
        """Move by so many lines at once, down if positive."""
        self.go(self._at + by)

    def action_down(self) -> None:
        """Move down."""
        self.go(self._at + 1)

    def action_up(self) -> None:
        """Move up."""
        self.go(self._at - 1)

    def action_newest(self) -> None:
        """Go to the first line."""
        self.go(0)

    def action_oldest(self) -> None:
        """Go to the last line."""
        self.go(self.count - 1)

    def action_page_down(self) -> None:
        """Turn a page down."""
        self.turn(max(1, self.size.height - 1))

    def action_page_up(self) -> None:
        """Turn a page up."""
        self.turn(-max(1, self.size.height - 1))

    def on_mouse_scroll_down(self, _event: MouseScrollDown) -> None:
        """Scroll down."""
        self.turn(_WHEEL)

    def on_mouse_scroll_up(self, _event: MouseScrollUp) -> None:
        """Scroll up."""
        self.turn(-_WHEEL)
