"""Whether everything is in place, asked one by one, so that each answer can be shown as it comes."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence

from msgspec.structs import replace

from sa_monitor.model.checkup import Check
from sa_monitor.monitor.account import Account
from sa_monitor.monitor.checkup_channels import check_channels
from sa_monitor.monitor.checkup_here import check_credentials, check_disk, check_file_system, check_store
from sa_monitor.monitor.checkup_listener import check_listener
from sa_monitor.monitor.checkup_way_in import check_public_url
from sa_monitor.monitor.checkup_webex import Consultation
from sa_monitor.monitor.clocks import wall_clock
from sa_monitor.monitor.history import History
from sa_monitor.monitor.way_in import WayIn
from sa_monitor.monitor.webhooks import Webhooks
from sa_monitor.present.as_started import as_started
from sa_monitor.settings.places import Places
from sa_monitor.settings.schema import Settings

Step = Callable[[], Awaitable[Sequence[Check]]]


class Doctor:
    """Checks one data folder and the account in force. Nothing is changed, here or at Webex."""

    def __init__(
        self,
        settings: Settings,
        places: Places,
        environ: Mapping[str, str],
        history: History,
        *,
        clock: Callable[[], int] = wall_clock,
    ) -> None:
        self._settings = settings
        self._places = places
        self._environ = environ
        self._history = history
        self._clock = clock

    async def checks(self) -> AsyncIterator[Check]:
        """Give each check when it is known; what needs no network comes first."""
        for step in self._steps():
            for check in await step():
                yield replace(check, advice=as_started(check.advice, self._places.options))

    def _steps(self) -> list[Step]:
        settings, places, environ = self._settings, self._places, self._environ
        account = Account(settings, places, environ, clock=self._clock)
        way_in = WayIn(settings, places, environ, self._history, clock=self._clock)
        webhooks = Webhooks(settings, places, environ, account, self._history, clock=self._clock)
        webex = Consultation(account, webhooks)
        return [
            _aside(lambda: check_credentials(places, environ, self._clock)),
            _aside(lambda: check_store(places)),
            _aside(lambda: check_disk(places)),
            _aside(lambda: check_file_system(places)),
            lambda: check_channels(settings, places, environ, self._history, self._clock),
            lambda: check_listener(settings, places),
            webex.account,
            webex.api,
            lambda: check_public_url(settings, way_in, self._history, self._clock),
            webex.webhooks,
        ]


def _aside(check: Callable[[], Check]) -> Step:
    """Let a check that waits for a disk do so beside the loop."""

    async def step() -> Sequence[Check]:
        return [await asyncio.to_thread(check)]

    return step
