"""What the screens can have done, besides looking: the use cases of one data folder, and what they work with."""

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec.structs import replace

from sa_monitor.settings.past_queries import PastQueries
from sa_monitor.settings.places import Places
from sa_monitor.settings.schema import Settings

if TYPE_CHECKING:
    from sa_monitor.monitor.account import Account
    from sa_monitor.monitor.acknowledging import Acknowledging
    from sa_monitor.monitor.clipboard import Clipboard
    from sa_monitor.monitor.doctor import Doctor
    from sa_monitor.monitor.export_here import Exports
    from sa_monitor.monitor.health_watch import HealthWatch
    from sa_monitor.monitor.history import History
    from sa_monitor.monitor.messages import Messages
    from sa_monitor.monitor.readiness import Readiness
    from sa_monitor.monitor.secrets import Secrets
    from sa_monitor.monitor.telling import Telling
    from sa_monitor.monitor.way_in import WayIn
    from sa_monitor.monitor.webhooks import Webhooks


class Workplace:
    """Makes each use case when it is first asked for: a screen that only looks costs nothing of it."""

    def __init__(self, settings: Settings, places: Places, environ: Mapping[str, str]) -> None:
        self.settings = settings
        self.places = places
        self.environ = environ
        self.health: HealthWatch | None = None
        """Looks after the webhooks while this process listens; None in one that only watches."""

    @cached_property
    def past_queries(self) -> PastQueries:
        """What was asked on the screens of this data folder."""
        return PastQueries(self.places.data)

    @cached_property
    def messages(self) -> "Messages":
        """What the program said of itself in this run."""
        from sa_monitor.monitor.messages import Messages

        return Messages()

    @cached_property
    def telling(self) -> "Telling":
        """What people tell about Service Apps."""
        from sa_monitor.monitor.telling import Telling

        return Telling(self.places)

    @cached_property
    def alerting(self) -> "Acknowledging":
        """What people say of alerts."""
        from sa_monitor.monitor.acknowledging import Acknowledging

        return Acknowledging(self.settings, self.places, self.environ)

    @cached_property
    def clipboard(self) -> "Clipboard":
        """Where copies go."""
        from sa_monitor.monitor.clipboard import Clipboard

        return Clipboard(self.environ)

    @cached_property
    def exports(self) -> "Exports":
        """Where what is shown is written to files."""
        from sa_monitor.monitor.export_here import Exports

        return Exports(self.places)

    @cached_property
    def account(self) -> "Account":
        """Whose Webex account is used."""
        from sa_monitor.monitor.account import Account

        return Account(self.settings, self.places, self.environ)

    def webhooks(self, history: "History") -> "Webhooks":
        """Give what is done about webhooks at Webex."""
        from sa_monitor.monitor.webhooks import Webhooks

        return Webhooks(self.settings, self.places, self.environ, self.account, history)

    def doctor(self, history: "History") -> "Doctor":
        """Give what checks whether everything is in place."""
        from sa_monitor.monitor.doctor import Doctor

        return Doctor(self.settings, self.places, self.environ, history)

    def way_in(self, history: "History") -> "WayIn":
        """Give what is done about the public URL."""
        from sa_monitor.monitor.way_in import WayIn

        return WayIn(self.settings, self.places, self.environ, history, use_target=self._use_target)

    @cached_property
    def secrets(self) -> "Secrets":
        """Signing secrets of webhooks that were created elsewhere."""
        from sa_monitor.monitor.secrets import Secrets

        return Secrets(self.places, self.environ)

    def readiness(self, history: "History") -> "Readiness":
        """Give what the first steps rest on."""
        from sa_monitor.monitor.readiness import Readiness

        return Readiness(self, history)

    def goes_first(self) -> str | None:
        """Name what will go before a public URL that is kept here, at the next start. Raises SettingsError."""
        from sa_monitor.monitor.first_word import goes_first

        return goes_first(self.settings, self.places, self.environ)

    def known_secrets(self) -> int:
        """Count the secrets that keep unsigned deliveries from being taken; 0 where nobody asked to take them.

        It reads the credentials; those that can't be read are said elsewhere.
        """
        if not self.settings.allow_unsigned:
            return 0
        from sa_monitor.monitor.unsigned import known_secrets

        return known_secrets(self.places, self.environ)

    def _use_target(self, target: str) -> None:
        """Use a public URL that was set on a screen, here and in the health watch, from now on."""
        self.settings = replace(self.settings, public_url=target)
        if self.health is not None:
            self.health.use_target(target)
