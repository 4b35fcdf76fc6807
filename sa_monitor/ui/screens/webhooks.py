"""The page of webhooks: what Webex has, what is wrong with ours, and the keys that mend it."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from msgspec.structs import replace
from textual.app import ComposeResult
from textual.binding import BindingType

from sa_monitor.errors import SaMonitorError, StoreError
from sa_monitor.model.health import Happened
from sa_monitor.model.webhook_draft import draft_of
from sa_monitor.monitor.history import History
from sa_monitor.monitor.webhooks import FORBIDDEN, Listed, Overview
from sa_monitor.monitor.workplace import Workplace
from sa_monitor.present.clean import clean
from sa_monitor.present.notices import Notice, notice_lines
from sa_monitor.present.rules import Heading, ruled
from sa_monitor.present.tone import Line, Tone
from sa_monitor.present.webhook_findings import (
    checked_words,
    finding_lines,
    hidden_words,
    list_title,
    no_webhook,
    stale_words,
)
from sa_monitor.present.webhook_row import webhook_columns, webhook_heading, webhook_row
from sa_monitor.present.webhook_words import waiting_words, webhook_label
from sa_monitor.ui.actions import Place, bindings
from sa_monitor.ui.board import Rows
from sa_monitor.ui.screens.page import PageScreen
from sa_monitor.ui.webhook_changes import WebhookChanges
from sa_monitor.ui.webhook_list import WebhookList
from sa_monitor.ui.widgets.footer import KeyFooter
from sa_monitor.ui.widgets.list_pane import ListPane
from sa_monitor.ui.widgets.tone_view import ToneView

if TYPE_CHECKING:
    from textual.screen import Screen

    from sa_monitor.present.copies import Copy

_KEYS = (
    "new_webhook",
    "mend",
    "reactivate",
    "edit",
    "delete",
    "test_delivery",
    "secret",
    "like_this",
    "refresh",
    "others",
    "open",
    "help",
)
_LABELS = {"new_webhook": "new", "open": "all fields"}


class WebhooksScreen(PageScreen):
    """Shows the last list that anybody of this data folder got, and asks for a newer one on `r`."""

    CSS_PATH = "../styles/webhooks.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings(Place.WEBHOOKS, Place.RECORDED, Place.PAGE)
    PAGE: ClassVar[str | None] = "webhooks"
    AUTO_FOCUS = "#list"

    def __init__(self, history: History, workplace: Workplace, *, clock: Callable[[], int]) -> None:
        super().__init__(clock)
        self._history = history
        self._workplace = workplace
        self._webhooks = workplace.webhooks(history)
        self._changes = WebhookChanges(self._webhooks, workplace.way_in(history), clock)
        self._list = WebhookList()
        self._seen: dict[str, int] = {}
        self._trouble: str | None = None
        self._owner: str | None = None
        self._known = False

    def compose(self) -> ComposeResult:
        """Lay it out from top to bottom."""
        yield self.status_bar()
        yield ToneView(id="rule")
        yield ToneView(id="stale")
        yield ToneView(id="heading")
        yield ListPane(id="list")
        yield ToneView(id="about")
        yield ToneView(id="findings")
        yield self.key_footer()

    def on_mount(self) -> None:
        """Show what is known, and ask for what isn't."""
        self.query_one(KeyFooter).offer(_KEYS, _LABELS)
        self._show()
        if self.facts.health.is_stale(self.clock()) or self.facts.health.checks.listed_at is None:
            self._ask()
        else:
            self._look()

    def on_resize(self) -> None:
        """Use the room there is."""
        self.call_after_refresh(self._show)

    def on_screen_resume(self) -> None:
        """Look again: a form or a dialog may have changed something."""
        if self._known:
            self._ask()

    # What comes down

    def watch_facts(self) -> None:
        """Show a newer list, or newer deliveries."""
        if self.is_mounted:
            self._look()

    def ticked(self) -> None:
        """Count ages to this moment."""
        self._show()

    # Reading

    def _look(self) -> None:
        self.do_latest("look", self._read)

    async def _read(self) -> None:
        """Judge the newest list that is known here."""
        health, listed_at = self.facts.health, self._list.listed_at
        before = self._list.overview
        kept_at = health.checks.listed_at
        known = [one.webhook for one in before.listed]
        is_newer = kept_at is not None and (listed_at is None or kept_at >= listed_at)
        try:
            overview = await self._webhooks.judge(health.webhooks if is_newer else known)
        except SaMonitorError as error:
            self._trouble = str(error)
            self._show()
            return
        if self._list.overview is not before:
            return  # a newer one came meanwhile
        await self._take(overview, kept_at if is_newer else listed_at)
        if is_newer:
            self._trouble = None

    def _ask(self) -> None:
        self.do_latest("ask", self._list_anew)

    async def _list_anew(self) -> None:
        """Ask Webex; what it doesn't answer is said, and the list that is known stays."""
        try:
            overview = await self._webhooks.list(
                lambda waiting: self._say(waiting_words(waiting.seconds, asked=waiting.asked))
            )
        except SaMonitorError as error:
            self._trouble = str(error)
            self._known = True
            self._look()
            return
        self._trouble = None
        await self._take(overview, self.clock())
        if self.facts.health.checks.owner is None and self._owner is None:
            with suppress(SaMonitorError):
                self._owner = await self._webhooks.owner()
            self._show_rule()

    async def _take(self, overview: Overview, listed_at: int | None) -> None:
        """Show this one, with when each of them was seen to turn inactive."""
        self._list = replace(self._list, overview=overview, listed_at=listed_at)
        self._known = True
        try:
            records = await self._history.health_records(limit=500)
        except StoreError:
            records = []
        self._seen = {
            record.webhook_id: record.at
            for record in reversed(records)
            if record.what is Happened.INACTIVE and record.webhook_id is not None
        }
        self._show()

    # What is shown

    def _show(self) -> None:
        cells = self.app.size.width
        shown, now = self._list.shown, self.clock()
        columns = webhook_columns(cells)
        rows = Rows(
            [one.webhook.id for one in shown],
            lambda number: webhook_row(self._list.view(shown[number]), columns, now, self.zone),
        )
        self.query_one("#list", ListPane).fill(rows)
        self.query_one("#heading", ToneView).show(
            [webhook_heading(columns)] if shown else no_webhook() if self._known else []
        )
        self.query_one("#heading").styles.height = 1 if shown else 3
        self._show_rule()
        self._show_stale()
        self._show_findings()

    def _show_rule(self) -> None:
        checks, now = self.facts.health.checks, self.clock()
        words = checked_words(self._list.listed_at, checks.every, now, self.zone)
        hidden = hidden_words(self._list.hidden)
        heading = Heading(
            list_title(checks.owner or self._owner, len(self._list.shown)),
            right=[f"{when} ─ {hidden}" if hidden else when for when in words],
            right_tone=Tone.WARNING if self._stale else Tone.TEXT,
            focused=True,
        )
        self.query_one("#rule", ToneView).show([ruled(heading, self.app.size.width)])

    @property
    def _stale(self) -> str | None:
        """Why the list is no newer, in words; None where it is new."""
        words, unlisted = stale_words(self.facts.health, self.zone), self.facts.health.checks.unlisted
        listed_at = self._list.listed_at
        if self._trouble is not None:
            return words or f"{clean(self._trouble)} `r` tries again."
        known_since = listed_at is not None and unlisted is not None and unlisted.since < listed_at
        return None if known_since else words

    def _show_stale(self) -> None:
        self._say(self._stale)

    def _say(self, words: str | None) -> None:
        view = self.query_one("#stale", ToneView)
        view.display = words is not None
        if words is not None:
            rows = notice_lines(Notice(words), self.app.size.width)
            view.styles.height = len(rows)
            view.show(rows)

    def _show_findings(self) -> None:
        cells, one = self.app.size.width, self._current
        about, view = self.query_one("#about", ToneView), self.query_one("#findings", ToneView)
        about.display = view.display = one is not None
        if one is None:
            return
        about.show([ruled(Heading(webhook_label(one.webhook)), cells)])
        rows: list[Line] = finding_lines(
            self._list.view(one),
            self._seen.get(one.webhook.id),
            secret_known=one.secret_known,
            cells=cells,
            zone=self.zone,
        )
        view.styles.height = len(rows)
        view.show(rows)

    @property
    def _current(self) -> Listed | None:
        """The webhook under the cursor."""
        return self._list.find(self.query_one("#list", ListPane).key)

    async def copies(self) -> "Sequence[Copy]":
        """Give the forms of the webhook under the cursor."""
        from sa_monitor.present.copies import webhook_copies

        return [] if self._current is None else webhook_copies(self._current.webhook)

    # Going about

    def on_list_pane_moved(self) -> None:
        """Tell of the one under the cursor."""
        self._show_findings()

    def on_list_pane_opened(self) -> None:
        """Show all fields."""
        from sa_monitor.ui.screens.webhook import WebhookScreen

        if self._current is not None:
            self.post_message(self.Opened(WebhookScreen(self._list.view(self._current), clock=self.clock)))

    def action_others(self) -> None:
        """Show also webhooks of other resources, or hide them."""
        self._list = replace(self._list, everything=not self._list.everything)
        self._show()

    def action_refresh(self) -> None:
        """Ask Webex now, and let whoever looks after the webhooks look too."""
        if self._workplace.health is not None:
            self._workplace.health.look_now()
        self._ask()

    # Changing

    def action_mend(self) -> None:
        """Show what mends it, and send that on Enter."""
        if (one := self._current) is not None:
            self._open(self._changes.mend(self._list.overview, one, self.zone))

    def action_reactivate(self) -> None:
        """Prove its target, and reactivate it."""
        if (one := self._current) is not None:
            self._open(self._changes.reactivate(one, self.zone))

    def action_delete(self) -> None:
        """Ask, and delete it."""
        if (one := self._current) is not None:
            self._open(self._changes.ask_delete(one), partial(self._delete, one))

    def _delete(self, one: Listed, wanted: bool | None) -> None:  # noqa: FBT001 (Textual gives it so)
        if wanted:
            self._open(self._changes.delete(one, self.zone))

    def action_edit(self) -> None:
        """Change it in the form."""
        one = self._current
        refusal = None if one is None else self._changes.refusal(one)
        if refusal is not None:
            self.notify(refusal, markup=False)
        elif one is not None:
            self._write(one, changes=True)

    def action_like_this(self) -> None:
        """Write a new one that begins as this one is."""
        if self._webhooks.read_only:
            self.notify(FORBIDDEN, markup=False)
        elif self._current is not None:
            self._write(self._current, changes=False)

    def action_test_delivery(self) -> None:
        """Send a test delivery through its target."""
        if (one := self._current) is not None:
            from sa_monitor.ui.screens.trial import TrialDialog

            self.app.push_screen(TrialDialog(self._workplace.way_in(self._history), one.webhook))

    def action_secret(self) -> None:
        """Take the signing secret that it has already."""
        from sa_monitor.ui.screens.secret import SecretScreen

        one = self._current
        self.app.push_screen(
            SecretScreen(self._workplace.secrets, self._history, None if one is None else one.webhook)
        )

    def _write(self, one: Listed, *, changes: bool) -> None:
        from sa_monitor.ui.screens.webhook_form import WebhookFormScreen

        was = one.webhook if changes else None
        draft = draft_of(one.webhook)
        page = WebhookFormScreen(self._workplace, self._history, draft, was=was, clock=self.clock)
        self.post_message(self.Opened(page))

    def _open(
        self,
        dialog: "Screen[bool] | str",
        then: Callable[[bool | None], None] = lambda _: None,
    ) -> None:
        """Open a dialog, or say why there is none."""
        if isinstance(dialog, str):
            self.notify(dialog, markup=False)
        else:
            self.app.push_screen(dialog, then)
