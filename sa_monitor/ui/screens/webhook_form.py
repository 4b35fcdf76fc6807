"""The page on which a webhook is written: what will be sent, and what it would have reported, stand beside it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from sa_monitor.errors import NotFound, SaMonitorError, StoreError
from sa_monitor.model.health import Health
from sa_monitor.model.matching import Suggestions
from sa_monitor.model.webhook import Webhook
from sa_monitor.model.webhook_draft import Draft
from sa_monitor.monitor.changing import Manner
from sa_monitor.monitor.history import History
from sa_monitor.monitor.workplace import Workplace
from sa_monitor.present.draft_words import (
    BETWEEN,
    NO_OWNER,
    NO_TOKEN,
    draft_remarks,
    form_title,
    limits_line,
    matched_line,
)
from sa_monitor.present.tone import Span, Tone
from sa_monitor.present.webhook_words import fires_for
from sa_monitor.ui.actions import Place, bindings
from sa_monitor.ui.screens.page import PageScreen
from sa_monitor.ui.widgets.footer import KeyFooter
from sa_monitor.ui.widgets.form_area import FormArea
from sa_monitor.ui.widgets.webhook_form import WebhookForm

if TYPE_CHECKING:
    from textual.timer import Timer

_PAUSE = 0.5
"""Seconds without a key after which a mistake is told: before, it may be a word that isn't whole yet."""


class WebhookFormScreen(PageScreen):
    """Writes on at a draft, and sends it; `was` is the webhook that is changed, None for a new one."""

    CSS_PATH = "../styles/webhooks.tcss"
    AUTO_FOCUS = "WebhookForm Input"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "send", "Send it", show=False),
        Binding("ctrl+o", "unfold", "Show all that will be sent, or the form", show=False),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
        Binding("n", "nothing", show=False),
        Binding("1,2,3,4,5,6", "back", show=False),
        *bindings(Place.PAGE),
    ]

    def __init__(
        self,
        workplace: Workplace,
        history: History,
        draft: Draft,
        *,
        was: Webhook | None = None,
        clock: Callable[[], int],
    ) -> None:
        super().__init__(clock)
        self._was = was
        self._workplace = workplace
        self._webhooks = workplace.webhooks(history)
        self._history = history
        self._area = FormArea(draft, was)
        self._known = Suggestions()
        self._health = Health()
        self._told = False
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """Lay it out from top to bottom."""
        yield self.status_bar()
        yield self._area
        yield self.key_footer()

    def on_mount(self) -> None:
        """Propose our target, and read what there is to choose from."""
        self._health = self.facts.health
        self._divide()
        self._changed()
        self.do_latest("known", self._read_known)
        self.do_latest("owner", self._read_owner)

    def on_resize(self) -> None:
        """Divide the room there is."""
        self._divide()

    def watch_facts(self) -> None:
        """Say whether the target is proven to lead here by now."""
        if self.is_mounted and self.facts.health != self._health:
            self._health = self.facts.health
            self._changed()

    @property
    def form(self) -> WebhookForm:
        """The fields."""
        return self._area.form

    # What is known

    async def _read_known(self) -> None:
        try:
            here = await self._webhooks.here()
            self._known = await self._webhooks.suggestions()
        except StoreError:
            return  # the status line says so; the form works without
        if here:
            self.form.propose(here)
        tunnels = [tunnel.url for tunnel in self._health.checks.found]
        self.form.suggest(self._known, [*([here] if here else []), *tunnels])
        self._changed()

    async def _read_owner(self) -> None:
        """Tell for whose Service Apps a webhook fires: those of whose token creates it."""
        try:
            owner = self._health.checks.owner or await self._webhooks.owner()
        except NotFound:
            words = NO_TOKEN
        except SaMonitorError:
            words = NO_OWNER
        else:
            words = Span(fires_for(owner))
        self._area.tell_owner(words)

    async def _read_matched(self) -> None:
        draft = self.form.draft
        try:
            matched = await self._webhooks.matched(draft.condition, draft.events)
        except StoreError:
            return
        self.form.tell_matched(matched_line(matched))

    # What is shown

    def on_webhook_form_changed(self) -> None:
        """Show at once what it means; what is wrong after a moment."""
        self._told = False
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(_PAUSE, self._tell_mistakes)
        self._changed()

    def _tell_mistakes(self) -> None:
        self._told = True
        self._changed()

    def _changed(self) -> None:
        draft = self.form.draft
        probe = self._health.checks.probe
        reached = probe is not None and probe.reached(draft.target_url)
        remarks = draft_remarks(draft, self._known, reached=reached, complete=self._told)
        self.form.tell_remarks(remarks, limits_line(draft, self._known))
        replaces = self._was is not None and draft.replaces(self._was)
        self.form.tell_between(Span(BETWEEN, Tone.WARNING) if replaces else None)
        self._area.preview()
        self.do_latest("matched", self._read_matched)

    def _divide(self) -> None:
        self._area.divide()
        self._offer()

    def _offer(self) -> None:
        self.query_one(KeyFooter).offer_keys(self._area.keys)

    # What is done

    def action_unfold(self) -> None:
        """Show all that will be sent in place of the form, or the form again."""
        self._area.fold()
        self._offer()

    def action_nothing(self) -> None:
        """Do nothing: this is the form already."""

    def action_send(self) -> None:
        """Send it, where nothing is wrong; else go to what is."""
        draft = self.form.draft
        self._tell_mistakes()
        wrong = [remark.field for remark in draft.remarks() if remark.prevents]
        if wrong:
            if self._area.unfolded:
                self.action_unfold()
            self.form.go_to(wrong[0])
            return
        requests = self._area.requests
        if not requests:
            self.dismiss()
            return
        from sa_monitor.ui.screens.change import ChangeDialog

        dialog = ChangeDialog(
            self._webhooks,
            requests,
            heading=form_title(self._was),
            clock=self.clock,
            zone=self.zone,
            manner=Manner(secret=draft.secret),
            way_in=self._workplace.way_in(self._history),
        )
        self.app.push_screen(dialog, self._sent)

    def _sent(self, is_over: bool | None) -> None:  # noqa: FBT001 (Textual gives it so)
        if is_over:
            self.dismiss()

    def action_back(self) -> None:
        """Leave; where something was typed, ask first."""
        if self._area.unfolded:
            self.action_unfold()
            return
        if not self.form.touched:
            self.dismiss()
            return
        from sa_monitor.ui.screens.question import Question

        what = "webhook" if self._was is None else "change"
        question = Question(f"Discard this {what}?", ["Nothing was sent."], yes="Discard", no="Go on writing")
        self.app.push_screen(question, self._discarded)

    def _discarded(self, discards: bool | None) -> None:  # noqa: FBT001 (Textual gives it so)
        if discards:
            self.dismiss()

    def on_webhook_form_wanted(self) -> None:
        """Send it."""
        self.action_send()

    def on_webhook_form_left(self) -> None:
        """Leave it."""
        self.action_back()

    def on_input_submitted(self) -> None:
        """Go to the next field."""
        self.focus_next()

    def on_choice_entered(self) -> None:
        """Go to the next field."""
        self.focus_next()

    def on_secret_field_entered(self) -> None:
        """Go to the next field."""
        self.focus_next()
