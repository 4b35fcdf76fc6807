"""The upper half of the main screen: Service Apps, organizations, and scopes and sites, under one rule."""

from datetime import tzinfo

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.events import DescendantBlur, DescendantFocus

from sa_monitor.present.rules import ruled
from sa_monitor.present.tone import Span, Tone
from sa_monitor.ui.board import ALL, Board, app_rows, apps_heading, org_rows, orgs_heading
from sa_monitor.ui.layout import Layout
from sa_monitor.ui.scopes import Scopes
from sa_monitor.ui.selection import Selection
from sa_monitor.ui.widgets.divider import Divider
from sa_monitor.ui.widgets.lines_view import LinesView
from sa_monitor.ui.widgets.list_pane import ListPane
from sa_monitor.ui.widgets.tone_view import ToneView

_JOINT = (Span("┬", Tone.QUIET),)


class Panes(Vertical):
    """Shows a board. What the reader does in it comes up as the messages of its lists, `#apps` and `#orgs`."""

    def __init__(self) -> None:
        super().__init__()
        self._board: Board | None = None
        self._scopes = Scopes()
        self._layout: Layout | None = None

    def compose(self) -> ComposeResult:
        """Set the panes side by side under their rule."""
        yield ToneView(id="panes-rule")
        with Horizontal(id="panes"):
            yield ListPane(id="apps")
            yield Divider()
            yield ListPane(id="orgs")
            yield Divider(id="scopes-border")
            yield LinesView(id="scopes")

    def divide(self, layout: Layout) -> None:
        """Give each pane its cells."""
        self._layout = layout
        self.query_one("#panes").styles.height = layout.panes
        for name, cells in (("#apps", layout.apps), ("#orgs", layout.orgs), ("#scopes", layout.scopes)):
            pane = self.query_one(name)
            pane.display = cells > 0
            if cells:
                pane.styles.width = cells
        self.query_one("#scopes-border").display = layout.scopes > 0
        self._rule()

    def show_board(self, board: Board, chosen: Selection, now: int, zone: tzinfo) -> str | None:
        """Show the Service Apps and the organizations; gives the organization that its cursor is on."""
        self._board = board
        if self._layout is None:
            return None
        self.query_one("#apps", ListPane).fill(app_rows(board, self._layout.apps), chosen.app_id or ALL)
        orgs = self.query_one("#orgs", ListPane)
        rows = org_rows(board, self._layout.orgs, now, zone)
        unmoved = rows[0][0] if rows and not orgs.has_focus else None
        orgs.fill(rows, chosen.org_id or unmoved)
        self._rule()
        return orgs.key

    def show_scopes(self, scopes: Scopes, now: int, zone: tzinfo) -> None:
        """Show what the organization under the cursor has authorized."""
        same = (
            scopes.org is not None
            and self._scopes.org is not None
            and scopes.org.org_id == self._scopes.org.org_id
        )
        self._scopes = scopes
        if self._layout is not None and self._layout.scopes:
            lines = scopes.lines(self._layout.scopes, now, zone)
            self.query_one("#scopes", LinesView).fill(lines, from_top=not same)
        self._rule()

    def on_descendant_focus(self, _event: DescendantFocus) -> None:
        """Show which pane has the focus."""
        self._rule()

    def on_descendant_blur(self, _event: DescendantBlur) -> None:
        """Show that none has it."""
        self._rule()

    def _rule(self) -> None:
        layout, board = self._layout, self._board
        if layout is None or board is None:
            return
        apps, orgs = self.query_one("#apps", ListPane), self.query_one("#orgs", ListPane)
        line = [*ruled(apps_heading(board, layout.apps, focused=apps.has_focus), layout.apps), *_JOINT]
        heading = orgs_heading(board, orgs.place, overflows=orgs.overflows, focused=orgs.has_focus)
        line += ruled(heading, layout.orgs)
        if layout.scopes:
            focused = self.query_one("#scopes").has_focus
            line += [*_JOINT, *ruled(self._scopes.heading(layout.scopes, focused=focused), layout.scopes)]
        self.query_one("#panes-rule", ToneView).show([tuple(line)])
