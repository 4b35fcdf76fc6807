"""One of several, in a line: `(x) both   ( ) authorized   ( ) deauthorized`."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Click
from textual.message import Message

from sa_monitor.present.cells import width
from sa_monitor.present.tone import Line, Span, Tone
from sa_monitor.ui.widgets.tone_view import ToneView

_GAP = "   "


class Choice(ToneView, can_focus=True):
    """Shows (value, label) pairs, one of which is chosen; keys and a click choose another."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,l,space", "choose(1)", show=False),
        Binding("left,h", "choose(-1)", show=False),
        Binding("enter", "enter", show=False),
    ]

    class Changed(Message):
        """Another one is chosen."""

        def __init__(self, choice: "Choice") -> None:
            super().__init__()
            self.choice = choice

        @property
        def control(self) -> "Choice":
            """The choice that says so."""
            return self.choice

    class Entered(Message):
        """The reader has chosen, and goes on."""

    def __init__(self, options: Sequence[tuple[str, str]], chosen: str, *, id: str | None = None) -> None:  # noqa: A002 (Textual's name)
        super().__init__(id=id)
        self._options = options
        self._at = [value for value, _label in options].index(chosen)

    @property
    def value(self) -> str:
        """What is chosen."""
        return self._options[self._at][0]

    @property
    def cells(self) -> int:
        """How wide it is."""
        return sum(width(label) + 4 for _value, label in self._options) + len(_GAP) * (len(self._options) - 1)

    def on_mount(self) -> None:
        """Take as much room as it needs."""
        self._resize()
        self._paint()

    def watch_has_focus(self, has_focus: bool) -> None:  # noqa: FBT001 (Textual's)
        """Show which one the keys are meant for."""
        super().watch_has_focus(has_focus)
        self._paint()

    def action_choose(self, by: int) -> None:
        """Choose the next one, or the one before."""
        self._choose((self._at + by) % len(self._options))

    def action_enter(self) -> None:
        """Go on."""
        self.post_message(self.Entered())

    def on_click(self, event: Click) -> None:
        """Choose the one that was clicked."""
        start = 0
        for number, (_value, label) in enumerate(self._options):
            end = start + width(label) + 4
            if start <= event.x < end:
                self._choose(number)
            start = end + len(_GAP)

    def _choose(self, at: int) -> None:
        if at != self._at:
            self._at = at
            self._paint()
            self.post_message(self.Changed(self))

    def _resize(self) -> None:
        self.styles.width = self.cells

    def _marked(self) -> Iterator[Line]:
        """Give each option with its mark."""
        for number, (_value, label) in enumerate(self._options):
            if number == self._at:
                yield (Span(f"(x) {label}", Tone.STRONG if self.has_focus else Tone.TEXT),)
            else:
                yield (Span(f"( ) {label}", Tone.QUIET),)

    def _paint(self) -> None:
        first, *others = self._marked()
        line = (*first, *(span for spans in others for span in (Span(_GAP), *spans)))
        self.show([line], 0 if self.has_focus else None)
