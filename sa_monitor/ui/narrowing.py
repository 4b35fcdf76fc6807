"""What the reader has narrowed to, and what that leaves of the standings."""

from collections.abc import Sequence

from sa_monitor.model.authorization import Authorization
from sa_monitor.model.query import Query
from sa_monitor.present.labels import NOTHING_KNOWN, Naming
from sa_monitor.present.things import Thing
from sa_monitor.ui.board import Board, board_of
from sa_monitor.ui.only_this import value_for
from sa_monitor.ui.scopes import Scopes
from sa_monitor.ui.selection import Selection

_STEPS = 20
"""Queries that can be undone one by one."""


class Narrowing:
    """Holds the selection, the standings, and the board that both make; the board is put together when asked for.

    Each query that is written over another remembers what was before, so that each step can be undone.
    """

    def __init__(self) -> None:
        self.chosen = Selection()
        self.naming: Naming = NOTHING_KNOWN
        self._everything: Sequence[Authorization] = ()
        self._matching: Sequence[Authorization] | None = None
        self._board: Board | None = None
        self._before: list[Selection] = []

    @property
    def board(self) -> Board:
        """What the panes show."""
        if self._board is None:
            left = self._everything if self._matching is None else self._matching
            self._board = board_of(self._everything, left, self.chosen, self.naming)
        return self._board

    def know(self, everything: Sequence[Authorization]) -> None:
        """Take the standings as they are now."""
        if everything is not self._everything and everything != self._everything:
            self._everything = everything
            self.naming = Naming(everything, self.naming)
            self._board = None

    def match(self, query: Query, matching: Sequence[Authorization]) -> None:
        """Take the standings that a query leaves; what answers another query is dropped."""
        if query == self.chosen.query:
            self._matching = matching
            self._board = None

    def choose(self, chosen: Selection) -> bool:
        """Narrow to something else; tells whether it is something else."""
        if chosen == self.chosen:
            return False
        self.chosen = chosen
        if not chosen.query:
            self._matching = None  # without a query they are known
        self._board = None
        return True

    def remember(self, before: Selection) -> None:
        """Remember what a query was written over, so that one step back leads there."""
        if before != self.chosen:
            self._before = [*self._before, before][-_STEPS:]

    def back(self) -> Selection:
        """Give what undoes one step: a selection, or the query that was written last."""
        chosen = self.chosen.back()
        if chosen.query or not self.chosen.query:
            return chosen
        return self._before.pop() if self._before else chosen

    def value(self, thing: Thing, key: str) -> str:
        """Give what a query calls a Service App or an organization."""
        names = {thing.id_of(own): thing.name_of(own) for own in self._everything}
        return value_for(key, names)

    def scopes(self, key: str | None) -> Scopes:
        """Give what the third pane is about, where the cursor of the second is on `key`."""
        board = self.board
        member = next((member for member in board.members if member.key == key), None)
        return Scopes(member, board.selected.key is not None, board.outer, None, self.naming)

    def label(self, thing: Thing) -> str:
        """Give what the selected Service App or organization is called; nothing where none is."""
        return self.board.label(thing, self.chosen.chosen(thing))
