"""The dialog of a test delivery: each hop as it is passed, and how it ended."""

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from sa_monitor.errors import SaMonitorError
from sa_monitor.model.trial import Trial
from sa_monitor.model.webhook import Webhook
from sa_monitor.monitor.way_in import WayIn
from sa_monitor.present.clean import clean
from sa_monitor.present.tone import Tone
from sa_monitor.present.trial_words import NO_URL, trial_lines, trial_words
from sa_monitor.present.webhook_words import webhook_label
from sa_monitor.ui.screens.dialog import Dialog, FieldKeys
from sa_monitor.ui.widgets.said import SaidView

_RUNNING: FieldKeys = (("esc", "stop waiting"),)
_OVER: FieldKeys = (("enter", "close"), ("v", "again"))


class TrialDialog(Dialog[None]):
    """Sends one through the target of a webhook, signed with its secret where that is known.

    Without a webhook it goes through the public URL.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "leave", show=False),
        Binding("v", "again", show=False),
    ]

    def __init__(self, way_in: WayIn, webhook: Webhook | None = None) -> None:
        super().__init__()
        self.heading = "Test delivery" if webhook is None else f'Test delivery to "{webhook_label(webhook)}"'
        self._way_in = way_in
        self._webhook = webhook
        self._sending = False

    def fields(self) -> Iterable[Widget]:
        """Say where it goes, and show the hops."""
        yield SaidView(id="target")
        yield SaidView(id="hops")

    def on_mount(self) -> None:
        """Send it."""
        self.action_again()

    def action_again(self) -> None:
        """Send another one."""
        if not self._sending:
            self._sending = True
            self.say()
            self.offer(_RUNNING)
            self.do(self._send)

    async def _send(self) -> None:
        try:
            trial = await self._way_in.test(self._webhook, self._tell)
        except SaMonitorError as error:
            self.say((clean(str(error)), Tone.ERROR))
        else:
            if trial is None:
                self.say((NO_URL, Tone.WARNING))
            else:
                self._tell(trial)
                tone = Tone.SUCCESS if trial.passed else Tone.TEXT
                self.say((trial_words(trial, self._way_in.address), tone))
        self._sending = False
        self.offer(_OVER)

    def _tell(self, trial: Trial) -> None:
        self.query_one("#target", SaidView).say((clean(trial.target), Tone.QUIET))
        self.query_one("#hops", SaidView).say(*trial_lines(trial))
