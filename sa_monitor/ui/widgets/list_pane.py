"""A pane with a list, of which one row has the cursor."""

from typing import ClassVar

from textual.binding import BindingType
from textual.events import Click, Resize
from textual.message import Message

from sa_monitor.present.quantities import grouped
from sa_monitor.present.tone import Tone, line
from sa_monitor.ui.actions import Place, bindings
from sa_monitor.ui.board import NO_ROWS, Rows
from sa_monitor.ui.widgets.moving import Moving


class ListPane(Moving, can_focus=True):
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
        self._rows = NO_ROWS

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self._rows.keys)

    @property
    def key(self) -> str | None:
        """What the cursor is on; None where there are no rows."""
        return self._rows.keys[self._at] if self.count else None

    def fill(self, rows: Rows, key: str | None = None) -> None:
        """Show these rows, with the cursor on `key`; without one on the row that it was on, else on the first."""
        wanted = self.key if key is None else key
        self._rows = rows
        self._at = rows.keys.index(wanted) if wanted in rows.keys else 0
        self._paint()

    def on_resize(self, _event: Resize) -> None:
        """Show as many rows as there is room for."""
        self._paint()

    def _paint(self) -> None:
        height = self.size.height
        if not height:
            return
        room = height - (1 if self.count > height else 0)
        lowest = max(0, self.count - height)
        self._top = min(max(min(self._top, self._at), self._at - room + 1), lowest)
        below = self.count if self._top == lowest else self._top + room
        shown = [self._rows.write(number) for number in range(self._top, below)]
        if below < self.count:
            shown.append(line(f"   {grouped(self.count - below)} more", Tone.QUIET))
        self.show(shown, self._at - self._top if self.count else None)

    def go(self, at: int) -> None:
        """Put the cursor on a row, and say so."""
        if self.count:
            self._at = min(max(0, at), self.count - 1)
            self._paint()
            self.post_message(self.Moved(self, self._rows.keys[self._at]))

    def action_open(self) -> None:
        """Ask to see more of the row."""
        if self.key is not None:
            self.post_message(self.Opened(self, self.key))

    def on_click(self, event: Click) -> None:
        """Put the cursor on the row that was clicked."""
        if event.y < min(self.count - self._top, self.size.height):
            self.go(self._top + event.y)
