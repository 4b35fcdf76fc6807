"""What of a log is in sight, and what has to be read next. No screen and no store in here.

The log may hold millions of events; a few screens of them are loaded around the cursor, page by page and by key, so
that every move costs the same at any size. The view hangs on an event and the line on which it stands: whatever
arrives above or below doesn't move it.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sa_monitor.model.event import Mark, Step
from sa_monitor.model.health import HealthRecord
from sa_monitor.model.query import EVERYTHING, Query
from sa_monitor.ui.fetch import BEFORE_ALL, Aim, Fetch, just_above
from sa_monitor.ui.log_rows import Dress
from sa_monitor.ui.sight import Sight, Span, View
from sa_monitor.ui.stretch import Stretch

if TYPE_CHECKING:
    from sa_monitor.present.search_words import Searching


class LogWindow:
    """The state of one log. Moves are told to it; then `need` says what to read, until there is nothing more.

    `searching` is how far a reading came that takes long; None while none does.
    """

    def __init__(self, height: int = 1) -> None:
        self.query: Query = EVERYTHING
        self._sight = Sight(height)
        self._series = 0
        self._read = False
        self._debt = 0
        self._aim: Aim | None = Aim.NEWEST
        self._stale = False
        self._noted: Span | None = None
        self.searching: Searching | None = None

    # What is to be seen

    @property
    def following(self) -> bool:
        """Whether it stays at the newest event."""
        return self._sight.following

    @property
    def unanswered(self) -> bool:
        """Whether nothing is known yet of what is asked, and that takes long."""
        return self.searching is not None and not self._read

    @property
    def empty(self) -> bool:
        """Whether it is known that no event matches."""
        return self._read and not self._loaded

    @property
    def cursor(self) -> Step | None:
        """The event under the cursor."""
        return self._loaded.steps[self._sight.index()] if self._loaded else None

    @property
    def seen(self) -> Mark | None:
        """While paused: the newest event that was in sight; what is newer counts as new. None while following."""
        return None if self.following else self._sight.seen

    @property
    def settled(self) -> bool:
        """Whether the view is complete; until then a screen keeps what it shows."""
        return self._aim is None and not self._sight.lacks_above

    def view(self) -> View:
        """Give the rows to show."""
        return self._sight.view()

    @property
    def in_sight(self) -> tuple[int, int] | None:
        """The instants of the newest and the oldest event to be seen; None where nothing lies beyond them."""
        return self._sight.extent()

    # What happens

    def dress(self, dress: Dress) -> None:
        """Set the gaps and the days between the events."""
        self._sight.dress(dress)

    def resize(self, height: int) -> None:
        """Tell how many rows are to be seen."""
        self._sight.resize(height)

    def ask(self, query: Query) -> None:
        """Look at the events of another query, from the newest."""
        self.query = query
        self._sight.loaded = Stretch()
        self._sight.follow()
        self._read = False
        self._leave(Aim.NEWEST)

    def changed(self) -> None:
        """Tell that the store has changed."""
        self._stale = True
        self._noted = None
        self._loaded.whole_above = False

    def newest(self) -> None:
        """Go to the newest event, and follow."""
        self._debt = 0
        self._sight.follow()
        if self._aim is not None or not self._loaded.whole_above:
            self._leave(Aim.NEWEST)

    def oldest(self) -> None:
        """Go to the oldest event."""
        if not self._loaded:
            return
        self._sight.pause()
        self._sight.line = self._sight.height - 1
        if self._aim is None and self._loaded.whole_below:
            self._sight.turn_to(len(self._loaded) - 1)
        else:
            self._leave(Aim.OLDEST)

    def go(self, mark: Mark) -> None:
        """Go to an event that exists, loaded or not."""
        self._sight.pause()
        if self._loaded.holds(mark):
            self._sight.step_to(self._loaded.index(mark))
            return
        self._sight.cursor = mark
        self._sight.line = self._sight.height // 3
        self._leave(Aim.PLACE)

    def toggle(self) -> None:
        """Pause where the view is, or follow."""
        if self.following:
            self._sight.pause()
        else:
            self.newest()

    def move(self, by: int) -> None:
        """Move the cursor by so many events, down if positive. Back at the newest it follows."""
        self._walk(by, pages=False)

    def page(self, by: int) -> None:
        """Turn so many pages, down if positive; the cursor stays on its line."""
        self._walk(by * max(1, self._sight.height - 1), pages=True)

    def scroll(self, by: int) -> None:
        """Move the view by so many rows, down if positive; the cursor stays on its event while that is in sight."""
        top, lowest = self._sight.top(), len(self._sight.rows()) - self._sight.height
        wanted = min(max(0, top + by), max(top, lowest))
        if not self._loaded or wanted == top:
            return
        self._sight.pause()
        self._sight.rows()
        self._sight.scroll_to(wanted)
        if wanted == 0 and self._loaded.whole_above:
            self.newest()

    def point(self, line: int) -> bool:
        """Put the cursor on the event of a line of the view; False where there is none."""
        rows = self.view().rows
        row = rows[line] if 0 <= line < len(rows) else None
        if not isinstance(row, Step):
            return False
        if row is not self.cursor:
            self._sight.pause()
            self._sight.cursor = row.event.mark
            self._sight.line = line
        return True

    def _walk(self, by: int, *, pages: bool) -> None:
        """Move the cursor as far as events are loaded; the rest is owed until they are."""
        if not self._loaded or not by or (self.following and by < 0):
            return
        to = self._sight.index() + by
        inside = min(max(0, to), len(self._loaded) - 1)
        whole = self._loaded.whole_below if by > 0 else self._loaded.whole_above
        self._debt = 0 if whole else to - inside
        self._sight.pause()
        if pages:
            self._sight.turn_to(inside)
        else:
            self._sight.step_to(inside)
        if self._sight.index() == 0 and self._loaded.whole_above:
            self.newest()

    def _leave(self, aim: Aim) -> None:
        """Go where nothing is loaded yet; pages that are being read are wanted no more."""
        self._series += 1
        self._aim = aim
        self._debt = 0
        self._sight.renew()

    # What to read

    def need(self) -> Fetch | None:
        """Say which page to read next; None while nothing is missing."""
        if self._aim is not None:
            return self._wanted(self._aim)
        if not self._loaded:
            return self._newest() if self._stale else None
        if self._debt < 0 or self._sight.lacks_above:
            return self._fetch(Aim.NEWER, newer_than=self._loaded.mark(0))
        if self._stale and not self._debt:
            return self._again()
        if self._debt > 0 or self._short_below():
            return self._fetch(Aim.OLDER, older_than=self._loaded.mark(-1))
        return self._fetch(Aim.NEWER, newer_than=self._loaded.mark(0)) if self._short_above() else None

    @property
    def unnoted(self) -> Span | None:
        """The time of which it has to be read what became of webhooks; None while that is known."""
        span = self._sight.span
        return None if span == self._noted else span

    def note(self, span: Span, records: Sequence[HealthRecord]) -> None:
        """Take what became of webhooks in that time, oldest first."""
        self._noted = span
        self._sight.note(records)

    def wants(self, fetch: Fetch) -> bool:
        """Tell whether the page is still wanted: not once the reader has gone elsewhere."""
        return fetch.series == self._series

    def supply(self, fetch: Fetch, steps: Sequence[Step]) -> None:
        """Take what was read; what nobody wants any more is dropped."""
        if not self.wants(fetch):
            return
        self._take(fetch, steps, whole=len(steps) < fetch.limit)
        self._sight.renew()
        if not self._loaded:
            return
        up, down = fetch.aim is Aim.NEWER, fetch.aim is Aim.OLDER
        self._loaded.trim(self._sight.index(), 2 * self._page, above=not up, below=not down)
        if self._debt:
            self._walk(self._debt, pages=True)
        self._sight.notice()

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
            self._sight.loaded = Stretch()
        self._loaded.renew_top(steps, whole=whole)
        self._aim, self._stale, self._read = None, False, True

    def _take_elsewhere(self, fetch: Fetch, steps: Sequence[Step], *, whole: bool) -> None:
        self._aim, self._stale = None, False
        if not steps:
            self.newest()
            return
        oldest = fetch.aim is Aim.OLDEST
        self._loaded.begin(steps, whole_above=oldest and whole, whole_below=oldest or whole)
        self._sight.renew()
        if oldest:
            self._sight.cursor = self._loaded.mark(-1)
        self._sight.close_bottom()

    def _wanted(self, aim: Aim) -> Fetch:
        if aim is Aim.OLDEST:
            return self._fetch(aim, newer_than=BEFORE_ALL)
        if aim is Aim.PLACE and self._sight.cursor is not None:
            return self._fetch(aim, older_than=just_above(self._sight.cursor))
        return self._newest()

    def _newest(self) -> Fetch:
        return self._fetch(Aim.NEWEST, limit=self._sight.height + 1)

    def _again(self) -> Fetch:
        """Read what is in sight once more: a later delivery changes an event, and while following adds some."""
        if self.following:
            return self._newest()
        sight = self._sight.marks() or [self._loaded.mark(self._sight.index())]
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
    def _loaded(self) -> Stretch:
        return self._sight.loaded

    @property
    def _page(self) -> int:
        """Events to read at once: the next page is there before it is turned."""
        return 2 * self._sight.height + 20

    def _short_below(self) -> bool:
        """Tell whether the next page isn't there yet; so what is turned to is shown at once."""
        return (
            not self._loaded.whole_below and len(self._loaded) - self._sight.index() <= 2 * self._sight.height
        )

    def _short_above(self) -> bool:
        return not (self.following or self._loaded.whole_above) and self._sight.index() < self._sight.height
