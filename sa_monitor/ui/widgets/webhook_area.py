"""What the page of webhooks shows: the list under its rule, and below it what is wrong with the one at the cursor."""

from collections.abc import Callable
from datetime import UTC, tzinfo

from textual.app import ComposeResult
from textual.containers import Vertical

from sa_monitor.model.health import Health
from sa_monitor.monitor.webhooks import Listed
from sa_monitor.present.notices import Notice, notice_lines
from sa_monitor.present.rules import Heading, ruled
from sa_monitor.present.tone import Tone
from sa_monitor.present.webhook_findings import (
    checked_words,
    finding_lines,
    hidden_words,
    list_title,
    no_webhook,
)
from sa_monitor.present.webhook_row import webhook_columns, webhook_heading, webhook_row
from sa_monitor.present.webhook_words import webhook_label
from sa_monitor.ui.board import Rows
from sa_monitor.ui.webhook_reader import WebhookReader
from sa_monitor.ui.widgets.list_pane import ListPane
from sa_monitor.ui.widgets.tone_view import ToneView


class WebhookArea(Vertical):
    """Shows what a reader got. What the reader of the screen does in the list comes up as its messages."""

    def __init__(self, reader: WebhookReader, clock: Callable[[], int]) -> None:
        super().__init__()
        self._reader = reader
        self._clock = clock
        self._health = Health()
        self._zone: tzinfo = UTC

    def compose(self) -> ComposeResult:
        """Lay it out from top to bottom."""
        yield ToneView(id="rule")
        yield ToneView(id="stale")
        yield ToneView(id="heading")
        yield ListPane(id="list")
        yield ToneView(id="about")
        yield ToneView(id="findings")

    @property
    def current(self) -> Listed | None:
        """The webhook under the cursor."""
        return self._reader.list.find(self.query_one("#list", ListPane).key)

    def show(self, health: Health, zone: tzinfo) -> None:
        """Show what was got, and how it stands with getting more."""
        self._health, self._zone = health, zone
        self._show_list()
        self.show_rule()
        self.say(self._reader.stale(health, zone))
        self._show_findings()

    def show_rule(self) -> None:
        """Say whose webhooks they are, and when that was so."""
        listed, checks, now = self._reader.list, self._health.checks, self._clock()
        words = checked_words(listed.listed_at, checks.every, now, self._zone)
        hidden = hidden_words(listed.hidden)
        is_stale = self._reader.stale(self._health, self._zone) is not None
        heading = Heading(
            list_title(checks.owner or self._reader.owner, len(listed.shown)),
            right=[f"{when} ─ {hidden}" if hidden else when for when in words],
            right_tone=Tone.WARNING if is_stale else Tone.TEXT,
            focused=True,
        )
        self.query_one("#rule", ToneView).show([ruled(heading, self.app.size.width)])

    def say(self, words: str | None) -> None:
        """Say why the list is no newer; nothing for None."""
        view = self.query_one("#stale", ToneView)
        view.display = words is not None
        if words is not None:
            rows = notice_lines(Notice(words), self.app.size.width)
            view.styles.height = len(rows)
            view.show(rows)

    def on_list_pane_moved(self) -> None:
        """Tell of the one under the cursor."""
        self._show_findings()

    def _show_list(self) -> None:
        listed, now = self._reader.list, self._clock()
        shown, columns = listed.shown, webhook_columns(self.app.size.width)
        rows = Rows(
            [one.webhook.id for one in shown],
            lambda number: webhook_row(listed.view(shown[number]), columns, now, self._zone),
        )
        self.query_one("#list", ListPane).fill(rows)
        heading = self.query_one("#heading", ToneView)
        none = no_webhook() if self._reader.known else []
        heading.show([webhook_heading(columns)] if shown else none)
        heading.styles.height = 1 if shown else 3

    def _show_findings(self) -> None:
        cells, one = self.app.size.width, self.current
        about, view = self.query_one("#about", ToneView), self.query_one("#findings", ToneView)
        about.display = view.display = one is not None
        if one is None:
            return
        about.show([ruled(Heading(webhook_label(one.webhook)), cells)])
        rows = finding_lines(
            self._reader.list.view(one),
            self._reader.seen.get(one.webhook.id),
            secret_known=one.secret_known,
            cells=cells,
            zone=self._zone,
        )
        view.styles.height = len(rows)
        view.show(rows)
