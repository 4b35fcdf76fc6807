"""One row of the first pane: a Service App, or an organization, with the counts of its standings."""

from collections.abc import Sequence

from msgspec import Struct

from sa_monitor.present import signs
from sa_monitor.present.columns import Column, row
from sa_monitor.present.names import named
from sa_monitor.present.overview import Summary
from sa_monitor.present.quantities import grouped
from sa_monitor.present.tone import Line, Tone, line

_ROOM_FOR_ENDED = 40
_ROOM_FOR_OWNER = 50
_OWNER = (8, 14)
"""Cells of an owner, at least and at most; the names keep `_NAME` beside it."""

_NAME = 16
_WIDEST = 90
"""Cells from the name to the last count at most: they belong together."""


class SummaryColumns(Struct, frozen=True):
    """Where the parts of a row stand; the counts are set to their right edges."""

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


def summary_columns(cells: int, summaries: Sequence[Summary]) -> SummaryColumns:
    """Lay the parts out over `cells`, the counts as wide as the greatest of `summaries` needs."""
    roomy = cells >= _ROOM_FOR_ENDED
    gap = 3 if roomy else 2
    end = min(cells - 2, _WIDEST)
    ended = (
        _count_column(end, "ended", [summary.counts.ended for summary in summaries])
        if roomy
        else Column(end + gap, 0)
    )
    ok = _count_column(ended.start - gap, "ok", [summary.counts.ok for summary in summaries])
    lost = _count_column(ok.start - gap, "lost", [summary.counts.lost for summary in summaries])
    least, most = _OWNER
    owned = cells >= _ROOM_FOR_OWNER and any(summary.owner for summary in summaries)
    owner_cells = min(max(least, lost.start - gap - _NAME - 5), most) if owned else 0
    owner = Column(lost.start - (gap + owner_cells if owner_cells else 2), owner_cells)
    critical = Column(owner.start - 2, int(any(summary.critical for summary in summaries)))
    name = Column(1, (critical.start if critical.cells else owner.start) - 2)
    return SummaryColumns(name, critical, owner, lost, ok, ended)


def summary_row(summary: Summary, columns: SummaryColumns, label: str | None = None) -> Line:
    """Write its name, whether it is critical, and how its authorizations stand. Zeros are left out.

    `label` is its name cut to the column, where that was done already.
    """
    counts = summary.counts
    return row(
        [
            (columns.name, line(summary.label if label is None else label)),
            (columns.critical, line(signs.CRITICAL if summary.critical else "")),
            (columns.owner, line(named(summary.owner), Tone.QUIET)),
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
