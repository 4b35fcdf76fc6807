"""What every screen has: the status line on top, the keys at the foot, and the time."""

from collections.abc import Callable, Coroutine, Sequence
from datetime import UTC, tzinfo
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, ParamSpec

from textual import on
from textual.events import ScreenResume
from textual.message import Message
from textual.reactive import reactive
from textual.screen import Screen

from sa_monitor.model.instants import MINUTE, SECOND
from sa_monitor.monitor.status import Role
from sa_monitor.present.alert_notices import BACK_FOR, alert_lines, back_lines, key_words
from sa_monitor.present.faces import too_small
from sa_monitor.present.notices import notice_lines
from sa_monitor.present.tone import Line
from sa_monitor.ui.facts import Facts
from sa_monitor.ui.hearing import Hearing
from sa_monitor.ui.keys import Keys
from sa_monitor.ui.layout import LEAST, layout_of
from sa_monitor.ui.leaving import Leaving, while_here
from sa_monitor.ui.notices import notices_of
from sa_monitor.ui.pair import Called, Pair
from sa_monitor.ui.widgets.banner import Banner
from sa_monitor.ui.widgets.footer import KeyFooter
from sa_monitor.ui.widgets.status_bar import StatusBar
from sa_monitor.ui.widgets.tone_view import TONES, ToneView

if TYPE_CHECKING:
    from textual.timer import Timer

    from sa_monitor.model.alert import Alert
    from sa_monitor.model.query import Query
    from sa_monitor.present.copies import Copy

P = ParamSpec("P")

YOUNG, OLD = 10 * SECOND, MINUTE
"""Milliseconds after which ages are counted anew: those of less than a minute, and all others."""


