"""The details of one request."""

from datetime import UTC, tzinfo
from typing import ClassVar

from textual.binding import BindingType
from textual.events import Resize
from textual.message import Message

from sa_monitor.model.delivery import Delivery
from sa_monitor.present.delivery_details import delivery_details
from sa_monitor.present.detail_line import Page
from sa_monitor.ui.actions import Place, bindings
from sa_monitor.ui.widgets.lines_view import LinesView


class DeliveryView(LinesView):
    """One request whole, as one scroll. It asks for its neighbours by a message."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Place.EVENT)

    class NeighbourWanted(Message):
        """The reader wants the next one, further down or further up."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    def __init__(self) -> None:
        super().__init__()
        self._delivery: Delivery | None = None
        self._now = 0
        self._zone: tzinfo = UTC
        self._laid_out = False
        self._copied: list[str | None] = []

    def set_time(self, now: int, zone: tzinfo) -> None:
        """Tell the moment that ages are counted to, and the zone."""
        self._now, self._zone = now, zone
        self._write(from_top=False)

    def show_delivery(self, delivery: Delivery) -> None:
        """Show a request; the page stays where it was if it is the same one."""
        same = self._delivery is not None and self._delivery.id == delivery.id
        self._delivery = delivery
        self._write(from_top=not same)

    def on_resize(self, _event: Resize) -> None:
        """Break the lines anew."""
        self._write(from_top=False)

    def _write(self, *, from_top: bool) -> None:
        if self._delivery is None or not self.size.width:
            return
        page = Page(self.size.width, self._now, self._zone, self._laid_out)
        lines = delivery_details(self._delivery, page)
        self._copied = [line.copied for line in lines]
        self.fill([line.spans for line in lines], from_top=from_top)

    @property
    def line_copied(self) -> str | None:
        """What copying the line under the cursor gives; None where there is nothing to copy."""
        return self._copied[self.at] if self.at < len(self._copied) else None

    def action_older(self) -> None:
        """Ask for the next one further down."""
        self.post_message(self.NeighbourWanted(1))

    def action_newer(self) -> None:
        """Ask for the next one further up."""
        self.post_message(self.NeighbourWanted(-1))

    def action_layout(self) -> None:
        """Lay the body out, or show it exact."""
        self._laid_out = not self._laid_out
        self._write(from_top=False)
