"""The question before recording ends."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from sa_monitor.ui.leaving import Leaving


class QuitScreen(Leaving, ModalScreen[bool]):
    """Asks once, and says what quitting `means`.

    Stay has the focus; `y` quits, and a second `q` does nothing: a held key must not quit.
    """

    CSS_PATH = "../styles/dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "quit", "Quit", show=False),
        Binding("escape,n", "stay", "Stay", show=False),
        Binding("left,right,h,l", "other", "The other answer", show=False),
        Binding("q", "nothing", show=False),
        Binding("a", "app.acknowledge", show=False, id="acknowledge"),
    ]

    def __init__(self, means: str) -> None:
        super().__init__()
        self._means = means

    def compose(self) -> ComposeResult:
        """Lay out the question and its two answers."""
        with Vertical(id="question"):
            yield Static("Stop recording?", classes="title", markup=False)
            yield Static(self._means, markup=False)
            with Horizontal():
                yield Button("Stay", id="stay", compact=True)
                yield Button("Quit (y)", id="quit", compact=True)

    def on_mount(self) -> None:
        """Stay, unless told otherwise."""
        self.query_one("#stay").focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Take the answer."""
        self.dismiss(event.button.id == "quit")

    def action_quit(self) -> None:
        """Quit."""
        self.dismiss(result=True)

    def action_stay(self) -> None:
        """Go on recording."""
        self.dismiss(result=False)

    def action_other(self) -> None:
        """Go to the other answer."""
        self.focus_next()

    def action_nothing(self) -> None:
        """Do nothing: the key that asked is no answer."""

    def action_leave(self) -> None:
        """Do nothing either: `ctrl+q` is as `q`."""
