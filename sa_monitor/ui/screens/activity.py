"""The page of activity: how much was authorized and deauthorized, over time, of what a query asks for."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import tzinfo
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from sa_monitor.errors import StoreError
from sa_monitor.model.activity import Activity
from sa_monitor.model.instants import DAY, rfc3339
from sa_monitor.model.moments import Clock
from sa_monitor.model.query import Query, asks_for_synthetic, parse_query
from sa_monitor.monitor.history import History
from sa_monitor.present.activity_chart import Bars, bars_for, chart, counted_bars
from sa_monitor.present.clean import clean
from sa_monitor.present.quantities import grouped
from sa_monitor.present.rules import Heading, ruled
from sa_monitor.present.search_words import Searching, searching_words
from sa_monitor.present.time_scale import LENGTHS
from sa_monitor.present.times import date, short_date
from sa_monitor.present.tone import Span, Tone, line
from sa_monitor.ui.actions import Place, bindings
from sa_monitor.ui.screens.page import PageScreen
from sa_monitor.ui.time_range import TimeRange
from sa_monitor.ui.widgets.footer import KeyFooter
from sa_monitor.ui.widgets.tone_view import ToneView

_KEYS = ("zoom_in", "zoom_out", "earlier", "later", "export", "utc", "back", "help")
_AT_FIRST = LENGTHS.index(30 * DAY)
"""How much time the page begins with."""

_LATE = 0.1
"""Seconds after which a count says how far it came."""


class ActivityScreen(PageScreen):
    """Draws kept counts, which cost the same however many events there were; those of a query are counted.

    `asked` is the query as it can be typed.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings(Place.TIMELINE, Place.PAGE)
    PAGE = "activity"

    def __init__(self, history: History, query: Query, asked: str, *, clock: Callable[[], int]) -> None:
        super().__init__(clock)
        self._history = history
        self._query = query
        self._asked = asked
        self._late = 0.0
        self._edges: tuple[int, int] | None = None
        self._range = TimeRange(_AT_FIRST)

    def compose(self) -> ComposeResult:
        """Lay it out from top to bottom."""
        yield self.status_bar()
        yield ToneView(id="rule")
        yield ToneView(id="of-range")
        yield ToneView(id="chart")
        yield self.key_footer()

    def on_mount(self) -> None:
        """Begin to read."""
        self.query_one(KeyFooter).offer(_KEYS)
        self._load()

    def on_resize(self) -> None:
        """Use the room there is."""
        self._load()

    def watch_facts(self) -> None:
        """Look for what came."""
        if self.is_mounted:
            self._load()

    def watch_zone(self, _zone: tzinfo) -> None:
        """Begin days where the zone does."""
        if self.is_mounted:
            self._load()

    def _load(self) -> None:
        self.do_latest("read", self._read)

    async def _read(self) -> None:
        self._late = asyncio.get_running_loop().time() + _LATE
        bars = bars_for(*self._range.extent(self.clock()), self.app.size.width, self.zone)
        try:
            heard = await self._history.spread(
                self._query, *bars.counted, by_day=not bars.fine, reached=self._came_to
            )
        except StoreError:
            return  # the status line says so
        self._edges = bars.counted
        self._show(bars, heard)

    def _came_to(self, instant: int) -> None:
        """Say how far a count came that takes long."""
        if asyncio.get_running_loop().time() < self._late:
            return
        words = searching_words(Searching(instant), self.zone)
        self.query_one("#of-range", ToneView).show([line(f" {words}")])

    def _show(self, bars: Bars, heard: Sequence[Activity]) -> None:
        cells, now = self.app.size.width, self.clock()
        counts = counted_bars(bars, heard)
        gaps = [gap.extent(now) for gap in self.facts.gaps]
        shown = f"{short_date(bars.edges[0], self.zone)} to {date(min(bars.edges[-1] - 1, now), self.zone)}"
        right = (f"{shown} ─ + − zoom ─ h l move", shown)
        matching = f" ─ matching {clean(self._asked)}" if self._asked else ""
        heading = Heading(f"Activity ─ by {bars.unit}{matching}", right=right, focused=True)
        self.query_one("#rule", ToneView).show([ruled(heading, cells)])
        up, down = (sum(column) for column in zip(*counts, strict=True))
        words = [
            Span(f" {grouped(up)} authorized, up"),
            Span("   "),
            Span(f"{grouped(down)} deauthorized, down"),
        ]
        if any(since < bars.edges[-1] and until > bars.edges[0] for since, until in gaps):
            words.append(Span("   ░ nobody listened", Tone.WARNING))
        self.query_one("#of-range", ToneView).show([tuple(words)])
        view = self.query_one("#chart", ToneView)
        view.show(chart(bars, counts, gaps, (cells, view.size.height), self.zone))

    # Going about

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
        self._range = other
        self._load()

    def action_export(self) -> None:
        """Ask for a file to write the events of the shown time to, as they are counted."""
        if self._edges is None:
            return
        since, until = (rfc3339(edge) for edge in self._edges)
        real = "" if asks_for_synthetic(self._query) else "-is:synthetic"
        asked = " ".join(part for part in (self._asked, real, f"since:{since}", f"until:{until}") if part)
        self.post_message(self.ExportWanted(parse_query(asked, self._clock_of_queries), asked))

    @property
    def _clock_of_queries(self) -> Clock:
        return Clock(self.clock(), self.zone, self.facts.event_seen)
