"""Choosing in which form something is copied."""

from collections.abc import Iterable, Sequence
from typing import ClassVar, NamedTuple

from textual.binding import Binding, BindingType
from textual.widget import Widget

from sa_monitor.present.cells import cut, width
from sa_monitor.present.clean import clean
from sa_monitor.present.copies import Copy
from sa_monitor.present.tone import Line, Span, Tone
from sa_monitor.ui.board import Rows
from sa_monitor.ui.screens.dialog import Dialog
from sa_monitor.ui.widgets.list_pane import ListPane

_KEYS = (("j k", "move"), ("enter", "copy"), ("w", "write to a file"), ("esc", "back"))
_ROOM = 72
_SHOWN = 400
"""Characters of a text that are looked at for the row that shows its beginning."""


class CopyChoice(NamedTuple):
    """The form that was chosen, and whether it is to be written to a file."""

    copy: Copy
    to_file: bool


class CopyAsScreen(Dialog[CopyChoice]):
    """Lists the forms, each with the beginning of its text."""

    heading = "Copy as"
    AUTO_FOCUS = "ListPane"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "write", show=False),
        Binding("q", "leave", show=False),
    ]

    def __init__(self, copies: Sequence[Copy]) -> None:
        super().__init__()
        self._copies = copies

    def fields(self) -> Iterable[Widget]:
        """Show the list."""
        forms = ListPane(id="forms")
        forms.styles.height = len(self._copies)
        yield forms

    def on_mount(self) -> None:
        """Fill it."""
        first = max(width(copy.what) for copy in self._copies) + 2
        keys = [str(number) for number in range(len(self._copies))]
        self.query_one(ListPane).fill(Rows(keys, lambda number: _row(self._copies[number], first)))
        self.offer(_KEYS)

    def on_list_pane_opened(self, message: ListPane.Opened) -> None:
        """Copy that form."""
        self.dismiss(CopyChoice(self._copies[int(message.key)], to_file=False))

    def action_write(self) -> None:
        """Write it to a file."""
        key = self.query_one(ListPane).key
        if key is not None:
            self.dismiss(CopyChoice(self._copies[int(key)], to_file=True))


def _row(copy: Copy, first: int) -> Line:
    start = cut(clean(copy.text[:_SHOWN]), _ROOM - first - 1)
    return Span(f" {copy.what}{' ' * (first - width(copy.what))}"), Span(start, Tone.QUIET)
