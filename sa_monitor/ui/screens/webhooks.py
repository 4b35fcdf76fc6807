"""The page of webhooks: what Webex has, what is wrong with ours, and the keys that mend it."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from sa_monitor.model.webhook_draft import draft_of
from sa_monitor.monitor.history import History
from sa_monitor.monitor.webhooks import FORBIDDEN, Listed
from sa_monitor.monitor.workplace import Workplace
from sa_monitor.ui.actions import Place, bindings
from sa_monitor.ui.screens.page import PageScreen
from sa_monitor.ui.webhook_changes import WebhookChanges
from sa_monitor.ui.webhook_reader import WebhookReader
from sa_monitor.ui.widgets.footer import KeyFooter
from sa_monitor.ui.widgets.webhook_area import WebhookArea

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
        self._reader = WebhookReader(self._webhooks, history, clock)

    def compose(self) -> ComposeResult:
        """Lay it out from top to bottom."""
        yield self.status_bar()
        yield WebhookArea(self._reader, self.clock)
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
        if self._reader.known:
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
        """Show the newest list that is known here."""
        is_newest = await self._reader.judge(self.facts.health)
        self._show()
        if is_newest:
            self._reader.trouble = None  # it was said now

    def _ask(self) -> None:
        self.do_latest("ask", self._list_anew)

    async def _list_anew(self) -> None:
        """Ask Webex; what it doesn't answer is said, and the list that is known stays."""
        if not await self._reader.ask(self.area.say):
            self._look()
            return
        self._show()
        if self.facts.health.checks.owner is None:
            await self._reader.ask_owner()
            self.area.show_rule()

    def _show(self) -> None:
        self.area.show(self.facts.health, self.zone)

    # What is looked at

    @property
    def area(self) -> WebhookArea:
        """The list, and what it tells."""
        return self.query_one(WebhookArea)

    @property
    def _current(self) -> Listed | None:
        """The webhook under the cursor."""
        return self.area.current

    async def copies(self) -> "Sequence[Copy]":
        """Give the forms of the webhook under the cursor."""
        from sa_monitor.present.copies import webhook_copies

        return [] if self._current is None else webhook_copies(self._current.webhook)

    # Going about

    def on_list_pane_opened(self) -> None:
        """Show all fields."""
        from sa_monitor.ui.screens.webhook import WebhookScreen

        if (one := self._current) is not None:
            self.post_message(self.Opened(WebhookScreen(self._reader.list.view(one), clock=self.clock)))

    def action_others(self) -> None:
        """Show also webhooks of other resources, or hide them."""
        self._reader.turn()
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
            self._open(self._changes.mend(self._reader.list.overview, one, self.zone))

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
        elif one is not None and not draft_of(one.webhook).events:
            self.notify(
                f'The event "{one.webhook.event}" isn\'t known here: it can only be deleted.', markup=False
            )
        elif one is not None:
            self._write(one, changes=True)

    def action_like_this(self) -> None:
        """Write a new one that begins as this one is."""
        if self._webhooks.read_only:
            self.notify(FORBIDDEN, markup=False)
        elif self._current is not None:
            self._write(self._current, changes=False)

    def action_test_delivery(self) -> None:
        """Send a test delivery through its target; through the public URL where there is none."""
        from sa_monitor.ui.screens.trial import TrialDialog

        webhook = None if self._current is None else self._current.webhook
        self.app.push_screen(TrialDialog(self._workplace.way_in(self._history), webhook))

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
