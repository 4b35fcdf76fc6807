"""The log of events on the screen."""

from collections.abc import Sequence
from datetime import UTC, tzinfo
from typing import ClassVar

from textual.binding import BindingType
from textual.events import Click, MouseScrollDown, MouseScrollUp, Resize
from textual.message import Message

from sa_monitor.model.event import Step
from sa_monitor.present.event_row import EventColumns, event_columns
from sa_monitor.present.labels import NOTHING_KNOWN, Naming
from sa_monitor.present.log_rules import day_rule, gap_rule, health_rule
from sa_monitor.present.search_words import searching_words
from sa_monitor.present.tone import Line, line
from sa_monitor.ui.actions import Place, bindings
from sa_monitor.ui.log_rows import DayRow, HealthRow, Row
from sa_monitor.ui.log_window import LogWindow
from sa_monitor.ui.widgets.tone_view import ToneView
from sa_monitor.ui.written_events import WrittenEvents

_WHEEL = 3


class EventLog(ToneView, can_focus=True):
    """Shows what a `LogWindow` has in sight, and tells it where the reader goes. It reads nothing itself."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Place.LOG)

    class Moved(Message):
        """The reader has gone somewhere: something may have to be read."""

    class Opened(Message):
        """The reader wants to see an event whole."""

        def __init__(self, step: Step) -> None:
            super().__init__()
            self.step = step

    class LossWanted(Message):
        """The reader wants the next deauthorization, an older one or a newer one."""

        def __init__(self, *, older: bool) -> None:
            super().__init__()
            self.older = older

    def __init__(self, window: LogWindow, *, id: str | None = None) -> None:  # noqa: A002 (Textual's name)
        super().__init__(id=id)
        self._window = window
        self._now = 0
        self._zone: tzinfo = UTC
        self._with_actor = False
        self._naming = NOTHING_KNOWN
        self._nothing: Sequence[Line] = ()
        self._foot: Sequence[Line] = ()
        self._written = WrittenEvents()

    @property
    def columns(self) -> EventColumns:
        """Where the parts of an event stand."""
        return event_columns(self.size.width, self._zone, with_actor=self._with_actor)

    def set_time(self, now: int, zone: tzinfo) -> None:
        """Tell the moment that ages are counted to, and the zone."""
        self._now, self._zone = now, zone

    def set_actor(self, shown: bool) -> None:  # noqa: FBT001 (it has one meaning)
        """Tell whether there is room for who caused an event."""
        self._with_actor = shown

    def set_naming(self, naming: Naming) -> None:
        """Tell what Service Apps and organizations are called."""
        self._naming = naming

    def set_empty(self, lines: Sequence[Line]) -> None:
        """Tell what stands here where no event matches."""
        self._nothing = lines

    def set_foot(self, lines: Sequence[Line]) -> None:
        """Tell what stands below the oldest event, where there is room."""
        self._foot = lines

    def paint(self) -> None:
        """Show what is in sight, if all of it is there."""
        if self._window.searching is not None and self._window.unanswered:
            self.show([(), line(f" {searching_words(self._window.searching, self._zone)}")])
            return
        if not self._window.settled or not self.size.width:
            return
        if self._window.empty:
            self.show([(), *self._nothing])
            return
        view = self._window.view()
        columns = self.columns
        self._written.begin(columns, self._zone, self._naming, actor=self._with_actor)
        lines = [self._line(row, columns) for row in view.rows]
        if self._foot and len(lines) + len(self._foot) < self.size.height:
            lines += [(), *self._foot]
        pointed = self.has_focus or not self._window.following
        self.show(lines, view.cursor if pointed else None)

    def _line(self, row: Row, columns: EventColumns) -> Line:
        if isinstance(row, Step):
            return self._written.line(row, self._now)
        if isinstance(row, DayRow):
            return day_rule(row.instant, self._zone, columns.cells)
        if isinstance(row, HealthRow):
            return health_rule(row.record, self._zone, columns.cells, dated=row.dated)
        return gap_rule(row.gaps, self._now, self._zone, columns.cells, dated=row.dated)

    def on_resize(self, event: Resize) -> None:
        """Show as many rows as there is room for."""
        if event.size.height:
            self._window.resize(event.size.height)
            self._gone()

    def watch_has_focus(self, has_focus: bool) -> None:  # noqa: FBT001 (Textual's)
        """Show the cursor, or hide it while it follows."""
        super().watch_has_focus(has_focus)
        self.paint()

    def _gone(self) -> None:
        self.paint()
        self.post_message(self.Moved())

    def action_down(self) -> None:
        """Move to the next older event."""
        self._window.move(1)
        self._gone()

    def action_up(self) -> None:
        """Move to the next newer event."""
        self._window.move(-1)
        self._gone()

    def action_newest(self) -> None:
        """Go to the newest event, and follow."""
        self._window.newest()
        self._gone()

    def action_oldest(self) -> None:
        """Go to the oldest event."""
        self._window.oldest()
        self._gone()

    def action_page_down(self) -> None:
        """Turn a page to older events."""
        self._window.page(1)
        self._gone()

    def action_page_up(self) -> None:
        """Turn a page to newer events."""
        self._window.page(-1)
        self._gone()

    def action_pause(self) -> None:
        """Pause, or follow."""
        self._window.toggle()
        self._gone()

    def action_older_loss(self) -> None:
        """Ask for the next older deauthorization."""
        self.post_message(self.LossWanted(older=True))

    def action_newer_loss(self) -> None:
        """Ask for the next newer deauthorization."""
        self.post_message(self.LossWanted(older=False))

    def action_open(self) -> None:
        """Ask to see the event under the cursor whole."""
        if self._window.cursor is not None:
            self.post_message(self.Opened(self._window.cursor))

    def on_click(self, event: Click) -> None:
        """Put the cursor on the event that was clicked; a second click opens it."""
        if self._window.point(event.y):
            self._gone()
            if event.chain > 1:
                self.action_open()

    def on_mouse_scroll_down(self, _event: MouseScrollDown) -> None:
        """Scroll to older events."""
        self._window.scroll(_WHEEL)
        self._gone()

    def on_mouse_scroll_up(self, _event: MouseScrollUp) -> None:
        """Scroll to newer events."""
        self._window.scroll(-_WHEEL)
        self._gone()
