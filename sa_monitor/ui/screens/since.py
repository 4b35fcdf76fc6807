"""The page that stands first when something came since the reader last looked."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from msgspec.structs import replace
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message

from sa_monitor.model.alert import Alert
from sa_monitor.model.event import Step
from sa_monitor.present.alert_row import alert_row
from sa_monitor.present.event_row import event_columns, event_row
from sa_monitor.present.log_rules import day_rule
from sa_monitor.present.rules import ruled
from sa_monitor.present.since_words import (
    Since,
    is_open,
    more_rows,
    since_heading,
    since_keys,
    since_sentence,
)
from sa_monitor.present.times import there
from sa_monitor.present.tone import Line
from sa_monitor.ui.actions import Place, bindings
from sa_monitor.ui.screens.page import PageScreen
from sa_monitor.ui.widgets.footer import KeyFooter
from sa_monitor.ui.widgets.tone_view import ToneView

_ABOVE = 7
"""Lines that the page takes for everything but what it lists, below what every page says."""


class SinceScreen(PageScreen):
    """Says how much came, names the alerts that rose, and lists the newest losses."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Place.PAGE),
        Binding("enter", "show_them", "Show them", show=False),
    ]

    class Wanted(Message):
        """The reader wants to see what came."""

    def __init__(self, since: Since, losses: Sequence[Step], *, clock: Callable[[], int]) -> None:
        super().__init__(clock)
        self.since = since
        self._losses = losses

    def compose(self) -> ComposeResult:
        """Lay it out from top to bottom."""
        yield self.status_bar()
        yield ToneView(id="rule")
        yield ToneView(id="since")
        yield self.key_footer()

    def on_mount(self) -> None:
        """Name the keys."""
        self.query_one(KeyFooter).offer_keys((("enter", "show them"), ("esc", "Monitor")))

    def on_resize(self) -> None:
        """Use the room there is."""
        self.ticked()

    def ticked(self) -> None:
        """Count ages to this moment."""
        cells, lines = self.app.size
        self.query_one("#rule", ToneView).show([ruled(since_heading(self.since), cells)])
        now, since = self.clock(), replace(self.since, alerts=self._alerts)
        room = max(0, lines - _ABOVE - self.lines_above)
        alerts = self._alert_rows(since.alerts, cells, now, room // 2 if self._losses else room)
        rows = self._rows(cells, now)[: max(0, room - len(alerts))]
        more = since.lost - sum(step is not None for step, _row in rows)
        self.query_one("#since", ToneView).show(
            [
                (),
                since_sentence(since, now, self.zone),
                since_keys(self.keys.shown("alerts") if since.alerts else None),
                (),
                *alerts,
                *(row for _step, row in rows),
                more_rows(more),
            ]
        )

    @property
    def _alerts(self) -> tuple[Alert, ...]:
        """The alerts that rose, without those that somebody has acknowledged while this page stood here."""
        still = {alert.id for alert in self.facts.alerts}
        return tuple(alert for alert in self.since.alerts if not is_open(alert) or alert.id in still)

    def _alert_rows(self, alerts: Sequence[Alert], cells: int, now: int, room: int) -> list[Line]:
        """Write as many as there is room for, and an empty line after them."""
        if not alerts:
            return []
        telling = any(alert.told for alert in alerts)
        kept = alerts if len(alerts) < room else alerts[: max(1, room - 2)]
        rows = [alert_row(alert, None, now, self.zone, cells, telling=telling) for alert in kept]
        more = len(alerts) - len(kept)
        return [*rows, *([more_rows(more)] if more else []), ()]

    def watch_facts(self) -> None:
        """Leave out what is acknowledged meanwhile, and go where nothing is left to tell."""
        if not self.is_mounted or not self.since.alerts:
            return
        if self.is_current and not replace(self.since, alerts=self._alerts):
            self.dismiss()
        else:
            self.ticked()

    def _rows(self, cells: int, now: int) -> list[tuple[Step | None, Line]]:
        """Write the losses, with the days between them."""
        columns, zone = event_columns(cells, self.zone), self.zone
        today = there(now, zone).date()
        rows: list[tuple[Step | None, Line]] = []
        for step in self._losses:
            at = step.event.received_at
            if there(at, zone).date() != today:
                today = there(at, zone).date()
                rows.append((None, day_rule(at, zone, cells)))
            rows.append((step, event_row(step, columns, now, zone)))
        return rows

    def action_show_them(self) -> None:
        """Go to them."""
        self.post_message(self.Wanted())
        self.dismiss()
