"""What of the log is in sight, and what has to be read next. No screen and no store in here.

The log may hold millions of events; a few screens of them are loaded around the cursor, page by page and by key, so
that every move costs the same at any size. The view hangs on an event and the line on which it stands: whatever
arrives above or below doesn't move it.
"""

from collections.abc import Sequence

from msgspec import Struct

from sa_monitor.model.event import Mark, Step
from sa_monitor.model.query import EVERYTHING, Query
from sa_monitor.ui.fetch import BEFORE_ALL, Aim, Fetch, just_above
from sa_monitor.ui.log_rows import Dress, Row, interleave
from sa_monitor.ui.stretch import Stretch


class View(Struct, frozen=True):
    """What is to be seen: rows from the top, and which of them the cursor is on; None where there is no event."""

    rows: tuple[Row, ...]
    cursor: int | None


class LogWindow:
    """The state of one log. Moves are told to it; then `need` says what to read, until there is nothing more."""

    def __init__(self, height: int = 1) -> None:
        self.query: Query = EVERYTHING
        self.following = True
        self.height = max(1, height)
        self._series = 0
        self._read = False
        self._loaded = Stretch()
        self._dress = Dress()
        self._cursor: Mark | None = None
        self._line = 0
        self._debt = 0
        self._aim: Aim | None = Aim.NEWEST
        self._stale = False
        self._seen: Mark | None = None
        self._rows: list[Row] | None = None
        self._places: list[int] = []

    # What is to be seen

    @property
    def empty(self) -> bool:
        """Whether it is known that no event matches."""
        return self._read and not self._loaded

    @property
    def cursor(self) -> Step | None:
        """The event under the cursor."""
        return self._loaded.steps[self._index()] if self._loaded else None

    @property
    def seen(self) -> Mark | None:
        """While paused: the newest event that was in sight; what is newer counts as new. None while following."""
        return None if self.following else self._seen

    @property
    def settled(self) -> bool:
        """Whether the view is complete; until then a screen keeps what it shows."""
        return self._aim is None and not self._lacks_above()

    def view(self) -> View:
        """Give the rows to show."""
        rows = self._all_rows()
        if not rows:
            return View((), None)
        top, cursor = self._top(), self._cursor_row()
        in_sight = top <= cursor < top + self.height
        return View(tuple(rows[top : top + self.height]), cursor - top if in_sight else None)

    # What happens

    def dress(self, dress: Dress) -> None:
        """Set the gaps and the days between the events."""
        if dress != self._dress:
            self._dress = dress
            self._rows = None

    def resize(self, height: int) -> None:
        """Tell how many rows are to be seen."""
        self.height = max(1, height)
        self._line = min(self._line, self.height - 1)
        self._close_bottom()
        self._notice()

    def ask(self, query: Query) -> None:
        """Look at the events of another query, from the newest."""
        self.query = query
        self._loaded = Stretch()
        self._read = False
        self.following = True
        self._leave(Aim.NEWEST)

    def changed(self) -> None:
        """Tell that the store has changed."""
        self._stale = True
        self._loaded.whole_above = False

    def newest(self) -> None:
        """Go to the newest event, and follow."""
        self.following = True
        self._line = self._debt = 0
        self._rows = None
        if self._aim is not None or not self._loaded.whole_above:
            self._leave(Aim.NEWEST)

    def oldest(self) -> None:
        """Go to the oldest event."""
        if not self._loaded:
            return
        self._pause()
        self._line = self.height - 1
        if self._aim is None and self._loaded.whole_below:
            self._cursor = self._loaded.mark(-1)
            self._close_bottom()
            self._notice()
        else:
            self._leave(Aim.OLDEST)

    def go(self, mark: Mark) -> None:
        """Go to an event that exists, loaded or not."""
        if self._loaded.holds(mark):
            self._pause()
            self._step_to(self._loaded.index(mark))
            return
        self._pause()
        self._cursor = mark
        self._line = self.height // 3
        self._leave(Aim.PLACE)

    def toggle(self) -> None:
        """Pause where the view is, or follow."""
        if self.following:
            self._pause()
        else:
            self.newest()

    def move(self, by: int) -> None:
        """Move the cursor by so many events, down if positive. Back at the newest it follows."""
        self._walk(by, pages=False)

    def page(self, by: int) -> None:
        """Turn so many pages, down if positive; the cursor stays on its line."""
        self._walk(by * max(1, self.height - 1), pages=True)

    def scroll(self, by: int) -> None:
        """Move the view by so many rows, down if positive; the cursor stays on its event while that is in sight."""
        top, bottom = self._top(), len(self._all_rows()) - self.height
        wanted = min(max(0, top + by), max(top, bottom))
        if not self._loaded or wanted == top:
            return
        self._pause()
        sight = [at for at, place in enumerate(self._places) if wanted <= place < wanted + self.height]
        if sight:
            index = min(max(self._index(), sight[0]), sight[-1])
            self._cursor = self._loaded.mark(index)
            self._line = self._places[index] - wanted
        if wanted == 0 and self._loaded.whole_above:
            self.newest()
        self._notice()

    def point(self, line: int) -> bool:
        """Put the cursor on the event of a line of the view; False where there is none."""
        rows = self.view().rows
        row = rows[line] if 0 <= line < len(rows) else None
        if not isinstance(row, Step):
            return False
        if row is not self.cursor:
            self._pause()
            self._cursor = row.event.mark
            self._line = line
        return True

    # What to read

    def need(self) -> Fetch | None:
        """Say which page to read next; None while nothing is missing."""
        if self._aim is not None:
            return self._wanted(self._aim)
        if not self._loaded:
            return self._fetch(Aim.NEWEST, limit=self.height + 1) if self._stale else None
        if self._debt < 0 or self._lacks_above():
            return self._fetch(Aim.NEWER, newer_than=self._loaded.mark(0))
        if self._stale and not self._debt:
            return self._again()
        if self._debt > 0 or self._short_below():
            return self._fetch(Aim.OLDER, older_than=self._loaded.mark(-1))
        return self._fetch(Aim.NEWER, newer_than=self._loaded.mark(0)) if self._short_above() else None

    def supply(self, fetch: Fetch, steps: Sequence[Step]) -> None:
        """Take what was read; what nobody wants any more is dropped."""
        if fetch.series != self._series:
            return
        self._rows = None
        self._take(fetch, steps, whole=len(steps) < fetch.limit)
        if not self._loaded:
            return
        moves_up, moves_down = fetch.aim is Aim.NEWER, fetch.aim is Aim.OLDER
        self._loaded.trim(self._index(), 2 * self._page, above=not moves_up, below=not moves_down)
        if self._debt:
            self._walk(self._debt, pages=True)
        self._notice()

    def _take(self, fetch: Fetch, steps: Sequence[Step], *, whole: bool) -> None:
        match fetch.aim:
            case Aim.NEWEST:
                self._take_newest(steps, whole=whole)
            case Aim.OLDEST | Aim.PLACE:
                self._take_elsewhere(fetch, steps, whole=whole)
            case Aim.OLDER:
                self._loaded.add_older(steps, whole=whole)
            case Aim.NEWER:
                self._loaded.add_newer(steps, whole=whole)
            case Aim.AGAIN if fetch.older_than is not None:
                self._stale = False
                self._loaded.renew_inside(steps, fetch.older_than, fetch.limit)
                if not self._loaded:
                    self.newest()
            case _:
                pass

    def _take_newest(self, steps: Sequence[Step], *, whole: bool) -> None:
        wanted = self._aim is not None or self.following or not self._loaded
        if not wanted and not whole and not self._loaded.touches(steps):
            return  # the reader has gone down meanwhile: what he reads stays
        if self._aim is not None:
            self._loaded = Stretch()
        self._loaded.renew_top(steps, whole=whole)
        self._aim, self._stale, self._read = None, False, True

    def _take_elsewhere(self, fetch: Fetch, steps: Sequence[Step], *, whole: bool) -> None:
        self._aim, self._stale = None, False
        if not steps:
            self.newest()
            return
        oldest = fetch.aim is Aim.OLDEST
        self._loaded.begin(steps, whole_above=oldest and whole, whole_below=oldest or whole)
        if oldest:
            self._cursor = self._loaded.mark(-1)
        self._close_bottom()

    def _wanted(self, aim: Aim) -> Fetch:
        if aim is Aim.OLDEST:
            return self._fetch(aim, newer_than=BEFORE_ALL)
        if aim is Aim.PLACE and self._cursor is not None:
            return self._fetch(aim, older_than=just_above(self._cursor))
        return self._fetch(Aim.NEWEST, limit=self.height + 1)

    def _again(self) -> Fetch:
        """Read what is in sight once more: a later delivery changes an event, and while following adds some."""
        if self.following:
            return self._fetch(Aim.NEWEST, limit=self.height + 1)
        sight = [row.event.mark for row in self.view().rows if isinstance(row, Step)] or [
            self._loaded.mark(self._index())
        ]
        return self._fetch(Aim.AGAIN, older_than=just_above(sight[0]), limit=len(sight))

    def _fetch(
        self, aim: Aim, *, older_than: Mark | None = None, newer_than: Mark | None = None, limit: int = 0
    ) -> Fetch:
        return Fetch(
            aim=aim,
            series=self._series,
            query=self.query,
            older_than=older_than,
            newer_than=newer_than,
            limit=limit or self._page,
        )

    @property
    def _page(self) -> int:
        """Events to read at once: the next page is there before it is turned."""
        return 2 * self.height + 20

    def _short_below(self) -> bool:
        """Tell whether the next page isn't there yet; so what is turned to is shown at once."""
        return not self._loaded.whole_below and len(self._loaded) - self._index() <= 2 * self.height

    def _short_above(self) -> bool:
        return not self.following and not self._loaded.whole_above and self._index() < self.height

    def _lacks_above(self) -> bool:
        """Tell whether the view would stand higher than it should for want of what is above."""
        if self.following or self._loaded.whole_above or not self._loaded:
            return False
        return self._cursor_row() < self._line

    # Moving

    def _leave(self, aim: Aim) -> None:
        self._series += 1
        self._aim = aim
        self._debt = 0
        self._rows = None

    def _pause(self) -> None:
        if self.following and self._loaded:
            self._line = self._cursor_row() - self._top()
            self._cursor = self._seen = self._loaded.mark(0)
            self.following = False
            self._rows = None

    def _walk(self, by: int, *, pages: bool) -> None:
        """Move the cursor as far as events are loaded; the rest is owed until they are."""
        if not self._loaded or not by or (self.following and by < 0):
            return
        to = self._index() + by
        inside = min(max(0, to), len(self._loaded) - 1)
        whole = self._loaded.whole_below if by > 0 else self._loaded.whole_above
        self._debt = 0 if whole else to - inside
        self._pause()
        if pages:
            self._cursor = self._loaded.mark(inside)
            self._close_bottom()
        else:
            self._step_to(inside)
        self._arrive()

    def _step_to(self, index: int) -> None:
        """Put the cursor on an event; the view moves only as far as it must."""
        top = self._top()
        self._cursor = self._loaded.mark(index)
        self._line = min(max(0, self._cursor_row() - top), self.height - 1)
        self._notice()

    def _arrive(self) -> None:
        """Follow where the newest event is reached, else remember what is in sight."""
        if self._index() == 0 and self._loaded.whole_above:
            self.newest()
        else:
            self._notice()

    def _notice(self) -> None:
        """Remember the newest event that was in sight, and the line where the cursor really is."""
        if self.following:
            return
        if self._loaded.whole_above:
            self._line = min(self._line, self._cursor_row())
        marks = (row.event.mark for row in self.view().rows if isinstance(row, Step))
        self._seen = max((mark for mark in (self._seen, next(marks, None)) if mark), default=None)

    def _close_bottom(self) -> None:
        """Leave no empty lines below the oldest event; only a move of the reader does this."""
        if not self._loaded.whole_below or self.following or not self._loaded:
            return
        lowest = max(0, len(self._all_rows()) - self.height)
        if self._top() > lowest:
            self._line = self._cursor_row() - lowest

    # Rows

    def _all_rows(self) -> list[Row]:
        if self._rows is None:
            above = self._loaded.whole_above or self.following
            self._rows = interleave(
                self._loaded.steps, self._dress, whole_above=above, whole_below=self._loaded.whole_below
            )
            self._places = [at for at, row in enumerate(self._rows) if isinstance(row, Step)]
        return self._rows

    def _index(self) -> int:
        """Say where the cursor is among the loaded events."""
        return 0 if self._cursor is None or self.following else self._loaded.index(self._cursor)

    def _cursor_row(self) -> int:
        self._all_rows()
        return self._places[self._index()] if self._places else 0

    def _top(self) -> int:
        return 0 if self.following else max(0, self._cursor_row() - self._line)
