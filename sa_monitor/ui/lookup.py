"""Single readings of history for a screen. What can't be read is None: the screen keeps what it shows."""

from collections.abc import Awaitable, Sequence
from typing import TypeVar

from sa_monitor.errors import NotFound, StoreError
from sa_monitor.model.annotation import Annotation
from sa_monitor.model.authorization import Authorization
from sa_monitor.model.delivery import Delivery
from sa_monitor.model.event import Event, Mark, Step
from sa_monitor.model.former import Former
from sa_monitor.model.listening import Gap
from sa_monitor.model.matching import Reporters
from sa_monitor.model.query import Query
from sa_monitor.model.timeline import Timeline
from sa_monitor.monitor.history import History
from sa_monitor.present.detail_facts import About
from sa_monitor.present.things import Thing

T = TypeVar("T")


class Lookup:
    """Reads a history. That the store can't be read is said by the status line, not by each reading."""

    def __init__(self, history: History) -> None:
        self._history = history

    async def step(self, event_id: int) -> Step | None:
        """Give an event with the one before it."""
        return await _read(self._history.step(event_id))

    async def deliveries(self, event_id: int) -> Sequence[Delivery] | None:
        """Give the deliveries of an event, oldest first."""
        return await _read(self._history.deliveries_of(event_id))

    async def kept(
        self, *, rejected: bool, older_than: int | None = None, newer_than: int | None = None, limit: int
    ) -> Sequence[Delivery]:
        """Give a page of rejected requests, or of those that were taken; nothing where it can't be read."""
        page = self._history.kept(
            rejected=rejected, older_than=older_than, newer_than=newer_than, limit=limit
        )
        return await _read(page) or ()

    async def delivery(self, number: int) -> Delivery | None:
        """Give one request whole; None also where it isn't kept any more."""
        return await _read(self._history.delivery(number))

    async def about(self, event: Event, told: Annotation) -> About:
        """Give what is known of an event's Service App and organization; `told` is what people tell."""
        app = await _read(self._history.former_of_app(event.app_id))
        org = await _read(self._history.former_of_org(event.org_id))
        return About(told=told, app=app or Former(), org=org or Former())

    async def former(self, thing: Thing, key: str) -> Former | None:
        """Give the other names of a Service App or an organization."""
        of = self._history.former_of_app if thing is Thing.APP else self._history.former_of_org
        return await _read(of(key))

    async def matching(self, query: Query) -> Sequence[Authorization] | None:
        """Give the standings that a query leaves."""
        return await _read(self._history.authorizations(query))

    async def reporters(self) -> Reporters | None:
        """Give the webhooks that reported events, and who acted in them."""
        return await _read(self._history.reporters())

    async def timelines(
        self, pairs: Sequence[tuple[str, str]], gaps: Sequence[Gap], now: int
    ) -> Sequence[Timeline] | None:
        """Give the history of each pair up to `now`."""
        return await _read(self._history.timelines(pairs, gaps, now))

    async def neighbour(self, query: Query, mark: Mark, *, older: bool) -> Step | None:
        """Give the next event of a query from a place on; None also where there is none."""
        older_than, newer_than = (mark, None) if older else (None, mark)
        page = self._history.page(query, older_than=older_than, newer_than=newer_than, limit=1)
        return next(iter(await _read(page) or ()), None)


async def _read(reading: Awaitable[T]) -> T | None:
    try:
        return await reading
    except (StoreError, NotFound):
        return None
