"""The upper half of the main screen: two lists, and scopes and sites, under one rule."""

from datetime import tzinfo

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.events import DescendantBlur, DescendantFocus

from sa_monitor.present.rules import Heading, ruled
from sa_monitor.present.things import Thing
from sa_monitor.present.tone import Span, Tone
from sa_monitor.ui.board import (
    ALL,
    Board,
    Place,
    member_heading,
    member_rows,
    summary_heading,
    summary_rows,
)
from sa_monitor.ui.layout import Layout
from sa_monitor.ui.scopes import Scopes
from sa_monitor.ui.selection import Selection
from sa_monitor.ui.widgets.divider import Divider
from sa_monitor.ui.widgets.lines_view import LinesView
from sa_monitor.ui.widgets.list_pane import ListPane
from sa_monitor.ui.widgets.tone_view import ToneView

_JOINT = (Span("┬", Tone.QUIET),)
_LISTS = {Thing.APP: "apps", Thing.ORG: "orgs"}


class Panes(Vertical):
    """Shows a board. What the reader does in it comes up as the messages of its lists, `#apps` and `#orgs`.

    Which of the lists comes first is as the board says.
    """

    def __init__(self) -> None:
        super().__init__()
        self._board: Board | None = None
        self._outer = Thing.APP
        self._scopes = Scopes()
        self._layout: Layout | None = None

    def compose(self) -> ComposeResult:
        """Set the panes side by side under their rule."""
        yield ToneView(id="panes-rule")
        with Horizontal(id="panes"):
            yield ListPane(id="apps")
            yield Divider(id="first-border")
            yield ListPane(id="orgs")
            yield Divider(id="scopes-border")
            yield LinesView(id="scopes")

    def divide(self, layout: Layout) -> None:
        """Give each pane its cells."""
        self._layout = layout
        self.set_class(not layout.upper, "-away")
        self.query_one("#panes").styles.height = layout.panes
        self._widen()
        self._rule()

    @property
    def first(self) -> ListPane:
        """The list that narrows the other."""
        return self.query_one(f"#{_LISTS[self._outer]}", ListPane)

    @property
    def second(self) -> ListPane:
        """The list that is narrowed."""
        return self.query_one(f"#{_LISTS[self._outer.other]}", ListPane)

    @property
    def scopes(self) -> LinesView:
        """What stands between what both have under their cursors."""
        return self.query_one("#scopes", LinesView)

    def _widen(self) -> None:
        layout = self._layout
        if layout is None:
            return
        for pane, cells in (
            (self.first, layout.first),
            (self.second, layout.second),
            (self.scopes, layout.third),
        ):
            pane.display = cells > 0 and layout.alone in (None, pane.id)
            if cells:
                pane.styles.width = cells
        self.query_one("#first-border").display = layout.alone is None
        self.query_one("#scopes-border").display = layout.alone is None and layout.third > 0

    def show_board(self, board: Board, chosen: Selection, now: int, zone: tzinfo) -> None:
        """Show both lists, each with its cursor on what is selected."""
        self._board = board
        if self._layout is None:
            return
        if board.outer is not self._outer:
            self._swap(board.outer)
        self.first.fill(summary_rows(board, self._layout.first), chosen.chosen(board.outer) or ALL)
        second = self.second
        rows = member_rows(board, self._layout.second, now, zone)
        unmoved = rows.keys[0] if rows.keys and not second.has_focus else None
        second.fill(rows, chosen.chosen(board.outer.other) or unmoved)
        self._rule()

    def _swap(self, outer: Thing) -> None:
        """Set the other list first."""
        self._outer = outer
        panes = self.query_one("#panes")
        panes.move_child(self.first, before=0)
        panes.move_child(self.second, after=self.query_one("#first-border"))
        self._widen()

    def show_scopes(self, scopes: Scopes, now: int, zone: tzinfo) -> None:
        """Show what the organization under the cursor has authorized."""
        same = scopes.key is not None and scopes.key == self._scopes.key
        self._scopes = scopes
        if self._layout is not None and self._layout.third:
            self.scopes.fill(scopes.lines(self._layout.third, now, zone), from_top=not same)
        self._rule()

    def on_descendant_focus(self, _event: DescendantFocus) -> None:
        """Show which pane has the focus."""
        self._rule()

    def on_descendant_blur(self, _event: DescendantBlur) -> None:
        """Show that none has it."""
        self._rule()

    def _rule(self) -> None:
        layout, board = self._layout, self._board
        if layout is None or board is None or not layout.upper:
            return
        drawn: list[Span] = []
        for pane, cells, heading in self._headings(layout, board):
            if pane.display:
                drawn += [*(_JOINT if drawn else ()), *ruled(heading, cells)]
        self.query_one("#panes-rule", ToneView).show([tuple(drawn)])

    def _headings(self, layout: Layout, board: Board) -> list[tuple[ToneView, int, Heading]]:
        first, second, scopes = self.first, self.second, self.scopes
        return [
            (
                first,
                layout.first,
                summary_heading(board, layout.first, _place(first, layout), focused=first.has_focus),
            ),
            (
                second,
                layout.second,
                member_heading(board, layout.second, _place(second, layout), focused=second.has_focus),
            ),
            (scopes, layout.third, self._scopes.heading(layout.third, focused=scopes.has_focus)),
        ]


def _place(pane: ListPane, layout: Layout) -> Place:
    return Place(pane.at + 1 if pane.count else 0, pane.count, pane.count > layout.panes)
