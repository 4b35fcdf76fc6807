"""The page of one request."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from sa_monitor.model.delivery import Delivery
from sa_monitor.present.quantities import grouped
from sa_monitor.present.rules import Heading, ruled
from sa_monitor.ui.actions import Place, bindings
from sa_monitor.ui.lookup import Lookup
from sa_monitor.ui.screens.page import PageScreen
from sa_monitor.ui.shelf import Shelf
from sa_monitor.ui.widgets.delivery_view import DeliveryView
from sa_monitor.ui.widgets.footer import KeyFooter
from sa_monitor.ui.widgets.tone_view import ToneView

if TYPE_CHECKING:
    from sa_monitor.present.copies import Copy

_KEYS = ("older", "newer", "layout", "copy", "copy_as", "utc", "back", "help")


class DeliveryScreen(PageScreen):
    """Shows one request whole, and its neighbours on the shelf."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Place.RECORDED, Place.PAGE)
    AUTO_FOCUS = "DeliveryView"

    def __init__(self, lookup: Lookup, shelf: Shelf, delivery: Delivery, *, clock: Callable[[], int]) -> None:
        super().__init__(clock)
        self._lookup = lookup
        self._shelf = shelf
        self._delivery = delivery

    def compose(self) -> ComposeResult:
        """Lay it out from top to bottom."""
        yield self.status_bar()
        yield ToneView(id="rule")
        yield DeliveryView()
        yield self.key_footer()

    def on_mount(self) -> None:
        """Show it."""
        self.query_one(KeyFooter).offer(_KEYS)
        self.ticked()
        self.do_latest("read", self._read)

    def on_resize(self) -> None:
        """Draw the rule over the whole width."""
        heading = Heading(
            f"Delivery {grouped(self._delivery.id)}", right=("h older   l newer   esc back",), focused=True
        )
        self.query_one("#rule", ToneView).show([ruled(heading, self.app.size.width)])

    def ticked(self) -> None:
        """Count ages to this moment."""
        self.query_one(DeliveryView).set_time(self.clock(), self.zone)

    async def on_whole_view_neighbour_wanted(self, message: DeliveryView.NeighbourWanted) -> None:
        """Go to the next one."""
        await self._shelf.move(1 if message.older else -1)
        if self._shelf.current is not None:
            self._delivery = self._shelf.current
            self.on_resize()
            self.do_latest("read", self._read)

    async def _read(self) -> None:
        whole = await self._lookup.delivery(self._delivery.id)
        self.query_one(DeliveryView).show_delivery(whole or self._delivery)

    async def copies(self) -> "Sequence[Copy]":
        """Give the line under the cursor, and the forms of the request."""
        return [*await super().copies(), *await copies_of(self._lookup, self._delivery)]


async def copies_of(lookup: Lookup, kept: Delivery | None) -> "Sequence[Copy]":
    """Give the forms of a request, its body read with it."""
    from sa_monitor.present.copies import delivery_copies

    return [] if kept is None else delivery_copies(await lookup.delivery(kept.id) or kept)
