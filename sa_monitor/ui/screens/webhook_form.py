"""The page on which a webhook is written: what will be sent, and what it would have reported, stand beside it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from sa_monitor.errors import NotFound, SaMonitorError, StoreError
from sa_monitor.model.filter import Filter
from sa_monitor.model.health import Health
from sa_monitor.model.matching import Suggestions
from sa_monitor.model.reach import Reached, plain_url
from sa_monitor.model.webhook import Webhook
from sa_monitor.model.webhook_draft import Draft
from sa_monitor.model.webhook_request import Request
from sa_monitor.monitor.changing import Manner
from sa_monitor.monitor.history import History
from sa_monitor.monitor.workplace import Workplace
from sa_monitor.present import signs
from sa_monitor.present.draft_words import BETWEEN, draft_remarks, form_title
from sa_monitor.present.request_preview import folded, preview_lines
from sa_monitor.present.rules import Heading, ruled
from sa_monitor.present.tone import Line, Span, Tone, line
from sa_monitor.present.webhook_words import filter_words, fires_for, matched_words
from sa_monitor.ui.actions import Place, bindings
from sa_monitor.ui.screens.page import PageScreen
from sa_monitor.ui.widgets.divider import Divider
from sa_monitor.ui.widgets.footer import KeyFooter
from sa_monitor.ui.widgets.lines_view import LinesView
from sa_monitor.ui.widgets.tone_view import ToneView
from sa_monitor.ui.widgets.webhook_form import WebhookForm

if TYPE_CHECKING:
    from textual.timer import Timer

_PAUSE = 0.5
"""Seconds without a key after which a mistake is told: before, it may be a word that isn't whole yet."""

_TWO_COLUMNS = 110
_FORM = 80
"""Cells of the form where the preview stands beside it, at least."""

_UNREADY = " Nothing can be sent yet."
_KEYS = (("enter", "next"), ("↓", "suggestions"), ("ctrl+s", "send"), ("esc", "leave"))
_FOLDED = (("ctrl+o", "what will be sent"),)
_PREVIEW = (("j k", "scroll"), ("ctrl+o", "back to the form"), ("ctrl+s", "send"))


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
        self._draft = draft
        self._known = Suggestions()
        self._health = Health()
        self._owner: Span | None = None
        self._told = False
        self._timer: Timer | None = None
        self._unfolded = False

    def compose(self) -> ComposeResult:
        """Lay it out: the form, and beside or below it what will be sent."""
        yield self.status_bar()
        yield ToneView(id="rule")
        with Horizontal(id="written"):
            yield WebhookForm(self._draft, self._was)
            yield Divider()
            yield LinesView(id="preview")
        yield ToneView(id="folded")
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
        return self.query_one(WebhookForm)

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
            self._owner = Span(f"{signs.UNKNOWN} no token: esc, then T", Tone.WARNING)
        except SaMonitorError:
            self._owner = Span(f"{signs.UNKNOWN} Webex can't tell whose token it is", Tone.WARNING)
        else:
            self._owner = Span(fires_for(owner))
        self._title()

    async def _read_matched(self) -> None:
        draft = self.form.draft
        try:
            matched = await self._webhooks.matched(draft.condition, draft.events)
        except StoreError:
            return
        if not matched.looked_at:
            words = line(" No event is stored yet to compare it with.", Tone.QUIET)
        elif matched.events:
            words = (Span(f" {signs.OK} ", Tone.SUCCESS), Span(matched_words(matched)))
        else:
            words = (Span(f" {signs.LOOK} ", Tone.WARNING), Span(matched_words(matched)))
        self.form.tell_matched(words)

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
        reached = self._reached(draft.target_url)
        remarks = draft_remarks(draft, self._known, reached=reached, complete=self._told)
        self.form.tell_remarks(remarks, self._limits(draft))
        replaces = self._was is not None and draft.replaces(self._was)
        self.form.tell_between(Span(BETWEEN, Tone.WARNING) if replaces else None)
        self._preview()
        self.do_latest("matched", self._read_matched)

    def _limits(self, draft: Draft) -> Line:
        names = dict(self._known.apps)
        words = filter_words(draft.condition, None, names.get(draft.condition.app_id or ""))
        return line(f"all left empty: {words}" if draft.condition == Filter() else words, Tone.QUIET)

    def _reached(self, target: str) -> bool:
        """Tell whether the last probe came through this target to this process."""
        probe = self._health.checks.probe
        return (
            probe is not None
            and isinstance(probe.outcome, Reached)
            and plain_url(probe.target) == plain_url(target)
        )

    @property
    def _two_columns(self) -> bool:
        return self.app.size.width >= _TWO_COLUMNS

    def _divide(self) -> None:
        width, two = self.app.size.width, self._two_columns
        form = max(_FORM, width // 2)
        self.form.display = two or not self._unfolded
        self.form.styles.width = form if two else "1fr"
        self.query_one(Divider).display = two
        self.query_one("#preview").display = two or self._unfolded
        self.query_one("#folded").display = not two and not self._unfolded
        self.query_one(KeyFooter).offer_keys(
            _PREVIEW if self._unfolded else (*_KEYS[:3], *(() if two else _FOLDED), *_KEYS[3:])
        )
        self._title()
        self.call_after_refresh(self._preview)

    def _title(self) -> None:
        cells, two = self.app.size.width, self._two_columns
        form = self.form.styles.width.cells if two and self.form.styles.width is not None else cells
        owner = self._owner
        right = (owner.text,) if owner is not None else ()
        tone = owner.tone if owner is not None else Tone.TEXT
        title = "What will be sent" if self._unfolded and not two else form_title(self._was)
        left = ruled(Heading(title, right=right, right_tone=tone, focused=True), form or cells)
        rest = ruled(Heading("What will be sent"), cells - (form or cells) - 1) if two else ()
        joint = (Span("┬", Tone.QUIET),) if two else ()
        self.query_one("#rule", ToneView).show([(*left, *joint, *rest)])

    def _preview(self) -> None:
        view, fold = self.query_one("#preview", LinesView), self.query_one("#folded", ToneView)
        cells = view.size.width
        draft = self.form.draft
        if not draft.is_ready:
            view.fill([line(_UNREADY, Tone.QUIET)], from_top=False)
            fold.show([line(_UNREADY, Tone.QUIET)])
            return
        requests = self._requests(draft)
        nothing = [line(" Nothing differs from what it is.", Tone.QUIET)]
        if cells:
            view.fill(list(preview_lines(requests, cells)) if requests else nothing, from_top=False)
        fold.show([folded(requests, self.app.size.width)] if requests else nothing)

    def _requests(self, draft: Draft) -> tuple[Request, ...]:
        return draft.creations() if self._was is None else draft.changes(self._was)

    # What is done

    def action_unfold(self) -> None:
        """Show all that will be sent in place of the form, or the form again."""
        if self._two_columns:
            return
        self._unfolded = not self._unfolded
        self._divide()
        if self._unfolded:
            self.query_one("#preview").focus()
        else:
            self.query_one("WebhookForm Input").focus()

    def action_nothing(self) -> None:
        """Do nothing: this is the form already."""

    def action_send(self) -> None:
        """Send it, where nothing is wrong; else go to what is."""
        draft = self.form.draft
        self._tell_mistakes()
        wrong = [remark.field for remark in draft.remarks() if remark.prevents]
        if wrong:
            if self._unfolded:
                self.action_unfold()
            self.form.go_to(wrong[0])
            return
        requests = self._requests(draft)
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
        if self._unfolded and not self._two_columns:
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
