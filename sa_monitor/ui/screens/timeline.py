"""The timeline of a Service App at each organization, or of an organization's Service Apps."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from sa_monitor.model.instants import DAY
from sa_monitor.model.query import Key, Query, Term
from sa_monitor.monitor.history import History
from sa_monitor.present.former_words import former_words
from sa_monitor.present.labels import Naming
from sa_monitor.present.overview import counted_states
from sa_monitor.present.quantities import counted, grouped
from sa_monitor.present.rules import Heading, ruled
from sa_monitor.present.step_row import step_rows
from sa_monitor.present.things import Thing
from sa_monitor.present.time_scale import LENGTHS, Scale, length_for
from sa_monitor.present.timeline_row import Sheet, axis_row, summary, timeline_columns, timeline_row
from sa_monitor.present.times import date, short_date
from sa_monitor.present.tone import Line, Tone, line
from sa_monitor.ui.actions import Place, bindings
from sa_monitor.ui.board import Rows
from sa_monitor.ui.lookup import Lookup
from sa_monitor.ui.only_this import only, value_for
from sa_monitor.ui.pair import Pair, pair_of
from sa_monitor.ui.screens.page import PageScreen
from sa_monitor.ui.time_range import TimeRange
from sa_monitor.ui.widgets.footer import KeyFooter
from sa_monitor.ui.widgets.list_pane import ListPane
from sa_monitor.ui.widgets.tone_view import ToneView

if TYPE_CHECKING:
    from sa_monitor.model.authorization import Authorization
    from sa_monitor.model.timeline import Timeline, Told
    from sa_monitor.present.copies import Copy

_KEYS = (
    "open",
    "zoom_in",
    "zoom_out",
    "earlier",
    "later",
    "copy",
    "copy_as",
    "export",
    "utc",
    "back",
    "help",
)
_AT_FIRST = LENGTHS.index(170 * DAY)
"""The longest range that a page begins with: what is older is there by zooming out."""

_PIECE = 4
"""Histories that are read at once: the first stand while the next are read, also where each is long."""


class TimelineScreen(PageScreen):
    """Reads the histories of the rows in sight alone, however many there are. `at` is the row to begin on."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Place.TIMELINE, Place.RECORDED, Place.PAGE)
    AUTO_FOCUS = "#rows"

    def __init__(
        self, history: History, thing: Thing, key: str, *, clock: Callable[[], int], at: str | None = None
    ) -> None:
        super().__init__(clock)
        self._history = history
        self._lookup = Lookup(history)
        self._thing = thing
        self._key = key
        self._begin = at
        self._own: dict[str, Authorization] = {}
        self._naming = Naming()
        self._told: dict[str, Timeline] = {}
        self._wanted: set[str] = set()
        self._turned: TimeRange | None = None
        self._steps: list[Told] = []

    def compose(self) -> ComposeResult:
        """Lay it out from top to bottom."""
        yield self.status_bar()
        yield ToneView(id="rule")
        yield ToneView(id="formerly")
        yield ToneView(id="axis")
        yield ListPane(id="rows")
        yield ToneView(id="of-row")
        yield ListPane(id="steps")
        yield self.key_footer()

    def on_mount(self) -> None:
        """Begin to read."""
        self.query_one(KeyFooter).offer(_KEYS)
        self.query_one("#formerly").display = False
        self._look()

    def on_resize(self) -> None:
        """Use the room there is."""
        if self._own:
            self.call_after_refresh(self._show)

    def watch_facts(self) -> None:
        """Look for what changed."""
        if self.is_mounted:
            self._wanted |= set(self._told)
            self._look()

    def ticked(self) -> None:
        """Let time go on."""
        self._show()

    # Reading

    def _look(self) -> None:
        self._naming = Naming(self.facts.authorizations)
        own = [own for own in self.facts.authorizations if self._thing.id_of(own) == self._key]
        own.sort(key=lambda one: (not one.lost, one.state.value, -one.since))
        self._own = {self._thing.other.id_of(one): one for one in own}
        height = max(1, (self.app.size.height - 6) * 2 // 3)
        self.query_one("#rows").styles.height = min(len(own), height)
        self.call_after_refresh(self._show)
        self.do_latest("formerly", self._tell_former)

    async def _tell_former(self) -> None:
        """Say what else it is known as, if anything."""
        former = await self._lookup.former(self._thing, self._key)
        if former is None:
            return
        words = former_words(former)
        view = self.query_one("#formerly", ToneView)
        view.display = bool(words)
        view.show([line(f" {words}", Tone.QUIET)])

    def _read_wanted(self) -> None:
        if self._wanted:
            self.do_latest("read", self._read)

    async def _read(self) -> None:
        self._wanted &= set(self._own)
        keys = [key for key in self._own if key in self._wanted][:_PIECE]
        if not keys:
            return
        pairs = [(self._own[key].app_id, self._own[key].org_id) for key in keys]
        found = await self._lookup.timelines(pairs, self.facts.gaps, self.clock())
        self._wanted -= set(keys)
        if found is not None:
            self._told |= dict(zip(keys, found, strict=False))
            self._show()

    # What is shown

    @property
    def _range(self) -> TimeRange:
        """The time that the reader turned to; else as much as there is to tell of."""
        if self._turned is not None:
            return self._turned
        now = self.clock()
        starts = [told.spans[0].start for told in self._told.values() if told.spans]
        return TimeRange(length_for(min(starts, default=now), now, _AT_FIRST))

    def _show(self) -> None:
        """Show the rows, and the steps of the one under the cursor."""
        cells, zone = self.size.width, self.zone
        if not cells:
            return
        columns = timeline_columns(cells)
        start, end = self._range.extent(self.clock())
        scale = Scale(start, end, columns.bar.cells)
        self.query_one("#axis", ToneView).show([axis_row(scale, columns, zone)])
        now = self.clock()
        gaps = [gap.extent(now) for gap in self.facts.gaps]
        sheet = Sheet(scale, columns, gaps, zone)
        keys = list(self._own)

        def write(number: int) -> Line:
            key = keys[number]
            if key not in self._told:
                self._wanted.add(key)
            standing = self._own[key]
            label = self._naming.within(self._thing.other, standing, columns.name.cells)
            return timeline_row(standing, label, self._told.get(key), sheet)

        rows = self.query_one("#rows", ListPane)
        rows.fill(Rows(keys, write), self._begin)
        if keys:
            self._begin = None
        self._title(start, end)
        self._show_steps()
        self._read_wanted()

    def _title(self, start: int, end: int) -> None:
        own = list(self._own.values())
        counts = counted_states(own)
        label = self._naming.whole(self._thing, own[0]) if own else "nothing"
        other = self._thing.other
        parts = [label, counted(len(own), other.one, other.many)]
        parts += [f"{grouped(counts.lost)} lost"] if counts.lost else []
        begins = short_date(start, self.zone)
        shown = f"{begins} to {date(end, self.zone)}"
        right = (f"{shown} ─ + − zoom ─ h l move", shown, f"{begins} to {short_date(end, self.zone)}")
        heading = Heading(" ─ ".join(parts), right=right, focused=True)
        self.query_one("#rule", ToneView).show([ruled(heading, self.size.width)])

    def _show_steps(self) -> None:
        key = self.query_one("#rows", ListPane).key
        told = self._told.get(key) if key else None
        cells, now = self.size.width, self.clock()
        if key is None or told is None:
            return
        title = self._naming.whole(self._thing.other, self._own[key])
        words = summary(self._own[key], told, now, self.zone)
        rule = ruled(Heading(title), cells)
        self.query_one("#of-row", ToneView).show([rule, line(f" {words}", Tone.QUIET)])
        lines: list[Line] = []
        self._steps = []
        for one in reversed(told.steps):
            own = list(step_rows(one, cells, now, self.zone))
            lines += own
            self._steps += [one] * len(own)
        keys = [str(number) for number in range(len(lines))]
        self.query_one("#steps", ListPane).fill(Rows(keys, lines.__getitem__))

    def on_list_pane_moved(self, message: ListPane.Moved) -> None:
        """Show the steps of another row, and read what has come in sight."""
        if message.pane.id == "rows":
            self._read_wanted()
            self._show_steps()

    # Going about

    def on_list_pane_opened(self, message: ListPane.Opened) -> None:
        """Go to the steps of a row; show the event of a step."""
        if message.pane.id == "rows":
            self.query_one("#steps").focus()
            return
        from sa_monitor.ui.screens.details import DetailsScreen

        event = self._steps[int(message.key)].step.event
        terms = (Term(Key.APP, (event.app_id.casefold(),)), Term(Key.ORG, (event.org_id.casefold(),)))
        page = DetailsScreen(
            self._history,
            Query(terms, ""),
            self._steps[int(message.key)].step,
            clock=self.clock,
            went=lambda _mark: None,
        )
        self.post_message(self.Opened(page))

    def action_zoom_in(self) -> None:
        """Show a shorter time."""
        self._turn(self._range.zoomed(-1))

    def action_zoom_out(self) -> None:
        """Show a longer time."""
        self._turn(self._range.zoomed(1))

    def action_earlier(self) -> None:
        """Go back in time."""
        self._turn(self._range.moved(-1, self.clock()))

    def action_later(self) -> None:
        """Go on in time, up to the present."""
        self._turn(self._range.moved(1, self.clock()))

    def _turn(self, other: TimeRange) -> None:
        self._turned = other
        self._show()

    async def copies(self) -> "Sequence[Copy]":
        """Give the forms of what the cursor is on."""
        from sa_monitor.present.copies import event_copies, thing_copies

        pane = self.focused
        if not isinstance(pane, ListPane) or pane.key is None:
            return ()
        if pane.id == "rows":
            return thing_copies(self._thing.other, pane.key, self.facts.authorizations, "")
        step = self._steps[int(pane.key)].step
        return event_copies(step, await self._lookup.deliveries(step.event.id) or (), "")

    @property
    def pair_in_hand(self) -> Pair:
        """What the row is about."""
        own = self._own.get(self.query_one("#rows", ListPane).key or "")
        return Pair() if own is None else pair_of(own)

    def action_export(self) -> None:
        """Ask for a file to write every event of what the page is about to."""
        names = {self._thing.id_of(own): self._thing.name_of(own) for own in self.facts.authorizations}
        key = Key.APP if self._thing is Thing.APP else Key.ORG
        asked = only("", {self._thing: value_for(self._key, names)})
        self.post_message(self.ExportWanted(Query((Term(key, (self._key.casefold(),)),), asked), asked))

    def action_back(self) -> None:
        """Go from the steps to the rows, and from there to where the reader came from."""
        rows = self.query_one("#rows")
        if rows.has_focus:
            self.dismiss()
        else:
            rows.focus()

    def action_leave(self) -> None:
        """Go back too: only Monitor quits."""
        self.dismiss()
