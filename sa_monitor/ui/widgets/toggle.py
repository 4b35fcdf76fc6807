"""A mark in a form that is set or not."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Click

from sa_monitor.present.tone import Span, Tone
from sa_monitor.ui.widgets.tone_view import ToneView


class Toggle(ToneView, can_focus=True):
    """Shows `[x]` or `[ ]` before what it means; `space` turns it over."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("space", "turn", show=False)]

    def __init__(self, words: str, *, on: bool, id: str | None = None) -> None:  # noqa: A002 (Textual's name)
        super().__init__(id=id)
        self._words = words
        self.on = on

    def on_mount(self) -> None:
        """Show it."""
        self._paint()

    def watch_has_focus(self, has_focus: bool) -> None:  # noqa: FBT001 (Textual's)
        """Show whether it has the focus."""
        super().watch_has_focus(has_focus)
        self._paint()

    def action_turn(self) -> None:
        """Set it, or take it back."""
        self.on = not self.on
        self._paint()

    def on_click(self, _event: Click) -> None:
        """Turn it over."""
        self.action_turn()

    def _paint(self) -> None:
        box = "[x]" if self.on else "[ ]"
        tone = Tone.STRONG if self.has_focus else Tone.TEXT
        self.show([(Span(box, tone), Span(f" {self._words}", tone))], 0 if self.has_focus else None)
