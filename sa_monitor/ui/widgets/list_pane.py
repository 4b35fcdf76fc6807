"""A pane with a list, of which one row has the cursor."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.events import Click, MouseScrollDown, MouseScrollUp, Resize
from textual.message import Message

from sa_monitor.present.quantities import grouped
from sa_monitor.present.tone import Line, Tone, line
from sa_monitor.ui.actions import Place, bindings
from sa_monitor.ui.widgets.tone_view import ToneView


class ListPane(ToneView, can_focus=True):
    """Shows rows by their keys. The cursor stays on its key while rows come and go around it."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Place.LIST)

    class Moved(Message):
        """The reader has put the cursor on a row."""

        def __init__(self, pane: "ListPane", key: str) -> None:
            super().__init__()
            self.pane = pane
            self.key = key

        @property
        def control(self) -> "ListPane":
            """The pane that says so."""
            return self.pane

    class Opened(Moved):
        """The reader wants to see more of a row."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 (Textual's name)
        super().__init__(id=id)
        self._rows: list[Line] = []
        self._keys: list[str] = []
        self._at = 0
        self._top = 0

    @property
    def key(self) -> str | None:
        """What the cursor is on; None where there are no rows."""
        return self._keys[self._at] if self._keys else None

    @property
    def place(self) -> tuple[int, int]:
        """Which row the cursor is on, from 1, and of how many."""
        return (self._at + 1 if self._keys else 0), len(self._keys)

    @property
    def overflows(self) -> bool:
        """Whether there are more rows than can be seen."""
        return len(self._rows) > self.size.height

    def fill(self, rows: Sequence[tuple[str, Line]], key: str | None = None) -> None:
        """Show these rows, with the cursor on `key`; without one on the row that it was on, else on the first."""
        wanted = self.key if key is None else key
        self._keys = [name for name, _row in rows]
        self._rows = [row for _name, row in rows]
        self._at = self._keys.index(wanted) if wanted in self._keys else 0
        self._paint()

    def on_resize(self, _event: Resize) -> None:
        """Show as many rows as there is room for."""
        self._paint()

    def _paint(self) -> None:
        height = self.size.height
        if not height:
            return
        room = height - (1 if len(self._rows) > height else 0)
        lowest = max(0, len(self._rows) - height)
        self._top = min(max(min(self._top, self._at), self._at - room + 1), lowest)
        if self._top == lowest:
            shown = self._rows[self._top :]
        else:
            rest = len(self._rows) - self._top - room
            more = line(f"   {grouped(rest)} more", Tone.QUIET)
            shown = [*self._rows[self._top : self._top + room], more]
        self.show(shown, self._at - self._top if self._keys else None)

    def _go(self, at: int) -> None:
        if self._keys:
            self._at = min(max(0, at), len(self._keys) - 1)
            self._paint()
            self.post_message(self.Moved(self, self._keys[self._at]))

    def action_down(self) -> None:
        """Move down."""
        self._go(self._at + 1)

    def action_up(self) -> None:
        """Move up."""
        self._go(self._at - 1)

    def action_newest(self) -> None:
        """Go to the first row."""
        self._go(0)

    def action_oldest(self) -> None:
        """Go to the last row."""
        self._go(len(self._keys) - 1)

    def action_page_down(self) -> None:
        """Turn a page down."""
        self._go(self._at + max(1, self.size.height - 1))

    def action_page_up(self) -> None:
        """Turn a page up."""
        self._go(self._at - max(1, self.size.height - 1))

    def action_open(self) -> None:
        """Ask to see more of the row."""
        if self.key is not None:
            self.post_message(self.Opened(self, self.key))

    def on_click(self, event: Click) -> None:
        """Put the cursor on the row that was clicked."""
        if event.y < min(len(self._rows) - self._top, self.size.height):
            self._go(self._top + event.y)

    def on_mouse_scroll_down(self, _event: MouseScrollDown) -> None:
        """Move down."""
        self._go(self._at + 1)

    def on_mouse_scroll_up(self, _event: MouseScrollUp) -> None:
        """Move up."""
        self._go(self._at - 1)
