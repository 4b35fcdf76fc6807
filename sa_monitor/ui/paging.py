"""The pages of the app: what goes down to them, and how they are opened and left."""

from collections.abc import Sequence
from datetime import UTC, tzinfo
from typing import TYPE_CHECKING, TypeVar

from textual.events import DescendantFocus
from textual.reactive import reactive

from sa_monitor.model.query import EVERYTHING
from sa_monitor.monitor.watch import Watch
from sa_monitor.present.zone import LOCAL
from sa_monitor.ui.drawing import Drawing
from sa_monitor.ui.facts import Facts
from sa_monitor.ui.hearing import Hearing, hearing_of
from sa_monitor.ui.keys import Keys
from sa_monitor.ui.pages import PAGES
from sa_monitor.ui.screens.monitor import MonitorScreen
from sa_monitor.ui.screens.page import PageScreen

if TYPE_CHECKING:
    from sa_monitor.model.query import Query
    from sa_monitor.monitor.workplace import Workplace

_ACTIVITY = "activity"

P = TypeVar("P", bound=PageScreen)


class Paging(Drawing, inherit_bindings=False):
    """Hands facts, zone, keys and badges down to its pages, of which Monitor lies under all others."""

    facts: reactive[Facts] = reactive(Facts(), repaint=False)
    zone: reactive[tzinfo] = reactive[tzinfo](LOCAL, repaint=False)
    hearing: reactive[Hearing] = reactive(Hearing.PAGE, repaint=False)

    def __init__(
        self,
        watch: Watch,
        workplace: "Workplace",
        *,
        keys: Keys,
        zone: tzinfo,
        badges: Sequence[str],
        kept_in: str,
        theme: str,
        ascii_only: bool,
    ) -> None:
        super().__init__(theme=theme, ascii_only=ascii_only)
        self.keys = keys
        self.set_keymap(keys.keymap)
        self._watch = watch
        self._workplace = workplace
        self._badges = badges
        self._kept_in = kept_in
        self._local = zone
        self.set_reactive(Paging.zone, zone)
        self.set_reactive(Paging.facts, Facts(status=watch.status()))

    def get_default_screen(self) -> MonitorScreen:
        """Begin with Monitor."""
        screen = MonitorScreen(
            self._watch.history, self._workplace.past_queries, clock=self._watch.clock, kept_in=self._kept_in
        )
        return self._hand_down(screen)

    # What goes down to the pages

    def watch_facts(self, _before: Facts, facts: Facts) -> None:
        """Hand the facts down."""
        for page in self._pages():
            page.facts = facts
        for screen in self._screens():
            if (leave := getattr(screen, "leave_in_sight", None)) is not None:
                leave(self.lines_above)

    @property
    def lines_above(self) -> int:
        """How many lines of the page on top stay in sight, whatever lies over it."""
        return self._pages()[-1].lines_above

    def watch_zone(self, zone: tzinfo) -> None:
        """Hand the zone down."""
        for page in self._pages():
            page.zone = zone

    def watch_hearing(self, hearing: Hearing) -> None:
        """Hand down what hears a key."""
        for page in self._pages():
            page.hearing = hearing

    def on_mount(self) -> None:
        """Follow what lies on top."""
        self.screen_change_signal.subscribe(self, self._heard_elsewhere)

    def on_descendant_focus(self, _event: DescendantFocus) -> None:
        """Follow the focus."""
        self._heard_elsewhere()

    def on_descendant_blur(self) -> None:
        """Follow it away."""
        self._heard_elsewhere()

    def _heard_elsewhere(self, _screen: object = None) -> None:
        if self._screens():
            self.hearing = hearing_of(self.screen)

    def _pages(self) -> list[PageScreen]:
        return [screen for screen in self._screens() if isinstance(screen, PageScreen)]

    def _screens(self) -> Sequence[object]:
        return self.screen_stack if self.is_running else ()

    def _hand_down(self, page: P) -> P:
        page.set_reactive(PageScreen.facts, self.facts)
        page.set_reactive(PageScreen.zone, self.zone)
        page.set_reactive(PageScreen.hearing, self.hearing)
        page.set_reactive(PageScreen.badges, self._badges)
        page.keys = self.keys
        page.read_only = self._workplace.settings.read_only
        page.kept_in = self._kept_in
        page.options = self._workplace.places.options
        return page

    # How they are opened

    def on_log_page_details_wanted(self, message: MonitorScreen.DetailsWanted) -> None:
        """Show an event whole."""
        from sa_monitor.ui.screens.details import DetailsScreen

        page = DetailsScreen(
            self._watch.history, message.query, message.step, clock=self._watch.clock, went=message.went
        )
        self.push_screen(self._hand_down(page))

    async def on_page_screen_opened(self, message: PageScreen.Opened) -> None:
        """Show a page over another."""
        await self.push_screen(self._hand_down(message.page))

    async def action_go(self, name: str) -> None:
        """Go to a page; Monitor is under all of them, and what lies over it is left."""
        if name == self._page_name():
            return
        with self.batch_update():
            while len(self.screen_stack) > 1:
                await self.pop_screen()
            if name == _ACTIVITY:
                await self.push_screen(self._activity())
            elif name in PAGES:
                await self.push_screen(self._made(name))
        self.gone_to(name)

    def _made(self, name: str) -> PageScreen:
        return self._hand_down(PAGES[name](self._watch, self._workplace))

    def _activity(self) -> PageScreen:
        """Make the page of activity, of what Monitor is narrowed to."""
        from sa_monitor.ui.screens.activity import ActivityScreen

        query, asked = self._narrowed()
        return self._hand_down(ActivityScreen(self._watch.history, query, asked, clock=self._watch.clock))

    @property
    def monitor(self) -> MonitorScreen | None:
        """The page that lies under all others; None where nothing is shown any more."""
        return next((page for page in self._pages() if isinstance(page, MonitorScreen)), None)

    def _narrowed(self) -> "tuple[Query, str]":
        """Give what Monitor is narrowed to, and how that can be typed."""
        monitor = self.monitor
        return (EVERYTHING, "") if monitor is None else (monitor.narrowing.chosen.narrowed, monitor.asked)

    def _page_name(self) -> str | None:
        return self.screen.PAGE if isinstance(self.screen, PageScreen) else None

    def action_utc(self) -> None:
        """Show times in UTC, or in the local zone."""
        self.zone = self._local if self.zone is UTC else UTC

    def gone_to(self, name: str) -> None:
        """Note that the reader has gone to a page."""
