"""Reading history from a loop: the store's reader in a thread of its own, so that no screen ever waits in its loop."""

import asyncio
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from pathlib import Path
from time import thread_time
from typing import TYPE_CHECKING, TypeVar

from sa_monitor.errors import NotFound, StoreBusy, StoreError, StoreMissing, StoreUnavailable
from sa_monitor.model.activity import Activity, added_up
from sa_monitor.model.alert import Alert, AlertMark, Circumstances, Status
from sa_monitor.model.annotation import Annotation
from sa_monitor.model.authorization import Authorization
from sa_monitor.model.channel import DeadChannel
from sa_monitor.model.delivery import Delivery, Outcome
from sa_monitor.model.event import Kind, Mark, Step
from sa_monitor.model.expectation import Expectation
from sa_monitor.model.filter import Filter
from sa_monitor.model.former import Former
from sa_monitor.model.health import Health, HealthRecord
from sa_monitor.model.listening import Gap, Period
from sa_monitor.model.look import Look, News
from sa_monitor.model.matching import Heard, Matched, Reporters, Suggestions
from sa_monitor.model.query import EVERYTHING, Query
from sa_monitor.model.search import Counted, Found, Spread
from sa_monitor.model.timeline import Timeline
from sa_monitor.model.totals import Totals
from sa_monitor.store.footing import Footing

if TYPE_CHECKING:
    from sa_monitor.store.reader import Reader

T = TypeVar("T")

PATIENCE = 0.03
"""Seconds that a search or a count keeps the reader from others."""

NOTHING = Totals(
    events=0, deliveries=0, rejected=0, rejected_kept=0, waiting=0, oldest=None, newest=None, bytes=0
)

NO_FILE = (0, 0)
"""What no file is."""


_taken: ContextVar[list[float] | None] = ContextVar("taken", default=None)


@contextmanager
def measured() -> Iterator[list[float]]:
    """Give how many seconds of a processor each reading takes that is asked for in the block, waits left out."""
    taken: list[float] = []
    token = _taken.set(taken)
    try:
        yield taken
    finally:
        _taken.reset(token)


