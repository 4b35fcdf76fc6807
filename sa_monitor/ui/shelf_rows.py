"""The rows of the page of deliveries: requests, with rules between them for the days on which they came."""

from collections.abc import Iterator, Sequence

from sa_monitor.model.delivery import Delivery
from sa_monitor.ui.log_rows import DayRow, Dress

ShelfRow = Delivery | DayRow


def shelf_rows(
    kept: Sequence[Delivery], at: int, height: int, dress: Dress
) -> tuple[Sequence[ShelfRow], int]:
    """Give at most `height` rows, and on which of them the cursor is, for requests of which it is on the one `at`.

    The day of each row stands above it somewhere in sight, but for today's at the top. Rules take lines: where the
    cursor would be below the last, rows at the top give way.
    """
    rows = list(_ruled(kept, dress))
    cursor = rows.index(kept[at])
    top = max(0, cursor - height + 1)
    seen = rows[top : top + height]
    first = seen[0]
    if top and isinstance(first, Delivery) and cursor > top and dress.day(first.received_at) != dress.today:
        seen[0] = DayRow(first.received_at)
    return seen, cursor - top


def _ruled(kept: Sequence[Delivery], dress: Dress) -> Iterator[ShelfRow]:
    day = dress.today
    for delivery in kept:
        own = dress.day(delivery.received_at)
        if own != day:
            yield DayRow(delivery.received_at)
        yield delivery
        day = own
