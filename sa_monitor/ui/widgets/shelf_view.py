"""The list of requests that were kept."""

from collections.abc import Awaitable, Sequence
from datetime import UTC, tzinfo
from typing import ClassVar

from textual.binding import BindingType
from textual.events import Click, MouseScrollDown, MouseScrollUp, Resize
from textual.message import Message

from sa_monitor.model.delivery import Delivery
from sa_monitor.present.delivery_row import delivery_row
from sa_monitor.present.log_rules import day_rule
from sa_monitor.present.times import there
from sa_monitor.present.tone import Line
from sa_monitor.ui.actions import Place, bindings
from sa_monitor.ui.log_rows import DayRow, Dress
from sa_monitor.ui.shelf import Shelf
from sa_monitor.ui.shelf_rows import ShelfRow, shelf_rows
from sa_monitor.ui.widgets.tone_view import ToneView


class ShelfView(ToneView, can_focus=True):
    """Shows what of a shelf is in sight, and tells it where the reader goes."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Place.LIST)

    class Opened(Message):
        """The reader wants to see a request whole."""

        def __init__(self, delivery: Delivery) -> None:
            super().__init__()
            self.delivery = delivery

    class Moved(Message):
        """Other rows are in sight, or the cursor is on another."""

    def __init__(self, shelf: Shelf, *, id: str | None = None) -> None:  # noqa: A002 (Textual's name)
        super().__init__(id=id)
        self._shelf = shelf
        self._now = 0
        self._zone: tzinfo = UTC
        self._nothing: list[Line] = []
        self._rows: Sequence[ShelfRow] = ()

    def set_time(self, now: int, zone: tzinfo) -> None:
        """Tell the moment and the zone that times are written for."""
        self._now, self._zone = now, zone
        self.paint()

    def set_empty(self, lines: list[Line]) -> None:
        """Tell what stands here while nothing was kept."""
        self._nothing = lines

    def paint(self) -> None:
        """Show what is in sight."""
        if not self.size.width:
            return
        if self._shelf.current is None:
            self._rows = ()
            self.show([(), *self._nothing])
            return
        dress = Dress(zone=self._zone, today=there(self._now, self._zone).date())
        at = self._shelf.at - self._shelf.top
        self._rows, cursor = shelf_rows(self._shelf.in_sight, at, self.size.height, dress)
        self.show([self._line(row) for row in self._rows], cursor)

    def _line(self, row: ShelfRow) -> Line:
        if isinstance(row, DayRow):
            return day_rule(row.instant, self._zone, self.size.width)
        return delivery_row(row, self._zone, self.size.width)

    async def on_resize(self, event: Resize) -> None:
        """Show as many rows as there is room for."""
        if event.size.height:
            self._shelf.resize(event.size.height)
            await self._go(self._shelf.move(0))

    async def _go(self, going: Awaitable[None]) -> None:
        await going
        self.paint()
        self.post_message(self.Moved())

    async def action_down(self) -> None:
        """Move down."""
        await self._go(self._shelf.move(1))

    async def action_up(self) -> None:
        """Move up."""
        await self._go(self._shelf.move(-1))

    async def action_newest(self) -> None:
        """Go to the first, and follow."""
        await self._go(self._shelf.first())

    async def action_oldest(self) -> None:
        """Go to the last."""
        await self._go(self._shelf.last())

    async def action_page_down(self) -> None:  # type: ignore[override]  # Textual awaits it
        """Turn a page down."""
        await self._go(self._shelf.move(max(1, self.size.height - 1)))

    async def action_page_up(self) -> None:  # type: ignore[override]  # Textual awaits it
        """Turn a page up."""
        await self._go(self._shelf.move(-max(1, self.size.height - 1)))

    def action_open(self) -> None:
        """Ask to see the request under the cursor whole."""
        if self._shelf.current is not None:
            self.post_message(self.Opened(self._shelf.current))

    async def on_click(self, event: Click) -> None:
        """Put the cursor on the row that was clicked; a second click opens it."""
        row = self._rows[event.y] if event.y < len(self._rows) else None
        if isinstance(row, Delivery) and row in self._shelf.rows:
            await self._go(self._shelf.move(self._shelf.rows.index(row) - self._shelf.at))
            if event.chain > 1:
                self.action_open()

    async def on_mouse_scroll_down(self, _event: MouseScrollDown) -> None:
        """Move down."""
        await self._go(self._shelf.move(1))

    async def on_mouse_scroll_up(self, _event: MouseScrollUp) -> None:
        """Move up."""
        await self._go(self._shelf.move(-1))
