"""The screen of one event."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from sa_monitor.model.event import Mark, Step
from sa_monitor.model.query import Query
from sa_monitor.monitor.history import History
from sa_monitor.present.quantities import grouped
from sa_monitor.present.rules import Heading, ruled
from sa_monitor.ui.actions import Place, bindings
from sa_monitor.ui.lookup import Lookup
from sa_monitor.ui.pair import Called, Pair, pair_of
from sa_monitor.ui.screens.page import PageScreen
from sa_monitor.ui.widgets.detail_view import DetailView
from sa_monitor.ui.widgets.footer import KeyFooter
from sa_monitor.ui.widgets.tone_view import ToneView

if TYPE_CHECKING:
    from sa_monitor.model.alert import Alert
    from sa_monitor.present.copies import Copy

_KEYS = ("older", "newer", "layout", "annotate", "copy", "copy_as", "window", "utc", "back", "help")


class DetailsScreen(PageScreen):
    """Shows an event whole, and its neighbours under the same query. `went` is told where the reader went."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Place.DETAILS, Place.RECORDED, Place.PAGE)
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
        self._lookup = Lookup(history)
        self._query = query
        self._step = step
        self._went = went

    def compose(self) -> ComposeResult:
        """Lay it out from top to bottom."""
        yield self.status_bar()
        yield ToneView(id="rule")
        yield DetailView()
        yield self.key_footer()

    def on_mount(self) -> None:
        """Show the event."""
        self.query_one(KeyFooter).offer(_KEYS)
        self.ticked()
        self._load()

    def on_resize(self) -> None:
        """Draw the rule over the whole width."""
        self._title()

    def watch_facts(self) -> None:
        """Look again: a later delivery may have come."""
        if self.is_mounted:
            self._load()

    def ticked(self) -> None:
        """Count ages to this moment."""
        self.query_one(DetailView).set_time(self.clock(), self.zone)

    def on_whole_view_neighbour_wanted(self, message: DetailView.NeighbourWanted) -> None:
        """Go to the next event of the query."""
        self.do_latest("go", self._go, older=message.older)

    def action_annotate(self) -> None:
        """Ask whose the Service App is."""
        self.post_message(self.AnnotateWanted(self._step.event.app_id))

    @property
    def app_in_hand(self) -> Called:
        """The Service App of the event."""
        return self._step.event.app_id, self._step.event.app_name

    @property
    def pair_in_hand(self) -> Pair:
        """What the event is about."""
        return pair_of(self._step.event)

    @property
    def alert_in_hand(self) -> "Alert | None":
        """The open alert that the event is of."""
        event = self._step.event.id
        return next((alert for alert in self.facts.alerts if event in alert.events), None)

    async def copies(self) -> "Sequence[Copy]":
        """Give the line under the cursor, and the forms of the event."""
        from sa_monitor.present.copies import event_copies

        deliveries = await self._lookup.deliveries(self._step.event.id) or ()
        return [*await super().copies(), *event_copies(self._step, deliveries, self._query.text)]

    def _title(self) -> None:
        heading = Heading(
            f"Event {grouped(self._step.event.id)}", right=("h older   l newer   esc back",), focused=True
        )
        self.query_one("#rule", ToneView).show([ruled(heading, self.size.width)])

    def _load(self) -> None:
        self.do_latest("read", self._read)

    async def _read(self) -> None:
        """Read the event as it is now, with its deliveries."""
        step = await self._lookup.step(self._step.event.id)
        deliveries = await self._lookup.deliveries(self._step.event.id)
        if step is None or deliveries is None:
            return
        about = await self._lookup.about(step.event, self.facts.told(step.event.app_id))
        self._step = step
        self._title()
        self.query_one(DetailView).show_event(step, deliveries, about)

    async def _go(self, *, older: bool) -> None:
        found = await self._lookup.neighbour(self._query, self._step.event.mark, older=older)
        if found is not None:
            self._step = found
            self._went(found.event.mark)
            await self._read()
