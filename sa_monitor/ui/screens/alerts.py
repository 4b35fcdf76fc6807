"""Alerts: open, acknowledged, and resolved in the last 30 days; below the evidence of the one under the cursor."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from sa_monitor.errors import SaMonitorError
from sa_monitor.model.alert import About, Alert, Circumstances, Status
from sa_monitor.model.event import Step
from sa_monitor.model.instants import DAY
from sa_monitor.model.query import EVERYTHING
from sa_monitor.monitor.history import History
from sa_monitor.present.alert_page import alert_copy, evidence
from sa_monitor.present.alert_row import alert_row, ordered
from sa_monitor.present.alert_words import alert_sentence, subject_words
from sa_monitor.present.detail_line import Page
from sa_monitor.present.paragraph import broken
from sa_monitor.present.quantities import grouped
from sa_monitor.present.rules import Heading, ruled
from sa_monitor.present.tone import Line, Tone, line
from sa_monitor.ui.actions import Place, bindings
from sa_monitor.ui.board import Rows
from sa_monitor.ui.facts import Facts
from sa_monitor.ui.pair import Called, Pair, pair_of
from sa_monitor.ui.screens.log_page import LogPage
from sa_monitor.ui.screens.page import PageScreen
from sa_monitor.ui.widgets.footer import KeyFooter
from sa_monitor.ui.widgets.list_pane import ListPane
from sa_monitor.ui.widgets.tone_view import ToneView

if TYPE_CHECKING:
    from sa_monitor.present.copies import Copy

RESOLVED_FOR = 30 * DAY

RESOLVED_MOST = 500
"""Alerts that are over and stand here: an app that fails every minute has thousands. `alerts list` has them all."""

_STANDING = (Status.OPEN, Status.ACKNOWLEDGED)

_KEYS = ("acknowledge", "open", "annotate", "window", "test_channels", "copy", "back", "help")
_LABELS = {
    "open": "event",
    "annotate": "owner and note",
    "window": "planned window",
    "copy": "copy for a ticket",
}
_EVIDENCE_LEAST = 8
_NONE = (
    "No alert in the last 30 days. A loss that nobody planned stands here until somebody has acknowledged it."
)


class AlertsScreen(PageScreen):
    """Reads when it opens and whenever something changed; what was read before stays until then."""

    CSS_PATH = "../styles/alerts.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings(Place.ALERTS, Place.RECORDED, Place.PAGE)
    PAGE: ClassVar[str | None] = "alerts"
    AUTO_FOCUS = "#alerts"

    def __init__(self, history: History, *, clock: Callable[[], int]) -> None:
        super().__init__(clock)
        self._history = history
        self._alerts: Sequence[Alert] = ()
        self._around: dict[int, Circumstances] = {}
        self._steps: dict[int, Step | None] = {}
        self._known = False

    # What it is made of

    def compose(self) -> ComposeResult:
        """Lay it out from top to bottom."""
        yield self.status_bar()
        yield ToneView(id="rule")
        yield ListPane(id="alerts")
        yield ToneView(id="about")
        yield ToneView(id="evidence")
        yield self.key_footer()

    def on_mount(self) -> None:
        """Begin to read."""
        self.query_one(KeyFooter).offer(_KEYS, _LABELS)
        self._read()

    def on_resize(self) -> None:
        """Use the room there is."""
        self._show()

    # Reading

    def watch_facts(self, _before: Facts, _facts: Facts) -> None:
        """Read again: something changed."""
        if self.is_mounted:
            self._read()

    def _read(self) -> None:
        self.do_latest("alerts", self._read_all)

    async def _read_all(self) -> None:
        try:
            since = self.clock() - RESOLVED_FOR
            standing = await self._history.alerts(statuses=_STANDING, since=since)
            over = await self._history.alerts(statuses=(Status.RESOLVED,), since=since, limit=RESOLVED_MOST)
            self._alerts = ordered([*standing, *over])
            self._known = True
            self._show()
            self.pointed()
            await self._read_current()
        except SaMonitorError as error:
            self.notify(str(error), markup=False)

    async def _read_current(self) -> None:
        alert = self.alert_in_hand
        if alert is None:
            return
        self._around[alert.id] = await self._history.circumstances(alert)
        if alert.events:
            self._steps[alert.id] = await self._step(alert.events[-1])
        self._show()

    async def _step(self, event: int) -> Step | None:
        try:
            return await self._history.step(event)
        except SaMonitorError:  # it was forgotten
            return None

    # What comes down

    def ticked(self) -> None:
        """Count ages to this moment."""
        self._show()

    # What is shown

    def _show(self) -> None:
        cells, now = self.app.size.width, self.clock()
        pane = self.query_one("#alerts", ListPane)
        pane.styles.height = min(max(1, len(self._alerts)), self._room)
        telling = any(alert.told for alert in self._alerts)

        def write(at: int) -> Line:
            alert = self._alerts[at]
            return alert_row(alert, self._around.get(alert.id), now, self.zone, cells, telling=telling)

        pane.fill(Rows([str(alert.id) for alert in self._alerts], write))
        self.query_one("#rule", ToneView).show([ruled(self._heading(), cells)])
        self._show_evidence()

    def _heading(self) -> Heading:
        counts = {status: sum(alert.status is status for alert in self._alerts) for status in Status}
        some = counts[Status.RESOLVED] == RESOLVED_MOST
        words = [
            f"{grouped(counts[status])} {word}"
            for status, word in (
                (Status.OPEN, "open"),
                (Status.ACKNOWLEDGED, "taken on"),
                (Status.RESOLVED, "over, the newest" if some else "over"),
            )
            if counts[status]
        ]
        return Heading(" ─ ".join(["Alerts", *words]), right=("esc back",), focused=True)

    @property
    def _room(self) -> int:
        """How many lines the alerts may take."""
        return max(3, self.app.size.height - _EVIDENCE_LEAST - 6)

    def _show_evidence(self) -> None:
        about, whole = self.query_one("#about", ToneView), self.query_one("#evidence", ToneView)
        alert, cells = self.alert_in_hand, self.app.size.width
        about.display = alert is not None
        if alert is None:
            none = [line(f" {words}", Tone.QUIET) for words in broken(_NONE, cells - 2)]
            whole.show(none if self._known else [])
            return
        around = self._around.get(alert.id, Circumstances())
        about.show([ruled(Heading(subject_words(alert, around)), cells)])
        page = Page(cells, self.clock(), self.zone)
        whole.show(evidence(alert, around, self._steps.get(alert.id), page))

    # Going about

    @property
    def alert_in_hand(self) -> Alert | None:
        """The alert under the cursor."""
        key = self.query_one("#alerts", ListPane).key
        return next((alert for alert in self._alerts if str(alert.id) == key), None)

    @property
    def app_in_hand(self) -> Called | None:
        """The Service App of that alert."""
        return self.pair_in_hand.app

    @property
    def pair_in_hand(self) -> Pair:
        """What that alert is about."""
        alert = self.alert_in_hand
        return Pair() if alert is None else pair_of(alert)

    @property
    def opens_newest(self) -> bool:
        """Whether the cursor is on the newest open alert, and it has an event to show."""
        alert, newest = self.alert_in_hand, next(iter(self.facts.alerts), None)
        same = alert is not None and newest is not None and alert.id == newest.id
        return same and alert is not None and bool(alert.events)

    async def copies(self) -> "Sequence[Copy]":
        """Give the alert under the cursor as text for a ticket."""
        from sa_monitor.present.copies import Copy

        alert = self.alert_in_hand
        if alert is None:
            return ()
        around = await self._history.circumstances(alert)
        about = About.RESOLVED if alert.resolved_at is not None else About.RAISED
        return [Copy("alert", alert_copy(alert, around, alert_sentence(alert, around, about, self.zone)))]

    def on_list_pane_moved(self) -> None:
        """Tell of the one under the cursor."""
        self._show_evidence()
        self.pointed()
        self.do_latest("current", self._read_current)

    def on_list_pane_opened(self) -> None:
        """Show its newest event whole."""
        alert = self.alert_in_hand
        step = None if alert is None else self._steps.get(alert.id)
        if step is None:
            self.notify("It has no event of its own.", markup=False)
        else:
            self.post_message(LogPage.DetailsWanted(step, EVERYTHING, lambda _mark: None))

    def action_test_channels(self) -> None:
        """Send a trial to every channel."""
        self.post_message(self.ActionWanted("test_channels"))

    def action_annotate(self) -> None:
        """Tell whose the Service App is."""
        app = self.app_in_hand
        if app is not None:
            self.post_message(self.AnnotateWanted(app[0]))
