"""The lower half of the main screen: the log under its rule, and beside it the details where there is room."""

from datetime import UTC, tzinfo
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.events import DescendantBlur, DescendantFocus

from sa_monitor.present.event_row import event_heading
from sa_monitor.present.log_heading import LogState, log_heading
from sa_monitor.present.quantities import grouped
from sa_monitor.present.rules import Heading, ruled
from sa_monitor.present.tone import Line, Span, Tone
from sa_monitor.ui.layout import Layout
from sa_monitor.ui.log_window import LogWindow
from sa_monitor.ui.widgets.divider import Divider
from sa_monitor.ui.widgets.event_log import EventLog
from sa_monitor.ui.widgets.loss_strip import LossStrip
from sa_monitor.ui.widgets.tone_view import ToneView

if TYPE_CHECKING:
    from sa_monitor.ui.widgets.detail_view import DetailView


class LogArea(Vertical):
    """Shows a log window. What the reader does in it comes up as messages of `EventLog` and `DetailView`."""

    def __init__(self, window: LogWindow) -> None:
        super().__init__()
        self._window = window
        self._layout: Layout | None = None
        self._state = LogState()
        self._zone: tzinfo = UTC
        self._details: DetailView | None = None

    def compose(self) -> ComposeResult:
        """Set the details beside the log."""
        yield ToneView(id="log-rule")
        with Horizontal(), Vertical(id="log-column"):
            yield ToneView(id="log-heading")
            with Horizontal(id="log-body"):
                yield EventLog(self._window, id="log")
                yield LossStrip(id="losses")

    @property
    def events(self) -> EventLog:
        """The log itself."""
        return self.query_one(EventLog)

    @property
    def losses(self) -> LossStrip:
        """The strip that tells where in history losses are."""
        return self.query_one(LossStrip)

    @property
    def details(self) -> "DetailView | None":
        """The details beside it; None where there is no room."""
        return self._details if self._layout is not None and self._layout.details else None

    def divide(self, layout: Layout) -> None:
        """Give the log and the details their cells."""
        self._layout = layout
        self.set_class(not layout.lower, "-away")
        if layout.rows > 0:
            self._window.resize(layout.rows)  # before it is laid out, so that what it needs is read at once
        column = self.query_one("#log-column")
        column.display = layout.log > 0
        column.styles.width = layout.log
        self.query_one("#log-heading").display = layout.heading
        self.events.set_actor(layout.log > 0 and layout.details > 0)
        if layout.details and self._details is None:
            self._make_details()
        for border in self.query(Divider):
            border.display = layout.log > 0 and layout.details > 0
        if self._details is not None:
            self._details.display = layout.details > 0
            self._details.styles.width = layout.details
        self._rule()

    def _make_details(self) -> None:
        """Set the details beside the log: only wide screens need them."""
        from sa_monitor.ui.widgets import detail_view

        self._details = detail_view.DetailView(id="details")
        self.query_one(Horizontal).mount(Divider(), self._details)

    def show_state(self, state: LogState, zone: tzinfo) -> None:
        """Say above the log what it shows and hides; days are of `zone`."""
        self._state, self._zone = state, zone
        self._rule()

    def on_descendant_focus(self, _event: DescendantFocus) -> None:
        """Show which of the two has the focus."""
        self._rule()

    def on_descendant_blur(self, _event: DescendantBlur) -> None:
        """Show that none has it."""
        self._rule()

    def _rule(self) -> None:
        layout = self._layout
        if layout is None:
            return
        line: Line = ()
        if layout.log:
            heading = log_heading(self._state, self._zone, focused=self.events.has_focus)
            line = ruled(heading, layout.log, [(at, "┴") for at in layout.borders])
        if self.details is not None:
            joint = Span("┼" if layout.log in layout.borders else "┬", Tone.QUIET)
            shown = self.details.event_id
            title = "Event" if shown is None else f"Event {grouped(shown)}"
            beside = ruled(Heading(title, focused=self.details.has_focus), layout.details)
            line = (*line, joint, *beside) if line else beside
        self.query_one("#log-rule", ToneView).show([line])
        if layout.heading and self.events.size.width:
            self.query_one("#log-heading", ToneView).show([event_heading(self.events.columns)])
