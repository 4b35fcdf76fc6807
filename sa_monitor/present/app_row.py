"""One row of the pane of Service Apps."""

from collections.abc import Sequence

from msgspec import Struct

from sa_monitor.present import signs
from sa_monitor.present.columns import Column, row
from sa_monitor.present.names import named
from sa_monitor.present.overview import AppSummary
from sa_monitor.present.quantities import grouped
from sa_monitor.present.tone import Line, Tone, line

_ROOM_FOR_ENDED = 40
_ROOM_FOR_OWNER = 50
_OWNER = 14


class AppColumns(Struct, frozen=True):
    """Where the parts of a Service App's row stand; the counts are set to their right edges."""

    name: Column
    critical: Column
    owner: Column
    lost: Column
    ok: Column
    ended: Column

    def named(self) -> list[tuple[str, int]]:
        """Give the names of the counts with the cell at which each column ends."""
        columns = (("lost", self.lost), ("ok", self.ok), ("ended", self.ended))
        return [(name, column.end) for name, column in columns if column.cells]


def app_columns(cells: int, apps: Sequence[AppSummary]) -> AppColumns:
    """Lay the parts out over `cells`, the counts as wide as the greatest of `apps` needs."""
    roomy = cells >= _ROOM_FOR_ENDED
    gap = 3 if roomy else 2
    end = cells - 2
    ended = _count_column(end, "ended", [app.counts.ended for app in apps]) if roomy else Column(end + gap, 0)
    ok = _count_column(ended.start - gap, "ok", [app.counts.ok for app in apps])
    lost = _count_column(ok.start - gap, "lost", [app.counts.lost for app in apps])
    owner_cells = _OWNER if cells >= _ROOM_FOR_OWNER and any(app.owner for app in apps) else 0
    owner = Column(lost.start - (gap + owner_cells if owner_cells else 2), owner_cells)
    critical = Column(owner.start - 2, int(any(app.critical for app in apps)))
    name = Column(1, (critical.start if critical.cells else owner.start) - 2)
    return AppColumns(name, critical, owner, lost, ok, ended)


def app_row(app: AppSummary, columns: AppColumns) -> Line:
    """Write a Service App: its name, whether it is critical, and how its authorizations stand. Zeros are left out."""
    counts = app.counts
    return row(
        [
            (columns.name, line(app.label)),
            (columns.critical, line(signs.CRITICAL if app.critical else "")),
            (columns.owner, line(named(app.owner), Tone.QUIET)),
            (columns.lost, line(_count(counts.lost), Tone.ERROR)),
            (columns.ok, line(_count(counts.ok))),
            (columns.ended, line(_count(counts.ended), Tone.QUIET)),
        ],
        last=False,
    )


def _count(number: int) -> str:
    return grouped(number) if number else ""


def _count_column(end: int, name: str, numbers: Sequence[int]) -> Column:
    cells = max(len(name), len(grouped(max(numbers, default=0))))
    return Column(end - cells, cells, right=True)
