"""The main screen: Service Apps, organizations, scopes and sites, and the log of events."""

from collections.abc import Callable, Sequence
from datetime import tzinfo
from typing import TYPE_CHECKING, ClassVar

from msgspec.structs import replace
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message

from sa_monitor.model.event import Mark, Step
from sa_monitor.model.query import Query
from sa_monitor.monitor.history import History
from sa_monitor.present.faces import no_event, no_match
from sa_monitor.present.times import there
from sa_monitor.present.tone import Line
from sa_monitor.settings.past_queries import PastQueries
from sa_monitor.ui.actions import Place, bindings
from sa_monitor.ui.board import ALL, board_of
from sa_monitor.ui.completion import known_values
from sa_monitor.ui.layout import Layout, layout_of
from sa_monitor.ui.log_feed import LogFeed
from sa_monitor.ui.log_rows import Dress
from sa_monitor.ui.log_state import log_state
from sa_monitor.ui.lookup import Lookup
from sa_monitor.ui.scopes import Scopes
from sa_monitor.ui.screens.page import PageScreen
from sa_monitor.ui.selection import Selection, losses_of
from sa_monitor.ui.widgets.event_log import EventLog
from sa_monitor.ui.widgets.footer import KeyFooter
from sa_monitor.ui.widgets.list_pane import ListPane
from sa_monitor.ui.widgets.log_area import LogArea
from sa_monitor.ui.widgets.panes import Panes

if TYPE_CHECKING:
    from sa_monitor.ui.widgets.detail_view import DetailView
    from sa_monitor.ui.widgets.query_bar import QueryBar

if TYPE_CHECKING:
    from sa_monitor.model.authorization import Authorization

_KEYS = ("query", "pause", "older_loss", "open", "next_pane", "utc", "command_palette", "leave", "help")
_FIELD_KEYS = (("enter", "ask"), ("tab", "complete"), ("↑", "asked before"), ("esc", "back to what was"))
_BESIDE = 1.0
"""Seconds between two looks of the details beside the log for where the cursor is."""


