"""History that didn't come through the listener."""

from collections.abc import Iterable

from sa_monitor.model.delivery import Arrival
from sa_monitor.model.listening import Ending
from sa_monitor.settings.places import Places
from sa_monitor.store import backfill as store


def backfill(
    places: Places, arrivals: Iterable[Arrival], periods: Iterable[tuple[int, int, Ending]] = ()
) -> int:
    """Lay deliveries of the past into the store; gives the number of events. Raises StoreError.

    `periods` are the times in which somebody listened then: from, until, and why each ended.
    """
    return store.backfill(places.database, arrivals, periods)
