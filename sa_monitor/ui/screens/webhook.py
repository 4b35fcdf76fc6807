"""The page of one webhook: all its fields, and what Webex has of it as JSON."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from sa_monitor.present.rules import Heading, ruled
from sa_monitor.present.webhook_details import webhook_details
from sa_monitor.present.webhook_row import WebhookView
from sa_monitor.present.webhook_words import webhook_label
from sa_monitor.ui.actions import Place, bindings
from sa_monitor.ui.screens.page import PageScreen
from sa_monitor.ui.widgets.footer import KeyFooter
from sa_monitor.ui.widgets.lines_view import LinesView
from sa_monitor.ui.widgets.tone_view import ToneView

if TYPE_CHECKING:
    from sa_monitor.present.copies import Copy
    from sa_monitor.present.detail_line import DetailLine

_KEYS = ("copy", "copy_as", "down", "back", "help")


class WebhookScreen(PageScreen):
    """Every line can be copied."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Place.RECORDED, Place.PAGE)
    CSS_PATH = "../styles/webhooks.tcss"
    AUTO_FOCUS = "LinesView"

    def __init__(self, view: WebhookView, *, clock: Callable[[], int]) -> None:
        super().__init__(clock)
        self._view = view
        self._lines: Sequence[DetailLine] = ()

    def compose(self) -> ComposeResult:
        """Lay it out from top to bottom."""
        yield self.status_bar()
        yield ToneView(id="rule")
        yield LinesView(id="fields")
        yield self.key_footer()

    def on_mount(self) -> None:
        """Name the keys."""
        self.query_one(KeyFooter).offer(_KEYS)

    def on_resize(self) -> None:
        """Break the lines anew."""
        cells = self.app.size.width
        heading = Heading(f"Webhook {webhook_label(self._view.webhook)}", right=("esc back",), focused=True)
        self.query_one("#rule", ToneView).show([ruled(heading, cells)])
        self._lines = webhook_details(self._view, cells)
        self.query_one(LinesView).fill([line.spans for line in self._lines], from_top=False)

    async def copies(self) -> "Sequence[Copy]":
        """Give the field under the cursor, and the forms of the webhook."""
        from sa_monitor.present.copies import Copy, webhook_copies

        field = self._lines[self.query_one(LinesView).at].copied
        own = [Copy("field", field)] if field is not None else []
        return [*own, *webhook_copies(self._view.webhook)]
