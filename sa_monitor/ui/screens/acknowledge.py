"""The dialog that acknowledges one alert: somebody is on it, or it was intended."""

from collections.abc import Iterable
from datetime import tzinfo
from typing import ClassVar

from msgspec import Struct
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input

from sa_monitor.model.alert import Alert
from sa_monitor.present.alert_page import alert_title, choices_of
from sa_monitor.present.clean import clean
from sa_monitor.present.tone import Tone
from sa_monitor.ui.screens.dialog import Dialog, FieldKeys, labelled
from sa_monitor.ui.widgets.choice_list import ChoiceList
from sa_monitor.ui.widgets.said import SaidView

_KEYS: FieldKeys = (("enter", "acknowledges"), ("tab", "next field"), ("↑ ↓", "choose"), ("esc", "not yet"))

INTENDED, ON_IT = "intended", "on it"


class Acknowledgement(Struct, frozen=True):
    """What was said of an alert."""

    intended: bool
    note: str | None


class AcknowledgeScreen(Dialog[Acknowledgement | None]):
    """Names the alert, so that a stray key acknowledges nothing; None where it is left."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "keep", show=False)]
    AUTO_FOCUS = "#meaning"
    heading = "Acknowledge"

    def __init__(self, alert: Alert, *, who: str, now: int, zone: tzinfo) -> None:
        super().__init__()
        self._alert = alert
        self._who = who
        self._now = now
        self._zone = zone

    def fields(self) -> Iterable[Widget]:
        """Say which alert it is, and ask."""
        yield SaidView([(alert_title(self._alert, self._now, self._zone), Tone.STRONG)], id="alert")
        yield ChoiceList(choices_of(self._alert), ON_IT, id="meaning")
        yield labelled("Note", Input(clean(self._alert.note or ""), id="note", compact=True))

    def on_mount(self) -> None:
        """Name the keys, and whose word it is."""
        self.offer(_KEYS)
        self.say((f"as {clean(self._who)}", Tone.QUIET))

    def on_choice_entered(self) -> None:
        """Acknowledge."""
        self.action_keep()

    def on_input_submitted(self) -> None:
        """Acknowledge."""
        self.action_keep()

    def action_keep(self) -> None:
        """Give what was said."""
        intended = self.query_one("#meaning", ChoiceList).value == INTENDED
        self.dismiss(Acknowledgement(intended, self.query_one("#note", Input).value.strip() or None))
