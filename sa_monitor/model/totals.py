"""How much is kept."""

from msgspec import Struct


class Totals(Struct, frozen=True, kw_only=True):
    """Counts and bounds of one store.

    `deliveries` counts accepted ones; `rejected` every rejected one, `rejected_kept` those still kept. `waiting` is
    how many deliveries are acknowledged and not yet projected. `oldest` and `newest` are instants of receipt of
    events. `bytes` is the size on disk of the database with its write-ahead log.
    """

    events: int
    deliveries: int
    rejected: int
    rejected_kept: int
    waiting: int
    oldest: int | None
    newest: int | None
    bytes: int
