"""The page of deliveries: every request that was kept, rejected ones first."""

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message

from sa_monitor.monitor.history import History
from sa_monitor.present.delivery_words import still_rejected
from sa_monitor.present.faces import no_delivery
from sa_monitor.present.quantities import grouped
from sa_monitor.present.rules import Heading, ruled
from sa_monitor.present.tone import Span, Tone
from sa_monitor.ui.actions import Place, bindings
from sa_monitor.ui.lookup import Lookup
from sa_monitor.ui.screens.delivery import DeliveryScreen, copies_of
from sa_monitor.ui.screens.page import PageScreen
from sa_monitor.ui.shelf import Shelf
from sa_monitor.ui.widgets.footer import KeyFooter
from sa_monitor.ui.widgets.shelf_view import ShelfView
from sa_monitor.ui.widgets.tone_view import ToneView

if TYPE_CHECKING:
    from sa_monitor.present.copies import Copy

_KEYS = ("open", "newest", "oldest", "copy", "copy_as", "export", "utc", "back", "help")


class DeliveriesScreen(PageScreen):
    """Follows what arrives while the cursor is on the first row; anywhere else nothing moves.

    `known_secrets` counts the secrets that keep unsigned deliveries from being taken though that was asked for; 0
    where it wasn't.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings(Place.DELIVERIES, Place.RECORDED, Place.PAGE)
    AUTO_FOCUS = "ShelfView"
    PAGE = "deliveries"

    class ExportWanted(Message):
        """The reader wants every request that was kept in a file."""

    def __init__(
        self, history: History, *, clock: Callable[[], int], known_secrets: Callable[[], int]
    ) -> None:
        super().__init__(clock)
        self._lookup = Lookup(history)
        self._shelf = Shelf(self._lookup.kept)
        self._known_secrets = known_secrets

    def compose(self) -> ComposeResult:
        """Lay it out from top to bottom."""
        yield self.status_bar()
        yield ToneView(id="rule")
        yield ToneView(id="unsigned")
        yield ShelfView(self._shelf)
        yield self.key_footer()

    def on_mount(self) -> None:
        """Begin to read."""
        self.query_one(KeyFooter).offer(_KEYS)
        self.query_one("#unsigned").display = False
        self.ticked()
        self._load()
        self.do_latest("unsigned", self._tell_unsigned)

    def on_resize(self) -> None:
        """Draw the rule over the whole width."""
        self._title()

    def watch_facts(self) -> None:
        """Look for what came."""
        if self.is_mounted:
            self._title()
            self._load()

    def ticked(self) -> None:
        """Look whether the day is another."""
        self.query_one(ShelfView).set_time(self.clock(), self.zone)

    def on_shelf_view_moved(self) -> None:
        """Say whether it follows."""
        self._title()

    def on_shelf_view_opened(self, message: ShelfView.Opened) -> None:
        """Show the request whole."""
        page = DeliveryScreen(self._lookup, self._shelf, message.delivery, clock=self.clock)
        self.post_message(self.Opened(page))

    async def copies(self) -> "Sequence[Copy]":
        """Give the forms of the request under the cursor."""
        return await copies_of(self._lookup, self._shelf.current)

    def action_export(self) -> None:
        """Ask for a file to write all of them to."""
        self.post_message(self.ExportWanted())

    def _title(self) -> None:
        totals = self.facts.totals
        middle = []
        if totals.rejected:
            kept = f", {grouped(totals.rejected_kept)} kept" if totals.rejected_kept < totals.rejected else ""
            middle.append(f"{grouped(totals.rejected)} rejected{kept}")
        middle.append(f"{grouped(totals.deliveries)} taken")
        right = "following" if self._shelf.following else "g follows"
        heading = Heading(
            f"Deliveries ─ {' ─ '.join(middle)}", right=(f"{right}   esc back", right), focused=True
        )
        self.query_one("#rule", ToneView).show([ruled(heading, self.app.size.width)])

    def _load(self) -> None:
        self.do_latest("read", self._read)

    async def _read(self) -> None:
        await self._shelf.renew()
        view = self.query_one(ShelfView)
        view.set_empty(no_delivery(self.app.size.width, self.options) if self.facts.known else [])
        view.paint()
        self._title()

    async def _tell_unsigned(self) -> None:
        """Say where --allow-unsigned has no effect."""
        known = await asyncio.to_thread(self._known_secrets)
        if known:
            line = self.query_one("#unsigned", ToneView)
            line.show([(Span(" ! ", Tone.WARNING), Span(still_rejected(known)))])
            line.display = True
