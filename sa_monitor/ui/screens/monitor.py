"""The main screen: Service Apps, organizations, scopes and sites, and the log of events."""

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message

from sa_monitor.model.event import Step
from sa_monitor.monitor.history import History
from sa_monitor.monitor.status import Role
from sa_monitor.present.faces import no_event, no_match
from sa_monitor.present.times import there
from sa_monitor.present.tone import Line
from sa_monitor.settings.past_queries import PastQueries
from sa_monitor.ui.actions import Place, bindings
from sa_monitor.ui.board import ALL
from sa_monitor.ui.layout import LOG, Layout, layout_of
from sa_monitor.ui.log_rows import Dress
from sa_monitor.ui.log_state import log_state
from sa_monitor.ui.pair import Called
from sa_monitor.ui.screens.narrowed import NarrowedPage, listed
from sa_monitor.ui.widgets.footer import KeyFooter
from sa_monitor.ui.widgets.list_pane import ListPane
from sa_monitor.ui.widgets.log_area import LogArea
from sa_monitor.ui.widgets.panes import Panes

if TYPE_CHECKING:
    from sa_monitor.ui.widgets.time_bar import TimeBar

_KEYS = (
    "query",
    "pause",
    "older_loss",
    "only_this",
    "open",
    "copy",
    "leave",
    "utc",
    "next_pane",
    "go_to_time",
    "zoom",
    "annotate",
    "export",
    "swap",
    "command_palette",
    "help",
)

_TIME_KEYS = (("enter", "go there"), ("esc", "stay"))