class PageScreen(Leaving, Screen[None]):
    """Attributes come down from the app: what is so, the zone, the badges, what hears a key, `keys`, and `kept_in`.

    `keys` are those in force, `kept_in` is what the place of the events is called, `options` are those of `Places`.
    `PAGE` is the name of the action that opens it, where it is one of the numbered pages.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {*TONES}
    PAGE: ClassVar[str | None] = None

    facts: reactive[Facts] = reactive(Facts(), repaint=False)
    zone: reactive[tzinfo] = reactive[tzinfo](UTC, repaint=False)
    badges: reactive[Sequence[str]] = reactive[Sequence[str]]((), repaint=False)
    hearing: reactive[Hearing] = reactive(Hearing.PAGE, repaint=False)

    class AnnotateWanted(Message):
        """The reader wants to tell something about a Service App."""

        def __init__(self, app_id: str) -> None:
            super().__init__()
            self.app_id = app_id

    class CallWanted(Message):
        """The reader wants to call an organization something else than `label`."""

        def __init__(self, org_id: str, label: str) -> None:
            super().__init__()
            self.org_id = org_id
            self.label = label

    class ExportWanted(Message):
        """The reader wants what a query shows in a file; `asked` is the query as it can be typed."""

        def __init__(self, query: "Query", asked: str) -> None:
            super().__init__()
            self.query = query
            self.asked = asked

    class Opened(Message):
        """Another page is wanted over this one."""

        def __init__(self, page: "PageScreen") -> None:
            super().__init__()
            self.page = page

    class ActionWanted(Message):
        """Something is wanted that the app does; `name` is that of the action."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    class CopyWanted(Message):
        """Something is to be copied: the first of these forms, or one that the reader chooses."""

        def __init__(self, copies: "Sequence[Copy]", *, choose: bool) -> None:
            super().__init__()
            self.copies = copies
            self.choose = choose

    def __init__(self, clock: Callable[[], int]) -> None:
        super().__init__()
        self.clock = clock
        self.keys = Keys()
        self.read_only = False
        self._timer: Timer | None = None
        self.kept_in = "events.db"
        self.options = ""
        self._styled = False

    def status_bar(self) -> StatusBar:
        """Make the status line."""
        return StatusBar(self.clock).data_bind(PageScreen.facts, PageScreen.zone, PageScreen.badges)

    def key_footer(self) -> KeyFooter:
        """Make the line of keys."""
        return KeyFooter(self.keys, self.PAGE, read_only=self.read_only).data_bind(PageScreen.facts)

    def on_mount(self) -> None:
        """Keep the time, on whole steps of the clock."""
        self.mount(ToneView(id="too-small"))
        for attribute in ("facts", "zone", "hearing"):
            self.watch(self, attribute, self._tell_notices)
        self.watch(self, "facts", self._wait)

    @on(ScreenResume)
    def _keep_styles(self, event: ScreenResume) -> None:
        """Leave the styles as they are where everything has just got them; else Textual works all of them out again."""
        if not self._styled:
            self._styled, event.refresh_styles = True, False

    def on_resize(self) -> None:
        """Say where there is too little room, instead of showing half."""
        self._tell_notices()
        cells, lines = self.app.size
        small = layout_of(cells, lines).too_small
        self.set_class(small, "-too-small")
        if small:
            recording = self.facts.status.role is Role.RECORDING
            self.query_one("#too-small", ToneView).show(too_small(cells, lines, LEAST, recording=recording))

    def _tell_notices(self) -> None:
        """Say under the status line what has to be known on every page; it isn't made before there is anything."""
        cells, now = self.app.size.width, self.clock()
        lines = self._alert_lines(now, cells)
        lines += [
            line for notice in notices_of(self.facts, now, self.zone) for line in notice_lines(notice, cells)
        ]
        banner = next(iter(self.query(Banner)), None)
        if banner is None:
            if not lines:
                return
            banner = Banner()
            self.mount(banner, after=self.query_one(StatusBar))
        banner.tell(lines)

    @property
    def lines_above(self) -> int:
        """How many lines stand above what the page is for: the status line, and what has to be known everywhere."""
        return 1 + sum(len(banner.lines) for banner in self.query(Banner))

    def _alert_lines(self, now: int, cells: int) -> list[Line]:
        """Say what is open, and for a moment what is back."""
        facts = self.facts
        back = facts.back
        if back is not None and now - (back.resolved_at or 0) > BACK_FOR:
            back = None
        keys = self._alarm_keys() if facts.alerts else ""
        return [
            *alert_lines(facts.alerts, facts.around, now, self.zone, cells, keys=keys),
            *back_lines(back, cells),
        ]

    def _alarm_keys(self) -> str:
        """Say which keys help with what is open, where the reader is now."""
        if self.hearing is Hearing.ANSWER:
            return ""
        keys, here = self.keys, self.hearing is Hearing.PAGE
        return key_words(
            keys.shown("acknowledge"),
            keys.shown("alerts") if here and self.PAGE != "alerts" else None,
            typing=self.hearing is Hearing.FIELD,
            opens=keys.shown("open") if here and self.opens_newest else None,
        )

    def pointed(self) -> None:
        """Say which keys help with what the cursor is on now."""
        if self.facts.alerts and self.is_mounted:
            self._tell_notices()

    def on_descendant_focus(self) -> None:
        """Follow the cursor into another part."""
        self.pointed()

    @property
    def opens_newest(self) -> bool:
        """Whether the key that opens shows here what happened with the newest open alert."""
        return False

    @property
    def app_in_hand(self) -> Called | None:
        """The Service App that the reader is looking at; None where it is none in particular."""
        return None

    @property
    def pair_in_hand(self) -> Pair:
        """What a planned window would be for, where the cursor is."""
        return Pair(self.app_in_hand)

    @property
    def alert_in_hand(self) -> "Alert | None":
        """The alert that the cursor is on; None where it is on none."""
        return None

    def watch_zone(self, _zone: tzinfo) -> None:
        """Write times in another zone."""
        if self.is_mounted:
            self.ticked()

    def ticked(self) -> None:
        """Count ages to this moment."""

    async def copies(self) -> "Sequence[Copy]":
        """Give the forms in which what the cursor is on can be copied, the usual one first; none of nothing."""
        from sa_monitor.present.copies import line_copies
        from sa_monitor.ui.widgets.lines_view import LinesView

        return line_copies(self.focused.line_copied) if isinstance(self.focused, LinesView) else ()

    async def action_copy(self) -> None:
        """Copy what the cursor is on."""
        self.post_message(self.CopyWanted(await self.copies(), choose=False))

    async def action_copy_as(self) -> None:
        """Let the reader choose in which form."""
        self.post_message(self.CopyWanted(await self.copies(), choose=True))

    def action_back(self) -> None:
        """Go back to where the reader came from."""
        self.dismiss()

    def action_leave(self) -> None:
        """Go back too: only Monitor quits."""
        self.action_back()

    def do_latest(
        self, group: str, work: Callable[P, Coroutine[Any, Any, None]], *args: P.args, **kwargs: P.kwargs
    ) -> None:
        """Do this instead of what the group was doing.

        The work is begun by the worker: a coroutine that is replaced before it began would complain on the terminal.
        """
        begun = partial(while_here, self, partial(work, *args, **kwargs))
        self.run_worker(begun, group=group, exclusive=True)  # type: ignore[arg-type]  # a partial is taken too

    def _wait(self) -> None:
        """Wait for the next whole step of the clock, which is a short one only while something is young."""
        if self._timer is not None:
            self._timer.stop()
        now = self.clock()
        step = YOUNG if any(0 <= now - since < MINUTE for since in self.facts.recent) else OLD
        self._timer = self.set_timer((step - now % step) / SECOND + 0.01, self._tick)

    def _tick(self) -> None:
        self.query_one(StatusBar).tick()
        self._tell_notices()
        self.ticked()
        self._wait()
