"""Sending alerts for as long as this process listens: a thread with a loop of its own, a task for each channel.

What is to be told stands in the store's outbox, so a dead channel holds up no other, a slow one costs no delivery, and
what was put down before a kill is sent after it.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Self

from sa_monitor.errors import SaMonitorError
from sa_monitor.model.alert import About
from sa_monitor.model.channel import SENT, ChannelSetting
from sa_monitor.model.instants import SECOND
from sa_monitor.monitor.beside import LoopBeside
from sa_monitor.monitor.clocks import wall_clock
from sa_monitor.settings.credentials import CredentialsFile

if TYPE_CHECKING:
    from sa_monitor.monitor.alert_channels import Teller
    from sa_monitor.monitor.recorder import Recorder
    from sa_monitor.settings.places import Places
    from sa_monitor.settings.schema import Settings
    from sa_monitor.store.dispatch import Dispatch
    from sa_monitor.store.outbox import Errand

_log = logging.getLogger(__name__)

_LOOK = 1.0
"""Seconds between two looks where nothing wakes it: another process may have put something down."""

_BREATH = 0.02
"""Seconds between two looks at least: under load every commit wakes it."""

_MEND = 5.0
"""Seconds after which a store that failed is opened again."""


class AlertSender(LoopBeside):
    """Sends from `start` to `close`, while `here` listens. Its methods may be called in any thread."""

    def __init__(
        self,
        here: "Recorder",
        database: Path,
        channels: Sequence[ChannelSetting],
        teller: "Callable[[], Teller]",
        *,
        clock: Callable[[], int] = wall_clock,
        look: float = _LOOK,
    ) -> None:
        self._channels = [channel for channel in channels if channel.means in SENT]
        super().__init__("alerts", wanted=bool(self._channels))
        self._here = here
        self._database = database
        self._make_teller = teller
        self._clock = clock
        self._look = look
        self._woken: list[asyncio.Event] = []

    def start(self) -> Self:
        """Begin; without channels nothing is to be done."""
        if self._wanted and self._thread is None:
            self._here.subscribe(self.wake)
        return super().start()

    def _interrupt(self) -> None:
        self._here.unsubscribe(self.wake)
        super()._interrupt()

    def wake(self) -> None:
        """Look at once whether there is something to tell."""
        self._in_thread(self._wake_all)

    def _wake_all(self) -> None:
        for woken in self._woken:
            woken.set()

    async def _serve(self) -> None:
        self._woken = [asyncio.Event() for _ in self._channels]
        teller = self._make_teller()
        async with asyncio.TaskGroup() as tasks:
            for channel, woken in zip(self._channels, self._woken, strict=True):
                tasks.create_task(self._keep_serving(channel, woken, teller))

    async def _keep_serving(self, channel: ChannelSetting, woken: asyncio.Event, teller: "Teller") -> None:
        """Serve a channel; where the store fails, again a while later."""
        from sa_monitor.store.dispatch import Dispatch

        while True:
            await self._until_listening(woken)
            dispatch: Dispatch | None = None
            try:
                dispatch = Dispatch.open(self._database)
                await self._serve_channel(channel, woken, dispatch, teller)
            except SaMonitorError as error:
                _log.warning("alerts wait for the store: %s", error)
            except Exception:  # noqa: BLE001 (a mistake about one alert must not end the channel)
                _log.exception("telling a channel failed")
            finally:
                if dispatch is not None:
                    dispatch.close()
            await asyncio.sleep(_MEND)

    async def _until_listening(self, woken: asyncio.Event) -> None:
        while not self._here.instance:
            woken.clear()
            await self._pause(woken, self._look)

    async def _serve_channel(
        self, channel: ChannelSetting, woken: asyncio.Event, dispatch: "Dispatch", teller: "Teller"
    ) -> None:
        """Tell a channel all that is due, until this process listens no more."""
        while self._here.instance:
            woken.clear()
            errand = dispatch.next(channel.name, self._clock())
            if errand is not None:
                await self._run_errand(channel, errand, dispatch, teller)
                continue
            due = dispatch.next_due(channel.name)
            left = self._look if due is None else min(self._look, max(0, due - self._clock()) / SECOND)
            await asyncio.sleep(_BREATH)
            await self._pause(woken, left)

    async def _run_errand(
        self, channel: ChannelSetting, errand: "Errand", dispatch: "Dispatch", teller: "Teller"
    ) -> None:
        from sa_monitor.present.alert_records import message_record

        alert, around = dispatch.subject(errand)
        error = await teller.tell(channel, message_record(alert, around, About(errand.about)))
        if error is None:
            dispatch.sent(errand, self._clock())
        else:
            _log.warning("channel %r couldn't be told of alert %d", channel.name, errand.alert)
            dispatch.failed(errand, self._clock(), error)

    async def _pause(self, woken: asyncio.Event, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await woken.wait()


def send_alerts(settings: "Settings", places: "Places", recorder: "Recorder") -> AlertSender:
    """Make the sender of a recorder, to be started when the first picture stands."""
    channels: tuple[ChannelSetting, ...] = ()
    if settings.channels:
        from sa_monitor.settings.alerting import channels_of

        channels = channels_of(settings)

    return AlertSender(recorder, places.database, channels, teller_of(places))


def teller_of(places: "Places") -> "Callable[[], Teller]":
    """Make what tells channels, with the secrets that stand in the credentials then."""

    def teller() -> "Teller":
        from sa_monitor.monitor.alert_channels import Teller

        return Teller(lambda: CredentialsFile(places.credentials, wall_clock).read().channels)

    return teller
