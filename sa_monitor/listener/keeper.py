"""What the listener asks of whatever stores its deliveries."""

from collections.abc import Sequence
from typing import Protocol

from sa_monitor.model.delivery import Arrival
from sa_monitor.model.listening import Ending


class Keeper(Protocol):
    """A store's writing side. All of it is called in the listener's thread only."""

    def open(self) -> None:
        """Get ready. Raises StoreError."""

    def append(self, arrivals: Sequence[Arrival]) -> Sequence[int]:
        """Make all durable and give their ids, in order.

        Raises StoreBusy (nothing is kept, worth repeating at once) or another StoreError (nothing is kept).
        """

    def reject(self, arrivals: Sequence[Arrival], uncounted: int) -> None:
        """Keep rejected deliveries as well as it can, and count the others. Raises StoreError."""

    def project(self, most: int) -> bool:
        """Fold at most `most` waiting deliveries into what is shown, for a moment at most; True while more wait.

        Raises StoreError.
        """

    def beat(self) -> None:
        """Note that somebody listens. Raises StoreError."""

    def close(self, ending: Ending) -> None:
        """Note why listening ends, and let go of everything. Raises StoreError."""
