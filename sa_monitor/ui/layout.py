"""How the main screen is divided at a size: what gives way first when there is little room."""

from msgspec import Struct

LEAST = (80, 24)
"""Cells and lines below which the screen says that it is too small."""

_MEDIUM, _WIDE = 110, 160
_PANES = ((30, 6), (45, 9))
_PANES_MOST = 14


class Layout(Struct, frozen=True):
    """Cells of the panes (0: not shown), rows of the panes, and what stands in the lower half.

    Between two panes is one cell for a border. `details` are the cells of the details beside the log, which begin
    under the scopes.
    """

    cells: int
    lines: int
    apps: int
    orgs: int
    scopes: int
    panes: int
    heading: bool
    details: int

    @property
    def log(self) -> int:
        """Cells of the log."""
        return self.cells - self.details - bool(self.details)

    @property
    def rows(self) -> int:
        """Rows of the log: what the status line, two rules, the panes, the heading and the keys leave."""
        return self.lines - self.panes - 4 - self.heading

    @property
    def borders(self) -> list[int]:
        """The cells of the borders between the panes, from the left."""
        first = self.apps
        return [first, first + 1 + self.orgs] if self.scopes else [first]

    @property
    def too_small(self) -> bool:
        """Whether nothing can be shown well."""
        return self.cells < LEAST[0] or self.lines < LEAST[1]


def layout_of(cells: int, lines: int) -> Layout:
    """Divide a screen of so many cells and lines."""
    panes = next((rows for below, rows in _PANES if lines < below), _PANES_MOST)
    apps, scopes = _widths(cells)
    return Layout(
        cells=cells,
        lines=lines,
        apps=apps,
        orgs=cells - apps - 1 - scopes - bool(scopes),
        scopes=scopes,
        panes=panes,
        heading=cells >= _MEDIUM and lines >= _PANES[0][0],
        details=scopes if cells >= _WIDE else 0,
    )


def _widths(cells: int) -> tuple[int, int]:
    """Give the cells of the Service Apps and of the scopes; the organizations have the rest."""
    if cells < _MEDIUM:
        return 34 + (cells - 80) // 3, 0
    if cells < _WIDE:
        return 44 + (cells - 120) // 5, 31 + (cells - 120) // 3
    return cells * 26 // 100, cells * 75 // 200
