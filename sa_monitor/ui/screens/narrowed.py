"""A page with a log and panes above it, which a query and what is selected in the panes narrow."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from sa_monitor.model.moments import Clock
from sa_monitor.model.query import asks_for_new, parse_query
from sa_monitor.monitor.history import History
from sa_monitor.present.things import Thing
from sa_monitor.settings.past_queries import PastQueries
from sa_monitor.ui.board import ALL
from sa_monitor.ui.completion import known_reporters, known_values
from sa_monitor.ui.narrowing import Narrowing
from sa_monitor.ui.only_this import only
from sa_monitor.ui.pair import Pair
from sa_monitor.ui.scopes import Scopes
from sa_monitor.ui.screens.field_page import FieldPage
from sa_monitor.ui.screens.log_page import LogPage
from sa_monitor.ui.selection import Selection
from sa_monitor.ui.widgets.list_pane import ListPane
from sa_monitor.ui.widgets.panes import Panes

if TYPE_CHECKING:
    from sa_monitor.model.alert import Alert
    from sa_monitor.present.copies import Copy
    from sa_monitor.ui.widgets.query_bar import QueryBar

_QUERY_KEYS = (("enter", "ask"), ("tab", "complete"), ("↑", "asked before"), ("esc", "back to what was"))
_PANES = ("apps", "orgs", "scopes")
_LISTED = {"apps": Thing.APP, "orgs": Thing.ORG}


def listed(pane: ListPane) -> Thing:
    """Give what a pane lists."""
    return _LISTED[pane.id or ""]


class NarrowedPage(LogPage, FieldPage):
    """Narrows, and undoes it step by step. What the page shows then is told by `show`."""

    def __init__(self, history: History, past: PastQueries, clock: Callable[[], int]) -> None:
        super().__init__(history, clock)
        self.narrowing = Narrowing()
        self._scopes = Scopes()
        self._past = past

    @property
    def panes(self) -> Panes:
        """The panes above the log."""
        return self.query_one(Panes)

    def show(self) -> None:
        """Show everything that is known."""

    # Narrowing

    def narrow(self, chosen: Selection) -> None:
        """Narrow the panes and the log to something else."""
        before = self.narrowing.chosen
        if not self.narrowing.choose(chosen):
            return
        if chosen.narrowed != before.narrowed:
            self._feed.ask(chosen.narrowed, typed=chosen.query)
        if chosen.query != before.query:
            self.read_matching()
        self.show()

    def read_matching(self) -> None:
        """Read the standings that a query leaves; without one they are known."""
        if self.narrowing.chosen.query:
            self.do_latest("matching", self._match)

    async def _match(self) -> None:
        query = self.narrowing.chosen.query
        matching = await self._lookup.matching(query)
        if matching is not None:
            self.narrowing.match(query, matching)
            self.show()

    def on_list_pane_moved(self, message: ListPane.Moved) -> None:
        """Narrow to the row under the cursor."""
        key = None if message.key == ALL else message.key
        self.narrow(self.narrowing.chosen.choose(_LISTED[message.pane.id or ""], key))

    def action_swap(self) -> None:
        """List the organizations first, or the Service Apps."""
        self.narrow(self.narrowing.chosen.swapped())

    # Copying

    async def copies(self) -> "Sequence[Copy]":
        """Give the forms of what the cursor of the focused pane is on."""
        from sa_monitor.present.copies import event_copies, thing_copies

        focused = self.focused
        if isinstance(focused, ListPane):
            if focused.key is None or focused.key == ALL:
                return []
            thing = _LISTED[focused.id or ""]
            asked = self._asked(self.narrowing.chosen.choose(thing, focused.key))
            return thing_copies(thing, focused.key, self.facts.authorizations, asked)
        details, cursor = self.area.details, self._feed.window.cursor
        beside = details is not None and focused is details
        step = details.step if details is not None and beside else cursor
        if step is None or (focused is not self.area.events and not beside):
            return await super().copies()
        deliveries = await self._lookup.deliveries(step.event.id) or ()
        forms = event_copies(step, deliveries, self._asked(self.narrowing.chosen))
        return [*await super().copies(), *forms] if beside else forms

    def _asked(self, chosen: Selection) -> str:
        """Give a query with what is selected, as it can be typed."""
        keys = {thing: key for thing in Thing if (key := chosen.chosen(thing)) is not None}
        values = {thing: self.narrowing.value(thing, key) for thing, key in keys.items()}
        return only(chosen.query.text, values) if values else chosen.query.text

    def action_export(self) -> None:
        """Ask for a file to write what is shown to."""
        self.post_message(self.ExportWanted(self.narrowing.chosen.narrowed, self.asked))

    @property
    def asked(self) -> str:
        """The query with what is selected, as it can be typed."""
        return self._asked(self.narrowing.chosen)

    # What is in hand

    @property
    def pair_in_hand(self) -> Pair:
        """What is selected; in a pane, and where nothing is selected, what the cursor is on."""
        chosen = self.narrowing.chosen
        picked = {thing: key for thing in Thing if (key := chosen.chosen(thing)) is not None}
        return self._named(self._this() if self._in_pane or not picked else picked)

    def _named(self, keys: dict[Thing, str]) -> Pair:
        named = {}
        for thing, key in keys.items():
            names = (thing.name_of(own) for own in self.facts.authorizations if thing.id_of(own) == key)
            named[thing] = (key, next(names, None))
        return Pair(named.get(Thing.APP), named.get(Thing.ORG))

    @property
    def alert_in_hand(self) -> "Alert | None":
        """The open alert of what the cursor is on: of a pair or an app in a pane, of an event in the log."""
        if self._in_pane:
            app, org = (called and called[0] for called in self._named(self._this()))
            found = (
                alert
                for alert in self.facts.alerts
                if app and alert.app_id == app and (org is None or alert.org_id in (org, None))
            )
            return next(found, None)
        step = self._feed.window.cursor
        event = None if step is None else step.event.id
        return next((alert for alert in self.facts.alerts if event in alert.events), None)

    @property
    def _in_pane(self) -> bool:
        return self.focused is not None and self.focused.id in _PANES

    # What the panes show

    def show_panes(self) -> None:
        """Show the standings that are left."""
        now, zone = self.clock(), self.zone
        self.narrowing.know(self.facts.authorizations)
        self.panes.show_board(self.narrowing.board, self.narrowing.chosen, now, zone)
        scopes = self.narrowing.scopes(self.panes.second.key)
        if scopes.decided_by is not None and scopes.decided_by == self._scopes.decided_by:
            scopes = replace(scopes, step=self._scopes.step)
        self._scopes = scopes
        self.panes.show_scopes(scopes, now, zone)
        if scopes.decided_by is not None and scopes.step is None:
            self.do_latest("scopes", self._read_step, scopes.decided_by)

    async def _read_step(self, event_id: int) -> None:
        """Read the step that decides the authorization under the cursors."""
        step = await self._lookup.step(event_id)
        if step is not None and self._scopes.decided_by == event_id:
            self._scopes = replace(self._scopes, step=step)
            self.panes.show_scopes(self._scopes, self.clock(), self.zone)

    # The query

    async def action_query(self) -> None:
        """Let the reader type a query."""
        from sa_monitor.ui.widgets import query_bar

        field = await self.open_field(query_bar.QueryBar, _QUERY_KEYS)
        known = known_values(self.facts.authorizations)
        field.begin(
            self.narrowing.chosen.query.text, self.zone, known, self._past.all(), seen=self.facts.event_seen
        )
        self.do_latest("known", self._know_reporters, field)

    async def _know_reporters(self, field: "QueryBar") -> None:
        """Read what no standing tells, while the reader types."""
        found = await self._lookup.reporters()
        if found is not None and field.open:
            field.know(known_reporters(found))

    def on_query_bar_asked(self, message: "QueryBar.Asked") -> None:
        """Narrow to the query."""
        self._past.add(message.query.text)
        self._ask(replace(self.narrowing.chosen, query=message.query))
        self.close_field()

    def ask_new(self) -> None:
        """Narrow further, to what is new to the reader."""
        if not asks_for_new(self.narrowing.chosen.query):
            self._write(f"{self.asked} is:new".strip())

    def _write(self, text: str, over: Selection | None = None) -> None:
        """Narrow to a query alone."""
        query = parse_query(text, Clock(self.clock(), self.zone, self.facts.event_seen))
        self._ask(Selection(query, outer=self.narrowing.chosen.outer), over)

    def _ask(self, chosen: Selection, over: Selection | None = None) -> None:
        """Narrow to a query, and remember what it was written over: what is chosen now, if nothing else is said."""
        before = self.narrowing.chosen if over is None else over
        self.narrow(chosen)
        self.narrowing.remember(before)

    def action_only_this(self) -> None:
        """Write what the cursor is on into the query.

        In a pane the row is selected too, which shows the same: one step back undoes both.
        """
        chosen, focused = self.narrowing.chosen, self.focused
        if not (this := self._this()):
            return
        text = only(
            chosen.query.text, {thing: self.narrowing.value(thing, key) for thing, key in this.items()}
        )
        self._write(text, chosen.choose(listed(focused), None) if isinstance(focused, ListPane) else None)

    def action_annotate(self) -> None:
        """Ask whose the Service App under the cursor is, or what to call the organization in its pane."""
        if isinstance(self.focused, ListPane) and _LISTED[self.focused.id or ""] is Thing.ORG:
            org_id = self._this().get(Thing.ORG)
            if org_id is None:
                self.notify("Put the cursor on one organization first.", markup=False)
            else:
                self.post_message(self.CallWanted(org_id, self.narrowing.board.label(Thing.ORG, org_id)))
            return
        app_id = self._this().get(Thing.APP)
        if app_id is None:
            self.notify("Put the cursor on one Service App first.", markup=False)
        else:
            self.post_message(self.AnnotateWanted(app_id))

    def _this(self) -> dict[Thing, str]:
        """Give the Service App and the organization of the row that the cursor is on."""
        chosen, focused = self.narrowing.chosen, self.focused
        if focused is not None and self._in_pane:
            keys = {chosen.outer: chosen.chosen(chosen.outer)}
            if focused is not self.panes.first:
                keys[chosen.outer.other] = self.panes.second.key
            return {thing: key for thing, key in keys.items() if key}
        details = self.area.details
        in_details = details is not None and details is focused
        step = details.step if details is not None and in_details else self._feed.window.cursor
        return {thing: thing.id_of(step.event) for thing in Thing} if step is not None else {}
