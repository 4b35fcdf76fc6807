"""The keys of the place where help was asked for."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from sa_monitor.present.rules import Heading, ruled
from sa_monitor.present.tone import Line, Span, Tone
from sa_monitor.ui.actions import ACTIONS, Place, bindings
from sa_monitor.ui.keys import Keys
from sa_monitor.ui.leaving import Leaving
from sa_monitor.ui.widgets.lines_view import LinesView
from sa_monitor.ui.widgets.tone_view import TONES, ToneView

_KEYS = 18

SIGNS = (
    "",
    " ✓ in order   ✗ lost or broken   ! wants a look   ? not known, not verified",
    " - ended   + added   − removed   ~ assumed   * critical",
    " Right of the log, over all of history: = losses, : fewer, ✗ more than usual,",
    " ░ nobody listened, ▓ nobody listened and losses, ┃ in sight",
    "",
    " In tmux esc waits half a second: q does the same on every page,",
    " or set escape-time 10 in tmux.conf.",
)


class HelpScreen(Leaving, ModalScreen[None]):
    """Lists what can be done, by the names of `actions`. `above` are the lines of the page that stay in sight."""

    CSS_PATH = "../styles/dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Place.PAGE),
        Binding("question_mark,f1", "leave", show=False, id="help"),
        Binding("a", "app.acknowledge", show=False, id="acknowledge"),
    ]
    AUTO_FOCUS = "LinesView"
    COMPONENT_CLASSES: ClassVar[set[str]] = {*TONES}

    def __init__(self, names: Sequence[str], keys: Keys, above: int) -> None:
        super().__init__()
        self._above = above
        self._lines = [
            *(_line(name, keys) for name in names if ACTIONS[name].keys),
            *((Span(words),) if words else () for words in SIGNS),
        ]

    def compose(self) -> ComposeResult:
        """Lay the list under a rule."""
        with Vertical(id="help"):
            yield ToneView(id="rule")
            yield LinesView(id="keys")

    def on_resize(self) -> None:
        """Make it as high as it has to be and as there is room; draw the rule, and the lines."""
        self.query_one("#help").styles.margin = (self._above, 0, 0, 0)
        self.query_one("#keys").styles.height = min(len(self._lines), self.app.size.height - self._above - 1)
        self.call_after_refresh(self._draw)

    def leave_in_sight(self, above: int) -> None:
        """Leave so many lines of the page in sight."""
        if above != self._above:
            self._above = above
            self.on_resize()

    def action_back(self) -> None:
        """Close it."""
        self.dismiss()

    def action_leave(self) -> None:
        """Close it."""
        self.dismiss()

    def _draw(self) -> None:
        rule = self.query_one("#rule", ToneView)
        rule.show([ruled(Heading("Keys", right=("esc back",), focused=True), rule.size.width)])
        self.query_one("#keys", LinesView).fill(self._lines, from_top=False)


def _line(name: str, keys: Keys) -> Line:
    written = " ".join(keys.written(name))
    return Span(f" {written:<{_KEYS}}", Tone.ACCENT), Span(ACTIONS[name].help)
