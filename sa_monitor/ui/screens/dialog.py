"""The frame of everything that asks: a form over a page, with its own keys at the foot."""

from collections.abc import Callable, Coroutine, Iterable, Sequence
from functools import partial
from typing import Any, ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from sa_monitor.present.clean import clean
from sa_monitor.present.paragraph import Said
from sa_monitor.ui.keys import Keys
from sa_monitor.ui.leaving import Leaving, while_here
from sa_monitor.ui.widgets.footer import KeyFooter
from sa_monitor.ui.widgets.said import SaidView
from sa_monitor.ui.widgets.tone_view import TONES

T = TypeVar("T")

FieldKeys = Sequence[tuple[str, str]]
"""Keys of a field as they are written, each with what it does."""

_CONCLUDED: FieldKeys = (("enter", "close"),)


class Dialog(Leaving, ModalScreen[T]):
    """Stands over a page until it is answered; `esc` leaves it with nothing done.

    A dialog gives its `heading`, its `fields`, and the keys of its foot by `offer`. What it has to say stands under
    the fields: `say`. Once it is done it can say so in place of them and wait for `enter`: `conclude`.
    """

    CSS_PATH = "../styles/dialogs.tcss"
    COMPONENT_CLASSES: ClassVar[set[str]] = {*TONES}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("enter", "close", show=False),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
        Binding("a", "app.acknowledge", show=False, id="acknowledge"),
        Binding("question_mark", "app.help", show=False, id="help"),
    ]
    heading: str = ""

    def __init__(self) -> None:
        super().__init__()
        self._result: T | None = None
        self._concluded = False

    def compose(self) -> ComposeResult:
        """Lay the fields into a frame, what is said below them, and the keys at the foot of the screen."""
        with Vertical(id="dialog") as frame:
            frame.border_title = Content(clean(self.heading))  # a text would be read as markup
            yield from self.fields()
            yield SaidView(id="said")
        yield KeyFooter(Keys())

    def fields(self) -> Iterable[Widget]:
        """Give what stands in the frame."""
        return ()

    def say(self, *said: Said) -> None:
        """Say this under the fields."""
        self.query_one("#said", SaidView).say(*said)

    def offer(self, keys: FieldKeys) -> None:
        """Name these keys at the foot."""
        self.query_one(KeyFooter).offer_keys(keys)

    def do(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Do this instead of what was being done; leaving the dialog gives it up."""
        self.run_worker(partial(while_here, self, work), exclusive=True)  # type: ignore[arg-type]  # a partial is taken

    def conclude(self, result: T, *said: Said) -> None:
        """Say what was done, in place of all fields; `result` is given once that was read."""
        self._result, self._concluded = result, True
        self.set_focus(None)
        self.query_one("#dialog").add_class("-concluded")
        self.say(*said)
        self.offer(_CONCLUDED)

    def action_close(self) -> None:
        """Close, once it was said what was done."""
        if self._concluded:
            self.dismiss(self._result)

    def action_leave(self) -> None:
        """Leave it; nothing is done that isn't done already."""
        self.dismiss(self._result)


def labelled(label: str, field: Widget) -> Horizontal:
    """Put a label before a field."""
    return Horizontal(Static(label, classes="label", markup=False), field, classes="field")