class MonitorScreen(NarrowedPage):
    """Watches a history. `kept_in` is what the empty log calls the place of the events."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Place.MONITOR, Place.RECORDED, Place.PAGE)
    PAGE: ClassVar[str | None] = "monitor"
    AUTO_FOCUS = "#log"

    class QuitWanted(Message):
        """The reader wants to quit."""

    def __init__(
        self, history: History, past: PastQueries, *, clock: Callable[[], int], kept_in: str
    ) -> None:
        super().__init__(history, past, clock)
        self._kept_in = kept_in
        self._history = history
        self._alone: str | None = None

    # What it is made of

    def compose(self) -> ComposeResult:
        """Lay it out from top to bottom."""
        yield self.status_bar()
        yield Panes()
        yield LogArea(self._feed.window)
        yield self.key_footer()

    def on_mount(self) -> None:
        """Divide the room there is."""
        self.query_one(KeyFooter).offer(_KEYS)
        self._divide()

    def begin(self) -> None:
        """Begin to read: first what of the log is in sight."""
        self.run_worker(self._feed.run(), group="feed")

    def on_unmount(self) -> None:
        """Want nothing more."""
        self._pacing.stop()

    def on_resize(self) -> None:
        """Divide the room there is."""
        self._divide()

    @property
    def _layout_now(self) -> Layout:
        return layout_of(self.app.size.width, self.app.size.height, self._alone)

    def _divide(self) -> None:
        layout = self._layout_now
        self.panes.divide(layout)
        self.area.divide(layout)
        self.show()

    # What comes down

    def watch_facts(self) -> None:
        """Show the standings as they are now."""
        if self.is_mounted:
            self.read_matching()
            self.show()
            self.look_again()

    def ticked(self) -> None:
        """Count ages to this moment."""
        self.show()
        if self.area.details is not None:
            self.area.details.set_time(self.clock(), self.zone)

    @property
    def app_in_hand(self) -> Called | None:
        """The Service App that is selected."""
        app_id = self.narrowing.chosen.app_id
        names = {one.app_id: one.app_name for one in self.facts.authorizations}
        return None if app_id is None else (app_id, names.get(app_id))

    # What is shown

    def show(self) -> None:
        """Show everything that is known; each widget repaints only the lines that changed."""
        now, zone = self.clock(), self.zone
        self.show_panes()
        events = self.area.events
        self._feed.window.dress(Dress(tuple(self.facts.gaps), zone, there(now, zone).date()))
        events.set_empty(self._nothing())
        events.set_foot(self._waiting() or ())
        events.set_naming(self.narrowing.naming)
        events.set_time(now, zone)
        events.paint()
        self.show_state()

    def _log_read(self) -> None:
        """Show what was read of the log, and below it what that means."""
        self.area.events.set_foot(self._waiting() or ())
        super()._log_read()

    def show_state(self) -> None:
        """Say above the log what it shows and hides."""
        window, tally = self._feed.window, self._feed.tally
        state = log_state(self.narrowing, window, tally, now=self.clock(), zone=self.zone)
        self.area.show_state(state, self.zone)
        self.area.losses.tell(self._feed.ladder, self.facts.gaps_until(self.clock()), window.in_sight)

    def _nothing(self) -> list[Line]:
        chosen = self.narrowing.chosen
        if not chosen:
            address, cells = self.facts.status.address, self._layout_now.log
            return self._waiting() or no_event(address, self._kept_in, cells, self.options)
        return no_match(chosen.query.text, self.facts.totals.events)

    def _waiting(self) -> list[Line] | None:
        """Say that all is set, while nothing real was heard yet; None where it isn't so."""
        if not self.facts.known or self.facts.heard or self.narrowing.chosen:
            return None
        if self.facts.status.role is Role.NOBODY or not self.facts.in_place:
            return None
        from sa_monitor.model.trial import TEST_APP
        from sa_monitor.present.faces import all_set

        steps = [row for row in self._feed.window.view().rows if isinstance(row, Step)]
        tested = [step.event.received_at for step in steps if step.event.app_id == TEST_APP]
        return all_set(max(tested, default=None), self.zone)

    # Going about

    def on_list_pane_opened(self, message: ListPane.Opened) -> None:
        """Show the timeline of the row; of all together the log."""
        self.on_list_pane_moved(message)
        chosen = self.narrowing.chosen
        thing = listed(message.pane)
        if message.key == ALL:
            self._show_alone(None)
            self.area.events.focus()
            return
        from sa_monitor.ui.screens.timeline import TimelineScreen

        page = TimelineScreen(
            self._history, thing, message.key, clock=self.clock, at=chosen.chosen(thing.other)
        )
        self.post_message(self.Opened(page))

    def action_back(self) -> None:
        """Undo one step: the field, the pane alone, the details beside the log, the narrowing."""
        details = self.area.details
        if self.typing:
            self.close_field()
        elif seeking := [own for own in self.workers if own.group == "seek" and not own.is_finished]:
            for own in seeking:
                own.cancel()
        elif self._alone is not None:
            self._show_alone(None)
        elif details is not None and details.has_focus:
            self.area.events.focus()
        else:
            self.narrow(self.narrowing.back())

    def action_zoom(self) -> None:
        """Show the pane that has the focus alone, or all again."""
        self._show_alone(self.focused.id if self._alone is None and self.focused is not None else None)

    def _show_alone(self, alone: str | None) -> None:
        if alone == self._alone:
            return
        self._alone = alone
        self._divide()
        if self.focused is None or not self.focused.display:
            self.area.events.focus()

    def action_next_pane(self) -> None:
        """Go to the next pane."""
        self.focus_next()

    def action_previous_pane(self) -> None:
        """Go to the pane before."""
        self.focus_previous()

    def closed_field(self) -> None:
        """Go back to the log."""
        self.query_one(KeyFooter).offer(_KEYS)
        if self._alone not in (None, LOG):
            self._show_alone(None)
        self.area.events.focus()

    async def action_go_to_time(self) -> None:
        """Let the reader type a time to go to."""
        from sa_monitor.ui.widgets import time_bar

        field = await self.open_field(time_bar.TimeBar, _TIME_KEYS)
        field.begin(self.zone)

    def on_time_bar_wanted(self, message: "TimeBar.Wanted") -> None:
        """Go there."""
        self.close_field()
        if message.before is not None:
            self.go_to_time(message.before)

    def action_leave(self) -> None:
        """Ask to quit: there is nothing to go back to."""
        self.post_message(self.QuitWanted())
