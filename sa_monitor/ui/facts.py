"""What every screen says of the store, read together a few times a second."""

from collections.abc import Sequence

from msgspec import Struct

from sa_monitor.model.authorization import Authorization
from sa_monitor.model.listening import Gap
from sa_monitor.model.totals import Totals
from sa_monitor.monitor.history import NOTHING, History
from sa_monitor.monitor.status import Role, Status
from sa_monitor.present.overview import Counts, counted_states


class Facts(Struct, frozen=True, kw_only=True):
    """The standings, the gaps and the totals, and who records. `known` is False until they were read once.

    `unreadable` says why the store can't be read now; what was read before stays.
    """

    status: Status = Status(role=Role.NOBODY)
    authorizations: Sequence[Authorization] = ()
    gaps: Sequence[Gap] = ()
    totals: Totals = NOTHING
    known: bool = False
    unreadable: str | None = None

    @property
    def counts(self) -> Counts:
        """How the authorizations stand."""
        return counted_states(self.authorizations)


async def read_facts(history: History, status: Status, now: int) -> Facts:
    """Read them. Raises StoreError."""
    return Facts(
        status=status,
        authorizations=await history.authorizations(),
        gaps=await history.gaps(now),
        totals=await history.totals(),
        known=True,
    )
