"""How the app is drawn: colours, what each line goes through, and a terminal that may go away."""

import logging
import os
from collections.abc import Sequence

from textual.driver import Driver
from textual.events import DescendantFocus
from textual.filter import LineFilter, Monochrome, NoColor
from textual.worker import WorkerFailed

from sa_monitor.ui.enduring import enduring
from sa_monitor.ui.filters import AsciiFilter, VisibleFilter
from sa_monitor.ui.key_order import KeyOrder
from sa_monitor.ui.themes import THEMES, after

_log = logging.getLogger(__name__)
_VISIBLE, _ASCII = VisibleFilter(), AsciiFilter()


class Drawing(KeyOrder[None], inherit_bindings=False):
    """An app that looks as the reader wants it, and ends without telling values, whatever ends it."""

    def __init__(self, *, theme: str, ascii_only: bool) -> None:
        self._ascii = ascii_only
        self.mistake: BaseException | None = None
        """What ended it, where it ended by a mistake of ours."""
        super().__init__()
        self.no_color = bool(os.environ.get("NO_COLOR"))  # set and empty means nothing
        for own in THEMES.values():
            self.register_theme(own)
        self.theme = THEMES[theme].name

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Give what each line goes through.

        No colours at all with NO_COLOR, nothing that acts on a terminal, and nothing but ASCII if asked for.
        """
        filters = [line for line in super().get_line_filters() if not isinstance(line, Monochrome)]
        if self.no_color:
            filters = [NoColor()]
        return [*filters, _VISIBLE, *([_ASCII] if self._ascii else [])]

    def refresh_css(self, animate: bool = True) -> None:  # noqa: FBT001, FBT002 (Textual's)
        """Take over colours; before there is a screen Textual would read all styles once to throw them away."""
        if self.screen_stack:
            super().refresh_css(animate)
        else:
            self.stylesheet.set_variables(self.get_css_variables())
            self.stylesheet.update(self, animate=animate)

    def get_driver_class(self) -> type[Driver]:
        """Draw on a terminal that may go away."""
        return enduring(super().get_driver_class())

    async def _shutdown(self) -> None:
        """Stop all reading first: what is read has nowhere to be shown once the screens begin to go."""
        try:
            self.workers.cancel_all()
        finally:
            await super()._shutdown()

    def read_no_more(self) -> None:
        """Let nothing wait for keys any more: a thread that did would keep the program from ending."""
        ended = getattr(self._driver, "exit_event", None)
        if ended is not None:
            ended.set()

    def _handle_exception(self, error: Exception) -> None:
        """End with a mistake of ours, unless it is ending already: a page that is left while it opens has no use."""
        if self._exit:
            _log.info("on the way out: %s", type(error).__name__)
            return
        mistake = error.error if isinstance(error, WorkerFailed) else error
        _log.error("the screen ended", exc_info=mistake)
        self.mistake = self.mistake or mistake
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """End without drawing anything: Textual would show the values of variables, and some of them are secret."""
        self._close_messages_no_wait()

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Let no cursor of a field blink."""
        if hasattr(event.widget, "cursor_blink"):
            event.widget.cursor_blink = False

    def action_colours(self) -> None:
        """Use light colours, then the terminal's own, then dark ones."""
        self.theme = after(self.theme).name
