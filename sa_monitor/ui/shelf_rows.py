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
    cursor would be below the last, rows at the top give way. No day stands there without a row.
    """
    rows = list(_ruled(kept, dress))
    cursor = rows.index(kept[at])
    top = max(0, cursor - height + 1)
    if top and cursor > top and _untold(rows[top], dress):
        if isinstance(rows[top + 1], DayRow):
            top += 1
        else:
            rows[top] = DayRow(_instant(rows[top]))
    return rows[top : top + height], cursor - top


def _untold(row: ShelfRow, dress: Dress) -> bool:
    """Tell whether it is a request whose day would have to be told above it."""
    return isinstance(row, Delivery) and dress.day(row.received_at) != dress.today


def _instant(row: ShelfRow) -> int:
    return row.instant if isinstance(row, DayRow) else row.received_at


def _ruled(kept: Sequence[Delivery], dress: Dress) -> Iterator[ShelfRow]:
    day = dress.today
    for delivery in kept:
        own = dress.day(delivery.received_at)
        if own != day:
            yield DayRow(delivery.received_at)
        yield delivery
        day = own
