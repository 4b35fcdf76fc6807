"""What people say of alerts on a screen: on it, intended, or planned before it happens."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sa_monitor.model.alert import Alert
from sa_monitor.model.channel import ChannelSetting
from sa_monitor.model.expectation import Expectation
from sa_monitor.monitor.clocks import wall_clock
from sa_monitor.monitor.persons import who
from sa_monitor.settings.places import Places
from sa_monitor.settings.schema import Settings

if TYPE_CHECKING:
    from sa_monitor.monitor.channel_trial import Tell


class Acknowledging:
    """Keeps it in the store of one data folder. What it does raises StoreError or NotFound, and waits for the disk."""

    def __init__(self, settings: Settings, places: Places, environ: Mapping[str, str]) -> None:
        self._settings = settings
        self._places = places
        self._database = places.database
        self.who = who(environ)
        """Whose word it is: `jane on ops-1`."""

    def acknowledge(self, number: int, *, intended: bool, note: str | None) -> Alert:
        """Take an alert on, or say that it was intended; gives it as it is then."""
        from sa_monitor.store.alerts import acknowledge

        return acknowledge(self._database, number, by=self.who, at=wall_clock(), note=note, intended=intended)

    def expect(self, app: str | None, org: str | None, length: int, note: str | None) -> Expectation:
        """Plan a window of so many milliseconds from now on."""
        from sa_monitor.store.expectations import expect

        now = wall_clock()
        window = Expectation(app=app, org=org, since=now, until=now + length, note=note, made_by=self.who)
        return expect(self._database, window)

    def channels(self) -> tuple[ChannelSetting, ...]:
        """Give the channels, as configured."""
        if not self._settings.channels:
            return ()
        from sa_monitor.settings.alerting import channels_of

        return channels_of(self._settings)

    async def try_channels(self, tell: "Tell") -> None:
        """Send a trial to every channel that is sent to."""
        from sa_monitor.monitor.alert_sender import teller_of
        from sa_monitor.monitor.channel_trial import try_channels

        await try_channels(self.channels(), teller_of(self._places)(), tell)
