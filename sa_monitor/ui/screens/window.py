"""The dialog that plans a window in which a loss is expected, and pages nobody."""

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input

from sa_monitor.errors import UsageError
from sa_monitor.model.lengths import length_of
from sa_monitor.present.clean import clean
from sa_monitor.present.tone import Tone
from sa_monitor.ui.screens.dialog import Dialog, FieldKeys, labelled

_KEYS: FieldKeys = (("enter", "plans"), ("tab", "next field"), ("esc", "not now"))

Asked = tuple[str | None, str | None, int, str | None]
"""The Service App, the organization (None: any), how many milliseconds, and why."""


class WindowScreen(Dialog[Asked | None]):
    """Gives what is planned, from now on; None where nothing is."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "keep", show=False)]
    AUTO_FOCUS = "#length"
    heading = "Planned window, from now on"

    def __init__(self, app: str, org: str) -> None:
        super().__init__()
        self._app = app
        self._org = org

    def fields(self) -> Iterable[Widget]:
        """Ask of whom, how long and why."""
        yield labelled("Service App", Input(self._app, placeholder="any; * widens", id="of", compact=True))
        yield labelled("Organization", Input(self._org, placeholder="any; * widens", id="at", compact=True))
        yield labelled("For", Input("2h", placeholder="30m, 2h, 3d, 1w", id="length", compact=True))
        yield labelled("Note", Input(placeholder="why", id="note", compact=True))

    def on_mount(self) -> None:
        """Name the keys, and what it does."""
        self.offer(_KEYS)
        self.say(("A loss in it is recorded and shown as expected; nobody is alerted.", Tone.QUIET))

    def on_input_submitted(self) -> None:
        """Plan it."""
        self.action_keep()

    def action_keep(self) -> None:
        """Give what is planned, or say what is missing."""
        app, org, length, note = (
            self.query_one(f"#{name}", Input).value.strip() for name in ("of", "at", "length", "note")
        )
        if not app and not org:
            self.say(("That would expect every loss: name a Service App or an organization.", Tone.ERROR))
            return
        try:
            milliseconds = length_of(length)
        except UsageError as error:
            self.say((clean(str(error)), Tone.ERROR))
            return
        self.dismiss((app or None, org or None, milliseconds, note or None))
