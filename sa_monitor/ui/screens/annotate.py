"""The dialog that takes whose a Service App is, and what matters about it."""

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input

from sa_monitor.model.annotation import Annotation
from sa_monitor.ui.screens.dialog import Dialog, FieldKeys, labelled
from sa_monitor.ui.widgets.toggle import Toggle

_KEYS: FieldKeys = (
    ("enter", "keep"),
    ("tab", "next field"),
    ("space", "set the mark"),
    ("esc", "leave it as it is"),
)


class AnnotateScreen(Dialog[Annotation | None]):
    """Gives what is told of one Service App; None where nothing is to be changed."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "keep", show=False)]
    AUTO_FOCUS = "#owner"

    def __init__(self, label: str, known: Annotation) -> None:
        super().__init__()
        self.heading = label
        self._known = known

    def fields(self) -> Iterable[Widget]:
        """Show what is known."""
        known = self._known
        yield labelled("Owner", _field("owner", known.owner, "who answers for it, and how to reach them"))
        yield labelled("Note", _field("note", known.note, "what whoever is called at night should know"))
        yield labelled(
            "Critical", Toggle("its loss is of the highest severity", on=known.critical, id="critical")
        )

    def on_mount(self) -> None:
        """Name the keys."""
        self.offer(_KEYS)

    def on_input_submitted(self) -> None:
        """Keep it."""
        self.action_keep()

    def action_keep(self) -> None:
        """Give what stands in the fields."""
        told = Annotation(
            critical=self.query_one("#critical", Toggle).on,
            owner=self.query_one("#owner", Input).value.strip() or None,
            note=self.query_one("#note", Input).value.strip() or None,
        )
        self.dismiss(None if told == self._known else told)


def _field(name: str, known: str | None, what: str) -> Input:
    return Input(known or "", placeholder=what, id=name, compact=True)
