"""The form of a webhook, and what will be sent: side by side where there is room, else one at a time."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from sa_monitor.model.webhook import Webhook
from sa_monitor.model.webhook_draft import Draft
from sa_monitor.model.webhook_request import Request
from sa_monitor.present.draft_words import form_title
from sa_monitor.present.request_preview import folded, preview_lines
from sa_monitor.present.rules import Heading, ruled
from sa_monitor.present.tone import Span, Tone, line
from sa_monitor.ui.widgets.divider import Divider
from sa_monitor.ui.widgets.lines_view import LinesView
from sa_monitor.ui.widgets.tone_view import ToneView
from sa_monitor.ui.widgets.webhook_form import WebhookForm

_TWO_COLUMNS = 110
_FORM = 80
"""Cells of the form where the preview stands beside it, at least."""

_PREVIEW = "What will be sent"
_UNREADY = line(" Nothing can be sent yet.", Tone.QUIET)
_UNCHANGED = line(" Nothing differs from what it is.", Tone.QUIET)
_FORM_KEYS = (("enter", "next"), ("↓", "suggestions"), ("ctrl+s", "send"), ("esc", "leave"))
_FOLDED_KEYS = (("ctrl+o", "what will be sent"),)
_PREVIEW_KEYS = (("j k", "scroll"), ("ctrl+o", "back to the form"), ("ctrl+s", "send"))


class FormArea(Vertical):
    """Begins with a draft; `was` is the webhook that is changed, None for a new one.

    In one column the preview is folded to a line; `unfolded` says that it stands in place of the form.
    """

    def __init__(self, draft: Draft, was: Webhook | None) -> None:
        super().__init__()
        self._draft = draft
        self._was = was
        self._owner = Span("")
        self._unfolded = False

    def compose(self) -> ComposeResult:
        """Lay it out: the form, and beside or below it what will be sent."""
        yield ToneView(id="rule")
        with Horizontal(id="written"):
            yield WebhookForm(self._draft, self._was)
            yield Divider()
            yield LinesView(id="preview")
        yield ToneView(id="folded")

    @property
    def form(self) -> WebhookForm:
        """The fields."""
        return self.query_one(WebhookForm)

    @property
    def requests(self) -> tuple[Request, ...]:
        """What comes of what stands in the fields."""
        draft = self.form.draft
        return draft.creations() if self._was is None else draft.changes(self._was)

    @property
    def unfolded(self) -> bool:
        """Whether what will be sent hides the form."""
        return self._unfolded and not self._two_columns

    @property
    def keys(self) -> Sequence[tuple[str, str]]:
        """The keys to name at the foot of the page."""
        if self._unfolded:
            return _PREVIEW_KEYS
        return (*_FORM_KEYS[:3], *(() if self._two_columns else _FOLDED_KEYS), *_FORM_KEYS[3:])

    def divide(self) -> None:
        """Give each part its cells."""
        two = self._two_columns
        self.form.display = two or not self._unfolded
        self.form.styles.width = self._form_cells if two else "1fr"
        self.query_one(Divider).display = two
        self.query_one("#preview").display = two or self._unfolded
        self.query_one("#folded").display = not two and not self._unfolded
        self._title()
        self.call_after_refresh(self.preview)

    def fold(self) -> None:
        """Show all that will be sent in place of the form, or the form again; side by side both are there."""
        if self._two_columns:
            return
        self._unfolded = not self._unfolded
        self.divide()
        self.query_one("#preview" if self._unfolded else "WebhookForm Input").focus()

    def tell_owner(self, owner: Span) -> None:
        """Say in the rule for whose Service Apps it fires."""
        self._owner = owner
        self._title()

    def preview(self) -> None:
        """Show what will be sent."""
        view, fold = self.query_one("#preview", LinesView), self.query_one("#folded", ToneView)
        cells = view.size.width
        if not self.form.draft.is_ready:
            view.fill([_UNREADY], from_top=False)
            fold.show([_UNREADY])
            return
        requests = self.requests
        if cells:
            view.fill(list(preview_lines(requests, cells)) if requests else [_UNCHANGED], from_top=False)
        fold.show([folded(requests, self.app.size.width)] if requests else [_UNCHANGED])

    @property
    def _two_columns(self) -> bool:
        return self.app.size.width >= _TWO_COLUMNS

    @property
    def _form_cells(self) -> int:
        """How wide the form is: all of it in one column."""
        cells = self.app.size.width
        return max(_FORM, cells // 2) if self._two_columns else cells

    def _title(self) -> None:
        cells, form = self.app.size.width, self._form_cells
        owner = [self._owner.text] if self._owner.text else []
        title = _PREVIEW if self.unfolded else form_title(self._was)
        rule = ruled(Heading(title, right=owner, right_tone=self._owner.tone, focused=True), form)
        if self._two_columns:
            rule = (*rule, Span("┬", Tone.QUIET), *ruled(Heading(_PREVIEW), cells - form - 1))
        self.query_one("#rule", ToneView).show([rule])
