"""One log that is being read: its window, what it needs, and the counts that its rule tells."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from sa_monitor.model.event import Mark, Step
from sa_monitor.model.query import EVERYTHING, Query
from sa_monitor.monitor.history import History
from sa_monitor.ui.history_spread import SpreadReader
from sa_monitor.ui.log_reader import LogReader
from sa_monitor.ui.log_window import LogWindow
from sa_monitor.ui.lookup import Lookup
from sa_monitor.ui.tally import Question, Tally, TallyReader

if TYPE_CHECKING:
    from sa_monitor.present.loss_strip import Ladder


class LogFeed:
    """Keeps a window and its counts up to date while it runs. `read` and `counted` are called when either is new.

    `ladder` is where in history the events of its query are; None while that isn't known.
    """

    def __init__(
        self,
        history: History,
        clock: Callable[[], int],
        *,
        read: Callable[[], None],
        counted: Callable[[], None],
    ) -> None:
        self.window = LogWindow()
        self.tally = Tally()
        self.ladder: Ladder | None = None
        self._typed = EVERYTHING
        self._read = read
        self._counted = counted
        self._lookup = Lookup(history)
        self._reader = LogReader(history, self.window, self._supplied)
        self._counter = TallyReader(history, self._question, self._tallied)
        self._spreader = SpreadReader(history, lambda: self.window.query, clock, self._spread)

    async def run(self) -> None:
        """Read and count until cancelled."""
        self._reader.wake()
        self._spreader.wake()
        async with asyncio.TaskGroup() as readers:
            readers.create_task(self._reader.run())
            readers.create_task(self._counter.run())
            readers.create_task(self._spreader.run())

    def ask(self, query: Query, *, typed: Query) -> None:
        """Look at the events of another query; `typed` is the part of it that the reader wrote."""
        self._typed = typed
        self.tally = Tally()
        self.ladder = None
        self.window.ask(query)
        self._spreader.ask()
        self.moved()

    def changed(self) -> None:
        """Tell that the store has changed."""
        self.window.changed()
        self._spreader.wake()
        self.moved()

    def moved(self) -> None:
        """Tell that the reader has gone somewhere."""
        self._reader.wake()
        self._counter.wake()

    def go(self, mark: Mark) -> None:
        """Put the cursor on an event."""
        self.window.go(mark)
        self.moved()

    async def neighbour(self, query: Query, *, older: bool) -> Step | None:
        """Give the next event of a query from the cursor on; None where there is none."""
        here = self.window.cursor
        return here and await self._lookup.neighbour(query, here.event.mark, older=older)

    def _supplied(self) -> None:
        self._read()
        self._counter.wake()

    def _question(self) -> Question:
        return Question(self.window.query, self.window.seen, bool(self._typed))

    def _tallied(self, tally: Tally) -> None:
        self.tally = tally
        self._counted()

    def _spread(self, ladder: "Ladder") -> None:
        self.ladder = ladder
        self._counted()
