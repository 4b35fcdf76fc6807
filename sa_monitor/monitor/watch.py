"""What a screen looks at: a store, and whoever fills it."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import TYPE_CHECKING, Self

from msgspec.structs import replace

from sa_monitor.errors import ListenerError, SaMonitorError, StoreError
from sa_monitor.monitor.clocks import wall_clock
from sa_monitor.monitor.history import History
from sa_monitor.monitor.novelty import Novelty
from sa_monitor.monitor.status import Role, Status
from sa_monitor.settings.places import Places
from sa_monitor.store.lock import holder_of

if TYPE_CHECKING:
    from sa_monitor.monitor.recorder import Recorder

FASTEST = 0.05
"""Seconds between two changes that a screen is told of: 20 updates a second, whatever arrives."""

_POLL_BESIDE = 0.25
_POLL_OWN = 1.0
"""Seconds between two looks for what other processes did."""

_MEND = 5.0
"""Seconds between two attempts to listen again where listening failed."""


class Watch:
    """Follows one data folder, in one loop. With a recorder of its own that records it hears of every commit.

    Beside another process it looks at `PRAGMA data_version` a few times a second; a recorder that wasn't started can
    then take over by `listen`. Where listening fails later, it is tried again every few seconds.
    """

    def __init__(
        self, places: Places, recorder: "Recorder | None" = None, *, clock: Callable[[], int] = wall_clock
    ) -> None:
        self.clock = clock
        self.places = places
        self.history = History(places.database)
        self._lock = places.lock
        self._recorder = recorder
        self._loop: asyncio.AbstractEventLoop | None = None
        self._told = asyncio.Event()
        self._telling = False
        self._next = 0.0
        self._novelty = Novelty(self.history)
        self._version: object = None
        self._status = Status(role=Role.NOBODY)
        self._rejected_before: int | None = None
        self._former: str | None = None
        self._mending: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._loop = asyncio.get_running_loop()
        if self._recorder is not None:
            self._recorder.subscribe(self._tell)
            self._mending = asyncio.create_task(self._keep_listening(self._recorder))
        if self.recording:  # hears of what is new, and need not read to say who records
            self._status = await self._judge()
        else:
            await self.look()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._recorder is not None:
            self._recorder.unsubscribe(self._tell)
        if self._mending is not None:
            self._mending.cancel()
            await asyncio.gather(self._mending, return_exceptions=True)
        await self.history.close()

    async def look(self) -> None:
        """Look now: whatever changes after this is told, so that what is read from now on doesn't get old."""
        self._version = await self._look()

    def status(self) -> Status:
        """Say who records, and what is wrong. Costs nothing."""
        return self._status

    @property
    def recording(self) -> bool:
        """Whether this process is the one that records."""
        return self._recorder is not None and self._recorder.recording

    async def listen(self) -> None:
        """Become the recorder, where the one before listened; or try at once to listen again where that failed.

        Raises AlreadyListening where another was quicker, and everything else that `Recorder.start` does.
        """
        if self._recorder is None:
            raise ListenerError(
                "This screen only watches (--view).", "To listen: start sa-monitor without --view."
            )
        if self._recorder.recording:
            await asyncio.to_thread(self._recorder.mend)
        else:
            await asyncio.to_thread(self._recorder.start, self._former)
        self._tell()

    async def changed(self) -> None:
        """Return when there is something new to read or to say, at most 20 times a second."""
        assert self._loop is not None, "enter the watch first"  # noqa: S101 (for the type checker)
        wait = self._next - self._loop.time()
        if wait > 0:
            await asyncio.sleep(wait)
        while not await self._news():
            pass
        self._next = self._loop.time() + FASTEST

    async def _news(self) -> bool:
        """Wait for one notice or one look; tell whether anything changed."""
        told = await self._wait(_POLL_OWN if self.recording else _POLL_BESIDE)
        self._told.clear()
        self._telling = False
        seen = await self._look()
        changed, self._version = told or seen != self._version, seen
        return changed

    async def _wait(self, patience: float) -> bool:
        try:
            async with asyncio.timeout(patience):
                await self._told.wait()
        except TimeoutError:
            return False
        return True

    async def _look(self) -> object:
        """Look at the store and at who holds it; the value differs when anything changed."""
        news = await self._novelty.look()
        self._status = await self._judge()
        return news, self._status

    async def _judge(self) -> Status:
        if self._recorder is not None and self._recorder.recording:
            health = self._recorder.health
            return Status(
                role=Role.RECORDING,
                address=self._recorder.address,
                since=health.failed_since if health.failure else health.since,
                fault=health.fault,
                advice=health.advice,
                behind=health.fault is not None and health.stores,
                failure=health.failure,
                sheds_since=health.sheds_since,
                can_listen=True,
                rejected=health.rejected,
                credentials=self._recorder.credentials_problem,
            )
        holder = await asyncio.to_thread(holder_of, self._lock)
        beside = Status(
            role=Role.NOBODY,
            address=self._former,
            can_listen=self._recorder is not None,
            rejected=await self._rejected(),
        )
        if holder is None:
            return replace(beside, since=await self._ended())
        self._former = holder.address or self._former
        return replace(beside, role=Role.VIEWING, address=holder.address, pid=holder.pid)

    async def _keep_listening(self, recorder: "Recorder") -> None:
        """Listen again, every few seconds, where listening has failed."""
        while True:
            await asyncio.sleep(_MEND)
            if recorder.health.failure is not None:
                with suppress(SaMonitorError):  # what keeps it from listening is said as long as it does
                    await asyncio.to_thread(recorder.mend)
                self._tell()

    async def _rejected(self) -> int:
        """Count what another process rejected since this one looks; 0 while the store can't be read."""
        try:
            total = await self.history.rejected()
        except StoreError:
            return 0
        if self._rejected_before is None:
            self._rejected_before = total
        return max(0, total - self._rejected_before)

    async def _ended(self) -> int | None:
        """Give the instant since which nobody listens; None where nobody ever did, or it can't be read."""
        try:
            period = await self.history.listening()
        except StoreError:
            return None
        return None if period is None else period.until or period.seen

    def _tell(self) -> None:
        """Wake the loop, once until it has looked. Called in the listener's thread."""
        if not self._telling and self._loop is not None:
            self._telling = True
            self._loop.call_soon_threadsafe(self._told.set)
