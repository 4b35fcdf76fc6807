"""How the main screen is divided at a size: what gives way first when there is little room."""

from msgspec import Struct

LEAST = (80, 24)
"""Cells and lines below which the screen says that it is too small."""

_MEDIUM, _WIDE = 110, 160
_PANES = ((30, 6), (45, 9))
_PANES_MOST = 14

LOG, DETAILS = "log", "details"
UPPER = ("apps", "orgs", "scopes")
"""The names of the panes of the lower half, and of those of the upper half."""


class Layout(Struct, frozen=True):
    """Cells of the panes (0: not shown), rows of the panes, and what stands in the lower half.

    Between two panes is one cell for a border. `details` are the cells of the details beside the log, which begin
    under the third pane. `alone` names the pane that has all the room; None where all are shown.
    """

    cells: int
    lines: int
    first: int
    second: int
    third: int
    panes: int
    heading: bool
    details: int
    alone: str | None = None

    @property
    def upper(self) -> bool:
        """Whether the upper half is shown."""
        return self.alone is None or self.alone in UPPER

    @property
    def lower(self) -> bool:
        """Whether the lower half is shown."""
        return self.alone is None or not self.upper

    @property
    def log(self) -> int:
        """Cells of the log."""
        return self.cells - self.details - bool(self.details) if self.alone in (None, LOG) else 0

    @property
    def rows(self) -> int:
        """Rows of the log: what the status line, the rules, the panes, the heading and the keys leave."""
        if not self.lower:
            return 0
        return self.lines - 3 - (self.panes + 1 if self.upper else 0) - self.heading

    @property
    def borders(self) -> list[int]:
        """The cells of the borders between the panes, from the left."""
        if self.alone is not None:
            return []
        return [self.first, self.first + 1 + self.second] if self.third else [self.first]

    @property
    def too_small(self) -> bool:
        """Whether nothing can be shown well."""
        return self.cells < LEAST[0] or self.lines < LEAST[1]


def layout_of(cells: int, lines: int, alone: str | None = None) -> Layout:
    """Divide a screen of so many cells and lines, or give one pane all of it."""
    if alone is not None:
        return _alone(cells, lines, alone)
    panes = next((rows for below, rows in _PANES if lines < below), _PANES_MOST)
    first, third = _widths(cells)
    return Layout(
        cells=cells,
        lines=lines,
        first=first,
        second=cells - first - 1 - third - bool(third),
        third=third,
        panes=panes,
        heading=_has_heading(cells, lines),
        details=third if cells >= _WIDE else 0,
    )


def _alone(cells: int, lines: int, alone: str) -> Layout:
    return Layout(
        cells=cells,
        lines=lines,
        first=cells,
        second=cells,
        third=cells,
        panes=lines - 3,
        heading=alone == LOG and _has_heading(cells, lines),
        details=cells if alone == DETAILS else 0,
        alone=alone,
    )


def _has_heading(cells: int, lines: int) -> bool:
    return cells >= _MEDIUM and lines >= _PANES[0][0]


def _widths(cells: int) -> tuple[int, int]:
    """Give the cells of the first and of the third pane; the second has the rest."""
    if cells < _MEDIUM:
        return 34 + (cells - 80) // 3, 0
    if cells < _WIDE:
        return 44 + (cells - 120) // 5, 31 + (cells - 120) // 3
    return cells * 26 // 100, cells * 75 // 200
