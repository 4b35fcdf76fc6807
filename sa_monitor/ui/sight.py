"""Which rows of a log are in sight: an event, and the line on which it stands."""

from collections.abc import Sequence
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from sa_monitor.model.event import Mark, Step
from sa_monitor.model.health import HealthRecord
from sa_monitor.ui.log_rows import Dress, Row, interleave
from sa_monitor.ui.stretch import Stretch


class View(Struct, frozen=True):
    """What is to be seen: rows from the top, and which of them the cursor is on; None where there is no event."""

    rows: tuple[Row, ...]
    cursor: int | None


class Span(NamedTuple):
    """A time, from the first instant to before the second; None is without an end."""

    since: int | None
    until: int | None


class Sight:
    """The view over the events that are loaded.

    While it follows, it begins at the newest. Else it hangs on the event under the cursor and on `line`, where that
    is to stand; the line may not be reached while events above it aren't loaded. `seen` is the newest event that was
    in sight.
    """

    def __init__(self, height: int) -> None:
        self.loaded = Stretch()
        self.height = max(1, height)
        self.following = True
        self.cursor: Mark | None = None
        self.line = 0
        self.seen: Mark | None = None
        self._dress = Dress()
        self._records: Sequence[HealthRecord] = ()
        self._rows: list[Row] | None = None
        self._places: list[int] = []

    # What is seen

    def view(self) -> View:
        """Give the rows to show."""
        rows = self.rows()
        if not rows:
            return View((), None)
        cursor = self.cursor_row() - self.top()
        return View(self._in_sight(), cursor if 0 <= cursor < self.height else None)

    def rows(self) -> list[Row]:
        """Give every row of what is loaded."""
        if self._rows is None:
            above, below = self.loaded.whole_above or self.following, self.loaded.whole_below
            dress = replace(self._dress, records=self._records)
            self._rows = interleave(self.loaded.steps, dress, whole_above=above, whole_below=below)
            self._places = [at for at, row in enumerate(self._rows) if isinstance(row, Step)]
        return self._rows

    def marks(self) -> list[Mark]:
        """Give the events in sight, from the top."""
        return [row.event.mark for row in self._in_sight() if isinstance(row, Step)]

    def extent(self) -> tuple[int, int] | None:
        """Give the instants of the newest and the oldest event in sight; None where nothing lies beyond them."""
        rows = self._in_sight()
        whole = (self.loaded.whole_above or self.following) and self.loaded.whole_below
        if whole and len(rows) == len(self.rows()):
            return None
        heard = [row.event.received_at for row in rows if isinstance(row, Step)]
        return (heard[0], heard[-1]) if heard else None

    def index(self) -> int:
        """Say which of the loaded events the cursor is on."""
        return 0 if self.cursor is None or self.following else self.loaded.index(self.cursor)

    def cursor_row(self) -> int:
        """Say which row the cursor is on."""
        self.rows()
        return self._places[self.index()] if self._places else 0

    def top(self) -> int:
        """Say which row is the first in sight."""
        return 0 if self.following else max(0, self.cursor_row() - self.line)

    @property
    def lacks_above(self) -> bool:
        """Whether it stands higher than it should, for want of what is above."""
        if self.following or self.loaded.whole_above or not self.loaded:
            return False
        return self.cursor_row() < self.line

    def _in_sight(self) -> tuple[Row, ...]:
        top = self.top()
        return tuple(self.rows()[top : top + self.height])

    # What changes it

    def renew(self) -> None:
        """Put the rows together anew: what is loaded has changed."""
        self._rows = None

    def dress(self, dress: Dress) -> None:
        """Set the gaps and the days between the events."""
        if dress != self._dress:
            self._dress = dress
            self.renew()

    def note(self, records: Sequence[HealthRecord]) -> None:
        """Set what became of webhooks between the events that are loaded, oldest first."""
        if records != self._records:
            self._records = records
            self.renew()

    @property
    def span(self) -> Span | None:
        """Give the time that is loaded; None where nothing is."""
        steps = self.loaded.steps
        if not steps:
            return None
        since = None if self.loaded.whole_below else steps[-1].event.received_at
        whole_above = self.loaded.whole_above or self.following
        return Span(since, None if whole_above else steps[0].event.received_at + 1)

    def resize(self, height: int) -> None:
        """Have another number of rows in sight."""
        self.height = max(1, height)
        self.line = min(self.line, self.height - 1)
        self.close_bottom()
        self.notice()

    def follow(self) -> None:
        """Begin at the newest event."""
        self.following = True
        self.line = 0
        self.renew()

    def pause(self) -> None:
        """Stop following; the rows in sight stay where they are."""
        if self.following and self.loaded:
            self.line = self.cursor_row() - self.top()
            self.cursor = self.seen = self.loaded.mark(0)
            self.following = False
            self.renew()

    def step_to(self, index: int) -> None:
        """Put the cursor on an event; the view moves only as far as it must."""
        top = self.top()
        self.cursor = self.loaded.mark(index)
        self.line = min(max(0, self.cursor_row() - top), self.height - 1)
        self.notice()

    def turn_to(self, index: int) -> None:
        """Put the cursor on an event; the view moves so that it stands on the line where it is."""
        self.cursor = self.loaded.mark(index)
        self.close_bottom()
        self.notice()

    def scroll_to(self, top: int) -> None:
        """Begin at a row; the cursor stays on its event while that is in sight."""
        near = [at for at, place in enumerate(self._places) if top <= place < top + self.height]
        if near:
            index = min(max(self.index(), near[0]), near[-1])
            self.cursor = self.loaded.mark(index)
            self.line = self._places[index] - top
        self.notice()

    def notice(self) -> None:
        """Remember the newest event that was in sight, and the line where the cursor really is."""
        if self.following:
            return
        if self.loaded.whole_above:
            self.line = min(self.line, self.cursor_row())
        newest = self.marks()[:1]
        self.seen = max((mark for mark in (self.seen, *newest) if mark), default=None)

    def close_bottom(self) -> None:
        """Leave no empty lines below the oldest event; only what the reader does may ask for this.

        Where too few events above are loaded, the line can't be reached before they are.
        """
        if not self.loaded.whole_below or self.following or not self.loaded:
            return
        below = len(self.rows()) - 1 - self.cursor_row()
        self.line = max(self.line, self.height - 1 - below)
        if self.loaded.whole_above:
            self.line = min(self.line, self.cursor_row())
