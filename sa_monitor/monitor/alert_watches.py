"""Everything about alerts that runs for as long as this process listens."""

from contextlib import ExitStack
from typing import TYPE_CHECKING, Self

from sa_monitor.monitor.alert_sender import send_alerts
from sa_monitor.monitor.condition_watch import watch_conditions
from sa_monitor.monitor.heartbeat import Heartbeat

if TYPE_CHECKING:
    from sa_monitor.monitor.recorder import Recorder
    from sa_monitor.settings.places import Places
    from sa_monitor.settings.schema import Settings


class AlertWatches:
    """Notices, sends and beats, from `start` to `close`."""

    def __init__(self, settings: "Settings", places: "Places", recorder: "Recorder") -> None:
        self._parts = (
            send_alerts(settings, places, recorder),
            watch_conditions(settings, places, recorder),
            Heartbeat(recorder, settings.heartbeat_url),
        )

    def start(self) -> Self:
        """Begin. More than once is no mistake."""
        for part in self._parts:
            part.start()
        return self

    def close(self) -> None:
        """End. More than once is no mistake."""
        with ExitStack() as stack:
            for part in self._parts:
                stack.callback(part.close)
