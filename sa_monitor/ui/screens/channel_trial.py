"""The dialog in which every channel is told of a trial, and says how that went."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from sa_monitor.errors import SaMonitorError
from sa_monitor.model.channel import SENT, ChannelSetting, Means
from sa_monitor.present.channel_words import NO_CHANNEL, here_words, tried_words, waiting_words
from sa_monitor.present.clean import clean
from sa_monitor.present.quantities import counted
from sa_monitor.present.tone import Tone
from sa_monitor.ui.screens.dialog import Dialog, FieldKeys
from sa_monitor.ui.widgets.said import SaidView

if TYPE_CHECKING:
    from sa_monitor.monitor.acknowledging import Acknowledging
    from sa_monitor.present.paragraph import Said

_RUNNING: FieldKeys = (("esc", "stop waiting"),)
_OVER: FieldKeys = (("enter", "close"), ("v", "again"))
_NOTHING: FieldKeys = (("enter", "close"),)


class ChannelTrialScreen(Dialog[None]):
    """Tells all at once. `call_here` rings the bell of this terminal, or shows a notice of its desktop."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "leave", show=False),
        Binding("v", "again", show=False, id="test_channels"),
    ]

    def __init__(self, alerting: "Acknowledging", call_here: Callable[[Means], None]) -> None:
        super().__init__()
        self._alerting = alerting
        self._call_here = call_here
        self._channels = alerting.channels()
        self.heading = f"Trial of {counted(len(self._channels), 'channel')}"
        self._said: dict[str, Said] = {}
        self._trying = False

    def fields(self) -> Iterable[Widget]:
        """Give each channel a line."""
        yield SaidView(id="channels")

    def on_mount(self) -> None:
        """Send it."""
        if self._channels:
            self.action_again()
        else:
            self.say((NO_CHANNEL, Tone.TEXT))
            self.offer(_NOTHING)

    def action_again(self) -> None:
        """Send another one."""
        if self._channels and not self._trying:
            self._trying = True
            self._said = {channel.name: waiting_words(channel) for channel in self._channels}
            self.say()
            self.offer(_RUNNING)
            self.do(self._try)

    async def _try(self) -> None:
        for channel in self._channels:
            if channel.means not in SENT:
                self._call_here(channel.means)
                self._said[channel.name] = here_words(channel)
        self._show()
        try:
            await self._alerting.try_channels(self._tell)
        except SaMonitorError as error:
            self.say((clean(str(error)), Tone.ERROR))
        self._trying = False
        self.offer(_OVER)

    def _tell(self, channel: ChannelSetting, error: str | None, took: int) -> None:
        self._said[channel.name] = tried_words(channel, error, took)
        self._show()

    def _show(self) -> None:
        self.query_one("#channels", SaidView).say(*self._said.values())
