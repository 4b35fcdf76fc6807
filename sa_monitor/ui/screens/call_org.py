"""The dialog that takes what to call an organization."""

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input

from sa_monitor.ui.screens.dialog import Dialog, FieldKeys, labelled

_KEYS: FieldKeys = (("enter", "keep"), ("esc", "leave it as it is"))


class CallOrgScreen(Dialog[str | None]):
    """Gives the name, empty for the one that Webex gives; None where nothing is to be changed."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "keep", show=False)]
    AUTO_FOCUS = "#name"

    def __init__(self, label: str, known: str | None) -> None:
        super().__init__()
        self.heading = label
        self._known = known or ""

    def fields(self) -> Iterable[Widget]:
        """Show what is known."""
        hint = "what you call it; empty: as Webex calls it"
        yield labelled("Name", Input(self._known, placeholder=hint, id="name", compact=True))

    def on_mount(self) -> None:
        """Name the keys."""
        self.offer(_KEYS)

    def on_input_submitted(self) -> None:
        """Keep it."""
        self.action_keep()

    def action_keep(self) -> None:
        """Give what stands in the field."""
        told = self.query_one("#name", Input).value.strip()
        self.dismiss(None if told == self._known else told)
