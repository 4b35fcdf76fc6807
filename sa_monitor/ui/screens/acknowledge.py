"""The dialog that acknowledges one alert: somebody is on it, or it was intended."""

from collections.abc import Callable, Iterable
from datetime import tzinfo
from typing import ClassVar

from msgspec import Struct
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input

from sa_monitor.model.alert import Alert
from sa_monitor.present.acknowledging import alert_title, choices_of, over_words, said_words
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
    """Names the alert, so that a stray key acknowledges nothing; None where it is left.

    What somebody said of it before stands there too, `alert` is as it was last known, and `said` is begun with.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "keep", show=False)]
    AUTO_FOCUS = "#meaning"
    heading = "Acknowledge"
    answers_alert = True

    def __init__(
        self,
        alert: Alert,
        said: Acknowledgement | None = None,
        *,
        who: str,
        clock: Callable[[], int],
        zone: tzinfo,
    ) -> None:
        super().__init__()
        self.alert = alert
        self._begun = said or Acknowledgement(alert.intended, alert.note)
        self._who = who
        self._clock = clock
        self._zone = zone

    def fields(self) -> Iterable[Widget]:
        """Say which alert it is, and ask."""
        begun = self._begun
        title = alert_title(self.alert, self._clock(), self._zone)
        yield SaidView([(title, Tone.STRONG)], id="alert")
        yield ChoiceList(choices_of(self.alert), INTENDED if begun.intended else ON_IT, id="meaning")
        yield labelled("Note", Input(clean(begun.note or ""), id="note", compact=True))

    def on_mount(self) -> None:
        """Name the keys, and whose word it is."""
        self.offer(_KEYS)
        self._tell()

    def know(self, alert: Alert) -> None:
        """Say what others have said of it, or that it is over meanwhile; nothing once the dialog is left."""
        self.alert = alert
        if self.is_mounted and self.display:
            self._tell()

    def _tell(self) -> None:
        alert = self.alert
        if alert.resolved_at is not None:
            self.conclude(None, (over_words(alert, self._zone), Tone.SUCCESS))
            return
        said = said_words(alert, self._clock(), self._zone)
        others = [(f"{said}. What you say goes over it.", Tone.WARNING)] if said else []
        self.say(*others, (f"as {clean(self._who)}", Tone.QUIET))

    def on_choice_entered(self) -> None:
        """Acknowledge."""
        self.action_keep()

    def on_input_submitted(self) -> None:
        """Acknowledge."""
        self.action_keep()

    def action_keep(self) -> None:
        """Give what was said; nothing where it is over."""
        if self.alert.resolved_at is not None:
            self.dismiss(None)
            return
        intended = self.query_one("#meaning", ChoiceList).value == INTENDED
        self.dismiss(Acknowledgement(intended, self.query_one("#note", Input).value.strip() or None))