class History:
    """The methods of `Reader` as coroutines. Where nothing was ever recorded, everything is empty.

    A store that was there and isn't any more can't be read: what was read of it isn't nothing.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="history")
        self._reader: Reader | None = None
        self._footing: Footing | None = None
        self._openings = 0

    async def page(
        self,
        query: Query = EVERYTHING,
        *,
        older_than: Mark | None = None,
        newer_than: Mark | None = None,
        limit: int = 100,
        reached: Callable[[int], bool] | None = None,
    ) -> list[Step]:
        """Give a page of the log, newest first. However long that takes, other readings come in between.

        `reached` is told the instant that it came to while that takes long, and says whether it goes on.
        """
        upward = newer_than is not None and older_than is None
        steps: list[Step] = []
        older, newer = older_than, newer_than
        while True:
            found = await self.search(query, older_than=older, newer_than=newer, limit=limit - len(steps))
            steps += found.steps
            gives_up = found.reached and reached and not reached(found.reached.received_at)
            if found.reached is None or gives_up:
                return steps[::-1] if upward else steps
            older, newer = (None, found.reached) if upward else (found.reached, newer)

    async def search(
        self,
        query: Query = EVERYTHING,
        *,
        older_than: Mark | None = None,
        newer_than: Mark | None = None,
        limit: int = 100,
    ) -> Found:
        """Look for events from a mark on, for a moment; its `reached` says where to go on, and how far it came."""
        return await self._ask(
            lambda reader: reader.search(
                query, older_than=older_than, newer_than=newer_than, limit=limit, patience=PATIENCE
            ),
            Found(()),
        )

    async def recorded_after(self, event_id: int, *, limit: int = 100) -> list[Step]:
        """Give the events recorded after that one, oldest first."""
        return await self._ask(lambda reader: reader.recorded_after(event_id, limit=limit), [])

    async def recorded_since(self, event_id: int) -> int:
        """Count the events recorded after that one."""
        return await self._ask(lambda reader: reader.recorded_since(event_id), 0)

    async def last_recorded(self) -> int:
        """Give the id of the event that was recorded last; 0 where there is none."""
        return await self._ask(lambda reader: reader.last_recorded(), 0)

    async def step(self, event_id: int) -> Step:
        """Give one event with the one before it. Raises NotFound."""
        step = await self._ask(lambda reader: reader.step(event_id), None)
        if step is None:
            raise NotFound(f"There is no event {event_id}.", "Nothing was recorded yet.")
        return step

    async def count(self, query: Query = EVERYTHING, *, newer_than: Mark | None = None) -> int:
        """Count the events that match. However long that takes, other readings come in between."""
        events, older = 0, None
        while True:
            counted = await self._count_some(query, older, newer_than)
            events += counted.events
            if counted.reached is None:
                return events
            older = counted.reached

    async def _count_some(self, query: Query, older: Mark | None, newer: Mark | None) -> Counted:
        return await self._ask(
            lambda reader: reader.count_some(query, older_than=older, newer_than=newer, patience=PATIENCE),
            Counted(0),
        )

    async def authorizations(self, query: Query = EVERYTHING) -> Sequence[Authorization]:
        """Give the standing of every pair whose deciding event matches."""
        return await self._ask(lambda reader: reader.authorizations(query), [])

    async def deliveries(self, *, outcome: Outcome | None = None, limit: int | None = 100) -> list[Delivery]:
        """Give deliveries as they arrived, newest first."""
        return await self._ask(lambda reader: reader.deliveries(outcome=outcome, limit=limit), [])

    async def kept(
        self, *, rejected: bool, older_than: int | None = None, newer_than: int | None = None, limit: int
    ) -> Sequence[Delivery]:
        """Give a page of rejected requests, or of those that were taken, without their bodies; newest first."""
        return await self._ask(
            lambda reader: reader.kept(
                rejected=rejected, older_than=older_than, newer_than=newer_than, limit=limit
            ),
            [],
        )

    async def delivery(self, number: int) -> Delivery:
        """Give one request whole. Raises NotFound."""
        found = await self._ask(lambda reader: reader.delivery(number), None)
        if found is None:
            raise NotFound(f"There is no delivery {number}.", "Nothing was recorded yet.")
        return found

    async def deliveries_of(self, event_id: int) -> list[Delivery]:
        """Give the deliveries that reported one event, oldest first."""
        return await self._ask(lambda reader: reader.deliveries_of(event_id), [])

    async def gaps(self, now: int) -> list[Gap]:
        """Give the times in which nobody listened, oldest first."""
        return await self._ask(lambda reader: reader.gaps(now), [])

    async def totals(self) -> Totals:
        """Give counts and bounds."""
        return await self._ask(lambda reader: reader.totals(), NOTHING)

    async def rejected(self) -> int:
        """Count all deliveries that were ever rejected."""
        return await self._ask(lambda reader: reader.rejected(), 0)

    async def listening(self) -> Period | None:
        """Give the listening period that began last."""
        return await self._ask(lambda reader: reader.listening(), None)

    async def news(self, event_id: int) -> News:
        """Count what was recorded after an event."""
        return await self._ask(lambda reader: reader.news(event_id), News())

    async def annotation(self, app_id: str) -> Annotation:
        """Give what was told about a Service App."""
        return await self._ask(lambda reader: reader.annotation(app_id), Annotation())

    async def org_called(self, org_id: str) -> str | None:
        """Give what people call an organization; None where they leave it to Webex."""
        return await self._ask(lambda reader: reader.org_called(org_id), None)

    async def former_of_app(self, app_id: str) -> Former:
        """Give the other names of a Service App."""
        return await self._ask(lambda reader: reader.former_of_app(app_id), Former())

    async def former_of_org(self, org_id: str) -> Former:
        """Give the other names of an organization."""
        return await self._ask(lambda reader: reader.former_of_org(org_id), Former())

    async def look(self, person: str) -> Look | None:
        """Give how far a person has looked; None for one who never did."""
        return await self._ask(lambda reader: reader.look(person), None)

    async def health(self) -> Health:
        """Give how the webhooks are, as last seen by whoever listens."""
        return await self._ask(lambda reader: reader.health(), Health())

    async def health_records(
        self,
        *,
        after: int = 0,
        since: int | None = None,
        until: int | None = None,
        limit: int | None = None,
    ) -> list[HealthRecord]:
        """Give what became of our webhooks, newest first."""
        return await self._ask(
            lambda reader: reader.health_records(after=after, since=since, until=until, limit=limit), []
        )

    async def alerts(
        self,
        *,
        statuses: Collection[Status] = tuple(Status),
        since: int | None = None,
        limit: int | None = None,
    ) -> list[Alert]:
        """Give alerts, newest first, without those that a wave took in."""
        return await self._ask(lambda reader: reader.alerts(statuses=statuses, since=since, limit=limit), [])

    async def alert(self, number: int) -> Alert:
        """Give one alert. Raises NotFound."""
        found = await self._ask(lambda reader: reader.alert(number), None)
        if found is None:
            raise NotFound(f"There is no alert {number}.", "Nothing was recorded yet.")
        return found

    async def alerts_version(self) -> int:
        """Give a number that moves when an alert rises, is acknowledged or is over, and when a channel was told."""
        return await self._ask(lambda reader: reader.alerts_version(), 0)

    async def newest_alert(self) -> int:
        """Give the id of the alert that was put down last; 0 for none."""
        return await self._ask(lambda reader: reader.newest_alert(), 0)

    async def alert_marks(self, *, after: int) -> list[AlertMark]:
        """Give how far those alerts are that aren't over, and all that were put down after this one."""
        return await self._ask(lambda reader: reader.alert_marks(after=after), [])

    async def circumstances(self, alert: Alert) -> Circumstances:
        """Give what helps to judge an alert."""
        return await self._ask(lambda reader: reader.circumstances(alert), Circumstances())

    async def dead_channels(self) -> list[DeadChannel]:
        """Give the channels that couldn't be told of alerts for a while."""
        return await self._ask(lambda reader: reader.dead_channels(), [])

    async def expectations(self, *, until_after: int) -> list[Expectation]:
        """Give the planned windows that end after an instant."""
        return await self._ask(lambda reader: reader.expectations(until_after=until_after), [])

    async def heard_webhooks(self) -> dict[str, Heard]:
        """Give what was heard of each webhook, by its id."""
        return await self._ask(lambda reader: reader.heard_webhooks(), {})

    async def matched(self, condition: Filter, kinds: Collection[Kind]) -> Matched:
        """Tell how many stored events a webhook with this filter would have reported."""
        return await self._ask(lambda reader: reader.matched(condition, kinds), Matched())

    async def suggestions(self) -> Suggestions:
        """Give what history has to fill filters in with."""
        return await self._ask(lambda reader: reader.suggestions(), Suggestions())

    async def reporters(self) -> Reporters:
        """Give the webhooks that reported events, and who acted in them."""
        return await self._ask(lambda reader: reader.reporters(), Reporters())

    async def activity(self, since: int, until: int, *, by_day: bool) -> list[Activity]:
        """Give what was heard in [since, until) by quarters of an hour, or by days of UTC."""
        return await self._ask(lambda reader: reader.activity(since, until, by_day=by_day), [])

    async def spread(
        self,
        query: Query,
        since: int,
        until: int,
        *,
        by_day: bool,
        reached: Callable[[int], None] | None = None,
    ) -> list[Activity]:
        """Give the same of what matches a query; `reached` is told how far back it came while that takes long."""
        if not query:
            return await self.activity(since, until, by_day=by_day)
        heard: list[Activity] = []
        while True:
            spread = await self._spread_some(query, since, until, by_day=by_day)
            heard += spread.heard
            if spread.reached is None:
                return added_up(heard)
            until = spread.reached.received_at
            if reached is not None:
                reached(until)

    async def _spread_some(self, query: Query, since: int, until: int, *, by_day: bool) -> Spread:
        return await self._ask(
            lambda reader: reader.spread(query, since, until, by_day=by_day, patience=PATIENCE), Spread(())
        )

    async def timelines(
        self, pairs: Sequence[tuple[str, str]], gaps: Sequence[Gap], now: int
    ) -> list[Timeline]:
        """Give the history of each pair (Service App, organization) up to `now`."""
        return await self._ask(lambda reader: reader.timelines(pairs, gaps, now), [])

    async def data_version(self) -> tuple[int, int, int]:
        """Give a value that changes when another connection has committed, or the file is another one."""
        version = await self._ask(lambda reader: reader.data_version(), 0)
        return (*self.file(), (self._openings << 32) + version)  # which starts anew with each opening

    def file(self) -> tuple[int, int]:
        """Tell which file was read last, whatever its name: NO_FILE where nothing was ever read."""
        return (self._footing and self._footing.database) or NO_FILE

    async def contents(self) -> int:
        """Give a number that changes with what is kept, but not while a listener only goes on listening."""
        return await self._ask(lambda reader: reader.contents(), 0)

    async def close(self) -> None:
        """Close the reader and end its thread."""
        await asyncio.get_running_loop().run_in_executor(self._thread, self._drop)
        self._thread.shutdown()

    async def _ask(self, question: "Callable[[Reader], T]", nothing: T) -> T:
        taken = _taken.get()
        answer = self._answer if taken is None else partial(self._answer_measured, taken)
        return await asyncio.get_running_loop().run_in_executor(self._thread, answer, question, nothing)

    def _answer_measured(self, taken: list[float], question: "Callable[[Reader], T]", nothing: T) -> T:
        began = thread_time()
        try:
            return self._answer(question, nothing)
        finally:
            taken.append(thread_time() - began)

    def _answer(self, question: "Callable[[Reader], T]", nothing: T) -> T:
        try:
            return question(self._current())
        except StoreMissing as error:
            if self._footing is None:
                return nothing
            raise StoreUnavailable("events.db was removed", "It is read again when it is back.") from error
        except StoreBusy:
            raise
        except StoreError:
            self._drop()
            raise

    def _current(self) -> "Reader":
        """Give a reader of the file that stands there now: it may have been removed or replaced."""
        footing = self._footing
        if self._reader is not None and footing is not None and (footing.was_cut() or not footing.in_place()):
            self._drop()
        if self._reader is None:
            from sa_monitor.store.reader import Reader  # here, in the thread: the first picture needs none

            reader = Reader.open(self._path)
            try:
                reader.data_version()  # opens the log too
            except BaseException:
                reader.close()
                raise
            self._reader, self._footing = reader, Footing(self._path)
            self._openings += 1
        return self._reader

    def _drop(self) -> None:
        if self._reader is not None:
            self._reader.close()
            self._reader = None
