"""Looking after the webhooks for as long as this process listens: a thread with a loop of its own."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

from sa_monitor.errors import SaMonitorError
from sa_monitor.model.health import PROBE_EVERY
from sa_monitor.model.instants import SECOND
from sa_monitor.model.listening import Beat
from sa_monitor.monitor.beside import LoopBeside
from sa_monitor.monitor.clocks import clocks as machine_clocks
from sa_monitor.monitor.clocks import wall_clock
from sa_monitor.settings.credentials import CredentialsFile

if TYPE_CHECKING:
    from sa_monitor.monitor.health_check import HealthCheck
    from sa_monitor.monitor.recorder import Recorder
    from sa_monitor.settings.places import Places
    from sa_monitor.settings.schema import Settings

_log = logging.getLogger(__name__)

_LOOK = 1.0
"""Seconds between two looks at what is due: after a sleep of the computer, or a new start of listening, all is."""


class Listening(Protocol):
    """Whoever listens in this process."""

    @property
    def instance(self) -> str:
        """What its answers carry; empty while it doesn't listen."""


class HealthWatch(LoopBeside):
    """Lists the webhooks every `every` milliseconds and probes the target every `probe_every`, from `start` to `close`.

    Every `every` it also asks what organizations are called.
    It does so only while `here` listens. `make` is called in the thread, so that nothing is imported for it before.
    What is seen stands in the store. `token` gives a value that changes when another token may have been set: then
    the webhooks are listed at once. Its methods may be called in any other thread.
    """

    def __init__(
        self,
        here: Listening,
        make: "Callable[[], HealthCheck]",
        *,
        every: int,
        probe_every: int = PROBE_EVERY,
        clocks: Callable[[], Beat] = machine_clocks,
        look: float = _LOOK,
        token: Callable[[], object] = lambda: None,
    ) -> None:
        super().__init__("health watch")
        self._here = here
        self._make = make
        self._every = every
        self._probe_every = probe_every
        self._clocks = clocks
        self._look = look
        self._token = token
        self._known = token()
        self._check: HealthCheck | None = None
        self._due = (asyncio.Event(), asyncio.Event(), asyncio.Event())

    def look_now(self) -> None:
        """Look at everything at once, and ask again whose token it is."""

        def look() -> None:
            if self._check is not None:
                self._check.forget_owner()
            for due in self._due:
                due.set()

        self._in_thread(look)

    def use_target(self, target: str | None) -> None:
        """Take a URL for this monitor's public one from now on, and probe it at once."""

        def use() -> None:
            if self._check is not None:
                _use(self._check, target)
            for due in self._due:
                due.set()

        self._in_thread(use)

    async def _serve(self) -> None:
        webhooks, way_in, names = self._due
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._repeat(lambda check: check.look_at_webhooks(), self._every, webhooks))
            tasks.create_task(self._repeat(lambda check: check.look_at_names(), self._every, names))
            tasks.create_task(
                self._repeat(lambda check: check.look_at_the_way_in(), self._probe_every, way_in)
            )

    async def _repeat(
        self, look: "Callable[[HealthCheck], Awaitable[object]]", every: int, due: asyncio.Event
    ) -> None:
        """Look again and again; earlier where it is asked for, the computer slept, or listening began anew."""
        looked, began = "", 0
        while True:
            self._notice_token()
            instance, now = self._here.instance, self._clocks().boot
            if instance and (instance != looked or due.is_set() or now - began >= every):
                due.clear()
                looked, began = instance, now
                await self._look_once(look)
            with suppress(TimeoutError):
                async with asyncio.timeout_at(
                    self._next_look((every - (self._clocks().boot - began)) / SECOND)
                ):
                    await due.wait()

    def _next_look(self, left: float) -> float:
        """Give when to look next, by the loop's time: where nothing is due, all do at once, which wakes it once."""
        now = asyncio.get_running_loop().time()
        together = (now // self._look + 1) * self._look
        return min(together, now + left) if left > 0 else together

    def _notice_token(self) -> None:
        known, self._known = self._known, self._token()
        if known != self._known:
            if self._check is not None:
                self._check.forget_owner()
            for due in (self._due[0], self._due[2]):
                due.set()

    async def _look_once(self, look: "Callable[[HealthCheck], Awaitable[object]]") -> None:
        try:
            if self._check is None:
                self._check = self._make()
            await look(self._check)
        except SaMonitorError as error:
            _log.warning("what was looked at could not be kept: %s", error)
        except Exception:  # noqa: BLE001 (a mistake in one look must not end the watch)
            _log.exception("a look at the webhooks failed")


def _use(check: "HealthCheck", target: str | None) -> None:
    try:
        check.use_target(target)
    except SaMonitorError as error:
        _log.warning("the target could not be noted: %s", error)


def watch_health(
    settings: "Settings", places: "Places", environ: Mapping[str, str], recorder: "Recorder"
) -> HealthWatch:
    """Make the health watch of a recorder, to be started when the first picture stands."""

    def make() -> "HealthCheck":
        from sa_monitor.monitor.account import Account
        from sa_monitor.monitor.health_check import HealthCheck
        from sa_monitor.settings.schema import target_url

        return HealthCheck(
            places,
            recorder,
            Account(settings, places, environ).client,
            target=target_url(settings),
            path=settings.path,
            every=every,
        )

    every = settings.check_seconds * SECOND
    credentials = CredentialsFile(places.credentials, wall_clock)
    return HealthWatch(recorder, make, every=every, token=credentials.stamp)
