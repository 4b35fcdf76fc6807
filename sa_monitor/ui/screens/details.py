"""The screen of one event."""

from collections.abc import Callable
from datetime import tzinfo
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from sa_monitor.errors import SaMonitorError
from sa_monitor.model.event import Mark, Step
from sa_monitor.model.query import Query
from sa_monitor.monitor.history import History
from sa_monitor.present.quantities import grouped
from sa_monitor.present.rules import Heading, ruled
from sa_monitor.ui.actions import bindings
from sa_monitor.ui.screens.page import PageScreen
from sa_monitor.ui.widgets.detail_view import DetailView
from sa_monitor.ui.widgets.footer import KeyFooter
from sa_monitor.ui.widgets.tone_view import ToneView

_KEYS = ("older", "newer", "layout", "utc", "back", "help")


class DetailsScreen(PageScreen):
    """Shows an event whole, and its neighbours under the same query. `went` is told where the reader went."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("back", "leave")
    AUTO_FOCUS = "DetailView"

    def __init__(
        self,
        history: History,
        query: Query,
        step: Step,
        *,
        clock: Callable[[], int],
        went: Callable[[Mark], None],
    ) -> None:
        super().__init__(clock)
        self._history = history
        self._query = query
        self._step = step
        self._went = went

    def compose(self) -> ComposeResult:
        """Lay it out from top to bottom."""
        yield self.status_bar()
        yield ToneView(id="rule")
        yield DetailView()
        yield KeyFooter()

    def on_mount(self) -> None:
        """Show the event."""
        self.query_one(KeyFooter).offer(_KEYS)
        self._tell_time()
        self._load()

    def on_resize(self) -> None:
        """Draw the rule over the whole width."""
        self._title()

    def watch_facts(self) -> None:
        """Look again: a later delivery may have come."""
        if self.is_mounted:
            self._load()

    def watch_zone(self, _zone: tzinfo) -> None:
        """Write times in another zone."""
        if self.is_mounted:
            self._tell_time()

    def ticked(self) -> None:
        """Count ages to this moment."""
        self._tell_time()

    def on_detail_view_neighbour_wanted(self, message: DetailView.NeighbourWanted) -> None:
        """Go to the next event of the query."""
        self.run_worker(self._go(older=message.older), group="go", exclusive=True)

    def action_back(self) -> None:
        """Go back to where the reader came from."""
        self.dismiss()

    def action_leave(self) -> None:
        """Go back too: only Monitor quits."""
        self.dismiss()

    def _tell_time(self) -> None:
        self.query_one(DetailView).set_time(self.clock(), self.zone)

    def _title(self) -> None:
        heading = Heading(
            f"Event {grouped(self._step.event.id)}", right=("h older   l newer   esc back",), focused=True
        )
        self.query_one("#rule", ToneView).show([ruled(heading, self.size.width)])

    def _load(self) -> None:
        self.run_worker(self._read(), group="read", exclusive=True)

    async def _read(self) -> None:
        """Read the event as it is now, with its deliveries; what can't be read stays as it was."""
        try:
            self._step = await self._history.step(self._step.event.id)
            deliveries = await self._history.deliveries_of(self._step.event.id)
        except SaMonitorError:
            return
        self._title()
        self.query_one(DetailView).show_event(self._step, deliveries)

    async def _go(self, *, older: bool) -> None:
        mark = self._step.event.mark
        try:
            found = await self._history.page(
                self._query,
                older_than=mark if older else None,
                newer_than=None if older else mark,
                limit=1,
            )
        except SaMonitorError:
            return
        if found:
            self._step = found[0]
            self._went(self._step.event.mark)
            await self._read()