class MonitorScreen(PageScreen):
    """Watches a history. `kept_in` is what the empty log calls the place of the events."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Place.MONITOR, Place.PAGE)
    PAGE: ClassVar[str | None] = "monitor"
    AUTO_FOCUS = "#log"

    class DetailsWanted(Message):
        """The reader wants to see an event whole. `went` takes where he goes from there, within the query."""

        def __init__(self, step: Step, query: Query, went: Callable[[Mark], None]) -> None:
            super().__init__()
            self.step = step
            self.query = query
            self.went = went

    class QuitWanted(Message):
        """The reader wants to quit."""

    def __init__(
        self, history: History, past: PastQueries, *, clock: Callable[[], int], kept_in: str
    ) -> None:
        super().__init__(clock)
        self._lookup = Lookup(history)
        self._kept_in = kept_in
        self._past = past
        self._feed = LogFeed(history, read=self._log_read, counted=self._show_state)
        self._chosen = Selection()
        self._matching: Sequence[Authorization] | None = None
        self._query_bar: QueryBar | None = None
        self._board = board_of((), (), self._chosen)

    # What it is made of

    def compose(self) -> ComposeResult:
        """Lay it out from top to bottom."""
        yield self.status_bar()
        yield Panes()
        yield LogArea(self._feed.window)
        yield self.key_footer()

    def on_mount(self) -> None:
        """Begin to read: first what of the log is in sight."""
        self.query_one(KeyFooter).offer(_KEYS)
        self._divide()
        self.run_worker(self._feed.run(), group="feed")
        self.set_interval(_BESIDE, self._look_beside)

    def on_resize(self) -> None:
        """Divide the room there is."""
        self._divide()

    def _divide(self) -> Layout:
        layout = layout_of(self.app.size.width, self.app.size.height)
        self.query_one(Panes).divide(layout)
        self.query_one(LogArea).divide(layout)
        self._show()
        return layout

    # What comes down

    def store_changed(self) -> None:
        """Read what is in sight again."""
        self._feed.changed()

    def watch_facts(self) -> None:
        """Show the standings as they are now."""
        if self.is_mounted:
            self._read_matching()
            self._show()

    def watch_zone(self, _zone: tzinfo) -> None:
        """Write times in another zone."""
        if self.is_mounted:
            self._show()

    def ticked(self) -> None:
        """Count ages to this moment."""
        self._show()

    # What is shown

    def _show(self) -> None:
        """Show everything that is known; each widget repaints only the lines that changed."""
        now, zone = self.clock(), self.zone
        everything = self.facts.authorizations
        self._board = board_of(
            everything, everything if self._matching is None else self._matching, self._chosen
        )
        self.query_one(Panes).show_board(self._board, self._chosen, now, zone)
        self._show_scopes()
        self._feed.window.dress(Dress(tuple(self.facts.gaps), zone, there(now, zone).date()))
        area = self.query_one(LogArea)
        area.events.set_empty(self._nothing())
        area.set_time(now, zone)
        self._show_state()

    def _show_state(self) -> None:
        """Say above the log what it shows and hides."""
        window, tally = self._feed.window, self._feed.tally
        state = log_state(self._chosen, self._board, window, tally, now=self.clock(), zone=self.zone)
        self.query_one(LogArea).show_state(state)

    def _nothing(self) -> list[Line]:
        if self._chosen == Selection():
            cells = layout_of(self.app.size.width, self.app.size.height).log
            return no_event(self.facts.status.address, self._kept_in, cells)
        return no_match(self._chosen.query.text, self.facts.totals.events)

    # Reading

    def _log_read(self) -> None:
        """Show what was read of the log."""
        self.query_one(LogArea).events.set_time(self.clock(), self.zone)
        self.query_one(EventLog).paint()
        self._show_state()

    def _read_matching(self) -> None:
        """Read the standings that a typed query leaves; without one they are known."""
        if self._chosen.query:
            self.do_latest("matching", self._match, self._chosen)
        else:
            self._matching = None

    async def _match(self, chosen: Selection) -> None:
        matching = await self._lookup.matching(chosen.query)
        if matching is not None and chosen.query == self._chosen.query:
            self._matching = matching
            self._show()

    def _show_scopes(self) -> None:
        """Show what the organization under the cursor has authorized; the step of one authorization is read."""
        orgs = self.query_one("#orgs", ListPane)
        org = next((org for org in self._board.orgs if org.org_id == orgs.key), None)
        single = self._chosen.app_id is not None
        if org is None or not single or org.worst.decided_by is None:
            self.query_one(Panes).show_scopes(Scopes(org, single), self.clock(), self.zone)
            return
        self.do_latest("scopes", self._read_step, Scopes(org, single), org.worst.decided_by)

    async def _read_step(self, scopes: Scopes, event_id: int) -> None:
        if (step := await self._lookup.step(event_id)) is not None:
            self.query_one(Panes).show_scopes(replace(scopes, step=step), self.clock(), self.zone)

    def _look_beside(self) -> None:
        """Let the details beside the log follow its cursor."""
        details, step = self.query_one(LogArea).details, self._feed.window.cursor
        if details is not None and step is not None and not details.has_focus:
            self.do_latest("details", self._read_details, details, step)

    async def _read_details(self, details: "DetailView", step: Step) -> None:
        if (deliveries := await self._lookup.deliveries(step.event.id)) is not None:
            details.show_event(step, deliveries)
            self._show_state()

    # Narrowing

    def _choose(self, chosen: Selection) -> None:
        """Narrow the panes and the log to something else."""
        if chosen == self._chosen:
            return
        other_query = chosen.query != self._chosen.query
        self._chosen = chosen
        self._feed.ask(chosen.narrowed, typed=chosen.query)
        if other_query:
            self._read_matching()
        self._show()

    def on_list_pane_moved(self, message: ListPane.Moved) -> None:
        """Narrow to the row under the cursor."""
        if message.pane.id == "apps":
            app_id = None if message.key == ALL else message.key
            self._choose(Selection(self._chosen.query, app_id))
        else:
            self._choose(replace(self._chosen, org_id=message.key))

    def on_list_pane_opened(self, message: ListPane.Opened) -> None:
        """Narrow to the row, and go to its events."""
        self.on_list_pane_moved(message)
        self.query_one(EventLog).focus()

    def action_back(self) -> None:
        """Undo one step of narrowing; from the details beside the log go back to it."""
        details = self.query_one(LogArea).details
        if self._query_bar is not None and self._query_bar.open:
            self._end_query()
        elif details is not None and details.has_focus:
            self.query_one(EventLog).focus()
        else:
            self._choose(self._chosen.back())

    # The query

    async def action_query(self) -> None:
        """Let the reader type a query."""
        if self._query_bar is None:
            from sa_monitor.ui.widgets import query_bar

            self._query_bar = query_bar.QueryBar(self.clock)
            await self.mount(self._query_bar, before=self.query_one(KeyFooter))
        known = known_values(self.facts.authorizations)
        self._query_bar.begin(self._chosen.query.text, self.zone, known, self._past.all())
        self.query_one(KeyFooter).offer_keys(_FIELD_KEYS)

    def on_query_bar_asked(self, message: "QueryBar.Asked") -> None:
        """Narrow to the query."""
        self._past.add(message.query.text)
        self._choose(replace(self._chosen, query=message.query))
        self._end_query()

    def on_query_bar_left(self) -> None:
        """Go back: what was asked before holds."""
        self._end_query()

    def _end_query(self) -> None:
        if self._query_bar is not None:
            self._query_bar.end()
        self.query_one(KeyFooter).offer(_KEYS)
        self.query_one(EventLog).focus()

    # The log

    def on_event_log_moved(self) -> None:
        """Read what is missing where the reader is now."""
        self._feed.moved()
        self._show_state()

    def on_event_log_opened(self, message: EventLog.Opened) -> None:
        """Show the event whole: beside the log where it stands there already, else on a screen of its own."""
        details = self.query_one(LogArea).details
        if details is None:
            self.post_message(self.DetailsWanted(message.step, self._feed.window.query, self.go))
            return
        self.do_latest("details", self._read_details, details, message.step)
        details.focus()

    def on_event_log_loss_wanted(self, message: EventLog.LossWanted) -> None:
        """Go to the next deauthorization."""
        self.do_latest("seek", self._seek, losses_of(self._feed.window.query), older=message.older)

    def on_detail_view_neighbour_wanted(self, message: "DetailView.NeighbourWanted") -> None:
        """Let the details beside the log go to the next event, and the cursor with them."""
        self.do_latest("seek", self._seek, self._feed.window.query, older=message.older)

    async def _seek(self, query: Query, *, older: bool) -> None:
        found = await self._feed.neighbour(query, older=older)
        if found is not None:
            self.go(found.event.mark)
            details = self.query_one(LogArea).details
            if details is not None and details.has_focus:
                await self._read_details(details, found)

    def go(self, mark: Mark) -> None:
        """Put the cursor on an event."""
        self._feed.go(mark)
        self.query_one(EventLog).paint()
        self._show_state()

    def action_next_pane(self) -> None:
        """Go to the next pane."""
        self.focus_next()

    def action_previous_pane(self) -> None:
        """Go to the pane before."""
        self.focus_previous()

    def action_leave(self) -> None:
        """Ask to quit: there is nothing to go back to."""
        self.post_message(self.QuitWanted())
