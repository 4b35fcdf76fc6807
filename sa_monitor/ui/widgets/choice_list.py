"""One of several, each on a line of its own with what it means."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Click
from textual.message import Message

from sa_monitor.present.tone import Span, Tone
from sa_monitor.ui.widgets.tone_view import ToneView


class ChoiceList(ToneView, can_focus=True):
    """Shows (value, label, meaning) rows, one of which is chosen; keys and a click choose another."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j,space", "choose(1)", show=False),
        Binding("up,k", "choose(-1)", show=False),
        Binding("enter", "enter", show=False),
    ]

    class Entered(Message):
        """The reader has chosen, and goes on."""

    def __init__(
        self,
        options: Sequence[tuple[str, str, str]],
        chosen: str,
        *,
        id: str | None = None,  # noqa: A002 (Textual's name)
    ) -> None:
        super().__init__(id=id)
        self._options = options
        self._at = [value for value, *_ in options].index(chosen)

    @property
    def value(self) -> str:
        """What is chosen."""
        return self._options[self._at][0]

    def on_mount(self) -> None:
        """Take as much room as it needs."""
        self.styles.height = len(self._options)
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
        if event.y < len(self._options):
            self._choose(event.y)

    def _choose(self, at: int) -> None:
        if at != self._at:
            self._at = at
            self._paint()

    def _paint(self) -> None:
        longest = max(len(label) for _, label, _ in self._options)
        lines = []
        for number, (_, label, meaning) in enumerate(self._options):
            chosen = number == self._at
            tone = (Tone.STRONG if self.has_focus else Tone.TEXT) if chosen else Tone.QUIET
            mark = "(x)" if chosen else "( )"
            lines.append((Span(f"{mark} {label:<{longest}}", tone), Span(f"   {meaning}", Tone.QUIET)))
        self.show(lines, self._at if self.has_focus else None)
