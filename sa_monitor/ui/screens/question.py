"""A question with two answers, of which the harmless one has the focus."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Button

from sa_monitor.present.tone import Tone
from sa_monitor.ui.screens.dialog import Dialog
from sa_monitor.ui.widgets.said import SaidView

_KEYS = (("enter", "choose"), ("tab", "the other"), ("esc", "leave it"))


class Question(Dialog[bool]):
    """Gives True for the answer `yes` alone."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,right,h,l", "app.focus_next", show=False),
    ]

    def __init__(self, heading: str, means: Sequence[str], *, yes: str, no: str = "Cancel") -> None:
        super().__init__()
        self.heading = heading
        self._said = [(words, Tone.TEXT) for words in means]
        self._yes = yes
        self._no = no

    def fields(self) -> Iterable[Widget]:
        """Say what it means, and give the two answers."""
        yield SaidView(self._said, id="means")
        yield Horizontal(
            Button(self._no, id="no", compact=True),
            Button(self._yes, id="yes", compact=True),
            classes="buttons",
        )

    def on_mount(self) -> None:
        """Take nothing for a yes but the answer itself."""
        self.query_one("#no").focus()
        self.offer(_KEYS)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Take the answer."""
        self.dismiss(event.button.id == "yes")

    def action_leave(self) -> None:
        """Take it for a no."""
        self.dismiss(result=False)
