"""A page with a log, and beside it, where there is room, the details of the event under its cursor."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.message import Message

from sa_monitor.model.event import Mark, Step
from sa_monitor.model.query import Query
from sa_monitor.monitor.history import History
from sa_monitor.ui.log_feed import LogFeed
from sa_monitor.ui.lookup import Lookup
from sa_monitor.ui.pacing import Pacing
from sa_monitor.ui.screens.page import PageScreen
from sa_monitor.ui.selection import losses_of
from sa_monitor.ui.widgets.event_log import EventLog
from sa_monitor.ui.widgets.log_area import LogArea
from sa_monitor.ui.widgets.loss_strip import LossStrip

if TYPE_CHECKING:
    from sa_monitor.ui.widgets.detail_view import DetailView

_BESIDE = 1.0
"""Seconds between two events that the details beside the log show, however quickly its cursor moves."""


class LogPage(PageScreen):
    """Moves in a log of a history. What else the page says of the log is told by `show_state`."""

    class DetailsWanted(Message):
        """The reader wants to see an event whole. `went` takes where he goes from there, within the query."""

        def __init__(self, step: Step, query: Query, went: Callable[[Mark], None]) -> None:
            super().__init__()
            self.step = step
            self.query = query
            self.went = went

    def __init__(self, history: History, clock: Callable[[], int]) -> None:
        super().__init__(clock)
        self._lookup = Lookup(history)
        self._feed = LogFeed(history, clock, read=self._log_read, counted=self.show_state)
        self._pacing = Pacing(_BESIDE, self._look_beside)

    @property
    def area(self) -> LogArea:
        """The log with what stands around it."""
        return self.query_one(LogArea)

    def show_state(self) -> None:
        """Say above the log what it shows and hides."""

    def store_changed(self) -> None:
        """Read what is in sight again."""
        self._feed.changed()

    def _log_read(self) -> None:
        """Show what was read of the log."""
        self.area.events.set_time(self.clock(), self.zone)
        self.area.events.paint()
        self._where()

    def _where(self) -> None:
        """Tell what depends on where the reader is."""
        self.show_state()
        self.pointed()
        self._pacing.want()

    @property
    def opens_newest(self) -> bool:
        """Whether the cursor of the log is on an event of the newest open alert."""
        cursor, newest = self._feed.window.cursor, next(iter(self.facts.alerts), None)
        in_log = self.area.events.has_focus
        return in_log and cursor is not None and newest is not None and cursor.event.id in newest.events

    def on_event_log_moved(self) -> None:
        """Read what is missing where the reader is now."""
        self._feed.moved()
        self._where()

    def go(self, mark: Mark) -> None:
        """Put the cursor on an event."""
        self._feed.go(mark)
        self.area.events.paint()
        self._where()

    # Going to another event

    def on_event_log_loss_wanted(self, message: EventLog.LossWanted) -> None:
        """Go to the next deauthorization."""
        self.do_latest("seek", self._seek, losses_of(self._feed.window.query), older=message.older)

    def on_whole_view_neighbour_wanted(self, message: "DetailView.NeighbourWanted") -> None:
        """Let the details beside the log go to the next event, and the cursor with them."""
        self.do_latest("seek", self._seek, self._feed.window.query, older=message.older)

    async def _seek(self, query: Query, *, older: bool) -> None:
        found = await self._feed.neighbour(query, older=older)
        if found is not None:
            self.go(found.event.mark)
            details = self.area.details
            if details is not None and details.has_focus:
                await self._read_details(details, found)

    def on_loss_strip_wanted(self, message: LossStrip.Wanted) -> None:
        """Go to what was clicked beside the log."""
        if message.before is None:
            self.area.events.action_newest()
        else:
            self.go_to_time(message.before)

    def go_to_time(self, before: int) -> None:
        """Go to the newest event heard before an instant, or else to the oldest."""
        self.do_latest("seek", self._seek_time, Mark(before, 0))

    async def _seek_time(self, mark: Mark) -> None:
        query = self._feed.window.query
        found = await self._lookup.neighbour(query, mark, older=True)
        found = found or await self._lookup.neighbour(query, mark, older=False)
        if found is not None:
            self.go(found.event.mark)

    # The details

    def on_event_log_opened(self, message: EventLog.Opened) -> None:
        """Show the event whole: beside the log where it stands there already, else on a screen of its own."""
        details = self.area.details
        if details is None:
            self.post_message(self.DetailsWanted(message.step, self._feed.window.query, self.go))
            return
        self.do_latest("details", self._read_details, details, message.step)
        details.focus()

    def _look_beside(self) -> bool:
        """Let the details beside the log follow its cursor; tells whether there was anything to do."""
        details, step = self.area.details, self._feed.window.cursor
        if details is None or step is None or details.has_focus or details.step == step:
            return False
        self.do_latest("details", self._read_details, details, step)
        return True

    def look_again(self) -> None:
        """Read the event again that somebody reads beside the log: a later delivery may have come."""
        details = self.area.details
        if details is not None and details.has_focus and details.step is not None:
            self.do_latest("details", self._reread, details, details.step.event.id)

    async def _reread(self, details: "DetailView", event_id: int) -> None:
        if (step := await self._lookup.step(event_id)) is not None:
            await self._read_details(details, step)

    async def _read_details(self, details: "DetailView", step: Step) -> None:
        if (deliveries := await self._lookup.deliveries(step.event.id)) is not None:
            about = await self._lookup.about(step.event, self.facts.told(step.event.app_id))
            details.set_time(self.clock(), self.zone)
            details.show_event(step, deliveries, about)
            self.show_state()
