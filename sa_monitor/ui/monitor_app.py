"""The app: it hands down to its screens what a watch sees, and opens and closes them."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import tzinfo
from pathlib import PurePath
from typing import TYPE_CHECKING, ClassVar

from msgspec.structs import replace
from textual.binding import Binding, BindingType
from textual.events import Event, Key, MouseDown
from textual.worker import WorkerFailed

from sa_monitor.errors import SaMonitorError, StoreError
from sa_monitor.monitor.history import measured
from sa_monitor.monitor.status import Role
from sa_monitor.monitor.watch import Watch
from sa_monitor.present.clean import clean
from sa_monitor.present.delivery_words import UNSIGNED_TAKEN, still_rejected
from sa_monitor.present.health_notices import trouble_words
from sa_monitor.present.rejected_words import rejected_words
from sa_monitor.present.zone import LOCAL
from sa_monitor.ui.actions import Place, bindings
from sa_monitor.ui.alarming import Alarming
from sa_monitor.ui.facts import Facts, read_alerts, read_facts
from sa_monitor.ui.keys import Keys
from sa_monitor.ui.lookup import Lookup
from sa_monitor.ui.notices import begun
from sa_monitor.ui.screens.monitor import MonitorScreen
from sa_monitor.ui.toasts import role_words
from sa_monitor.ui.widgets.footer import KeyFooter

if TYPE_CHECKING:
    from textual.command import Provider

    from sa_monitor.model.look import Look
    from sa_monitor.monitor.workplace import Workplace
    from sa_monitor.ui.attention import Attention
    from sa_monitor.ui.screens.since import SinceScreen

_log = logging.getLogger(__name__)

_SHORTEST = 0.25
_SHARE = 10
"""Reading the standings may take one part in so many of the time, at most so many seconds apart in the best case."""

_REJECTED_KEPT = 0.5
"""Seconds until what was rejected can be read: it is kept lazily."""

_REJECTED_READ = 20

_LATEST_START = 1.0
"""Seconds after which what waits for the first picture is begun at the latest."""


def _commands() -> "type[Provider]":
    from sa_monitor.ui.commands import ActionCommands

    return ActionCommands


class MonitorApp(Alarming, inherit_bindings=False):
    """Shows what a watch sees. `asks` says whether quitting ends a recording, so that it asks first.

    `workplace` is what the screens can have done, `keys` are those in force. `greets`: it opens Getting ready where
    that is of use. `started` is called once the first
    picture stands.
    """

    CSS_PATH: ClassVar[list[str | PurePath]] = ["styles/base.tcss", "styles/monitor.tcss"]
    TITLE = "sa-monitor"
    COMMANDS: ClassVar[set[Callable[[], "type[Provider]"]]] = {_commands}  # type: ignore[assignment]
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Place.EVERYWHERE),
        Binding("ctrl+q", "ask_quit", show=False, priority=True),
        Binding("ctrl+c", "help_quit", show=False, system=True),
    ]

    def __init__(
        self,
        watch: Watch,
        workplace: "Workplace",
        *,
        keys: Keys | None = None,
        zone: tzinfo = LOCAL,
        badges: Sequence[str] = (),
        kept_in: str = "events.db",
        asks: bool = False,
        attention: "Attention | None" = None,
        greets: bool = False,
        ascii_only: bool = False,
        theme: str = "dark",
        started: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(
            watch,
            workplace,
            keys=keys or Keys(),
            zone=zone,
            badges=badges,
            kept_in=kept_in,
            theme=theme,
            ascii_only=ascii_only,
        )
        self._asks = asks
        self._attention = attention
        self._greets = greets
        self._rejected_seen = 0
        self._first_paint = started
        self._painted = asyncio.Event()

    def on_mount(self) -> None:
        """Begin to look."""
        self.call_after_refresh(self._begin_painted)
        self.set_timer(_LATEST_START, self._begin_painted)
        self._tell_news(Facts())
        self.run_worker(self._keep_facts(), group="facts")
        self.run_worker(self._keep_watch(), group="watch")
        if self._workplace.settings.allow_unsigned and self._watch.recording:
            self.run_worker(self._tell_unsigned(), group="unsigned")

    def _handle_exception(self, error: Exception) -> None:
        """Go on where what a page asked for can't be read now: nobody may end the recording by looking.

        The status line says that nothing can be read, and the page is read again when something changes.
        """
        if isinstance(error, WorkerFailed) and isinstance(error.error, StoreError):
            _log.warning("what was asked for on the screen can't be read: %s", error.error)
            return
        super()._handle_exception(error)

    # What comes from the watch

    async def _keep_watch(self) -> None:
        """Begin to read once the first picture stands, which reading would only hold up; then follow the store."""
        await self._painted.wait()
        await self._watch.look()
        self.facts_due.set()
        if self.monitor is not None:
            self.monitor.begin()
        while True:
            await self._watch.changed()
            status = self._watch.status()
            if status != self.facts.status:
                self.facts = self._with_seen(replace(self.facts, status=status))
            self.facts_due.set()
            for screen in self.screen_stack:
                if isinstance(screen, MonitorScreen):
                    screen.store_changed()

    async def _keep_facts(self) -> None:
        """Read the facts again whenever something changed, at a bounded cost; sooner what is so of alerts."""
        clock = asyncio.get_running_loop().time
        rested, owed = 0.0, False
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout_at(rested if owed else None):
                    await self.facts_due.wait()
            self.facts_due.clear()
            started = clock()
            owed = started < rested
            if owed:
                await self._read_alerts()
                rest = max(_SHORTEST, _SHARE * (clock() - started))
                await asyncio.sleep(min(rest, max(0.0, rested - clock())))
                continue
            with measured() as taken:
                await self._read_facts()
            if self._attention is not None and self._attention.due:
                await self._attention.keep()
            rested = clock() + max(_SHORTEST, _SHARE * sum(taken))
            await asyncio.sleep(_SHORTEST)

    async def _read_facts(self) -> None:
        try:
            facts = await read_facts(self._watch.history, self._watch.clock())
            if self._attention is not None and not self._attention.known:
                await self._attention.begin(facts)
                self.run_worker(self._tell_since(self._attention, facts), group="since")
        except StoreError as error:
            self.facts = replace(self.facts, unreadable=error.title)
        else:
            self.facts = self._with_seen(replace(facts, status=self._watch.status()))
            await self._greet()

    async def _read_alerts(self) -> None:
        """Have an alert stand on the screen at once, however long all else takes to be read."""
        known = self.facts
        try:
            read = await read_alerts(self._watch.history, known, self._watch.clock())
        except StoreError:
            return  # it is said where all is read
        if read is not known:
            alerts, dead = read.alerts, read.dead_channels
            self.facts = replace(
                self.facts, alerts=alerts, around=read.around, back=read.back, dead_channels=dead
            )

    async def _tell_unsigned(self) -> None:
        """Say once where --allow-unsigned has no effect, and what it means where it has."""
        known = await asyncio.to_thread(self._workplace.known_secrets)
        self._toasts.tell(still_rejected(known) if known else UNSIGNED_TAKEN, wrong=True)

    def _begin_painted(self) -> None:
        """Go on with what waits for the first picture, once.

        Textual forgets what waits for a screen that another one covers: pages wait for this before they open by
        themselves, and where a key was quicker a timer calls it.
        """
        if not self._painted.is_set():
            self._painted.set()
            self._first_paint()

    async def _greet(self) -> None:
        """Open Getting ready, once, where this process records and nothing real was ever heard."""
        greets, self._greets = self._greets, False
        await self._painted.wait()
        if not greets or self.facts.status.role is not Role.RECORDING or len(self.screen_stack) > 1:
            return
        if self.facts.heard or self.facts.in_place:
            return
        from sa_monitor.ui.screens.ready import ReadyScreen

        page = self._made("ready")
        if isinstance(page, ReadyScreen):
            page.at_start = True
        await self.push_screen(page)

    # What the reader has seen

    async def on_event(self, event: Event) -> None:
        """Note that the reader is there, and that what stands on Monitor is seen when they press something."""
        if isinstance(event, (Key, MouseDown)) and not event.is_forwarded and self._attention is not None:
            shows_gaps = isinstance(self.screen, MonitorScreen)
            if self._attention.touched(self.facts, shows_gaps=shows_gaps):
                self.facts = self._with_seen(self.facts)
            if self._attention.due:
                self.facts_due.set()
        await super().on_event(event)

    async def _tell_since(self, attention: "Attention", facts: Facts) -> None:
        """Begin with what came since the reader last looked, if anything did."""
        before = attention.before
        if before is None and not facts.alerts:
            return
        page = await self._since(before, facts)
        await self._painted.wait()
        if page is not None and page.since and isinstance(self.screen, MonitorScreen):
            await self.push_screen(page)

    async def _since(self, before: "Look | None", facts: Facts) -> "SinceScreen | None":
        """Make the page of what came, of what Monitor is narrowed to; None where it can't be read."""
        from sa_monitor.ui.screens.since import SinceScreen
        from sa_monitor.ui.since import read_since

        query, asked = self._narrowed()
        try:
            since, losses = await read_since(self._watch.history, before, facts, query, asked)
        except StoreError:
            return None  # the status line says that nothing can be read
        return self._hand_down(SinceScreen(since, losses, clock=self._watch.clock))

    def action_since(self) -> None:
        """Show again what came since the reader looked before."""
        before = None if self._attention is None else self._attention.before
        if before is None:
            self._toasts.tell("You look for the first time: nothing is new yet.")
        else:
            self.run_worker(self._show_since(before), group="since", exclusive=True)

    async def _show_since(self, before: "Look") -> None:
        page = await self._since(before, self.facts)
        if page is not None:
            await self.action_go("monitor")
            await self.push_screen(page)

    def on_since_screen_wanted(self) -> None:
        """Show on Monitor what came, of what it is narrowed to."""
        monitor = self.monitor
        if monitor is not None:
            monitor.ask_new()

    def _with_seen(self, facts: Facts) -> Facts:
        gap_seen = None if self._attention is None else self._attention.gap_seen
        if any(page.PAGE == "deliveries" for page in self._pages()):
            self._rejected_seen = facts.status.rejected
        event_seen = 0 if self._attention is None else self._attention.event_seen
        return replace(facts, gap_seen=gap_seen, event_seen=event_seen, rejected_seen=self._rejected_seen)

    def gone_to(self, name: str) -> None:
        """Take what a page has shown for seen."""
        super().gone_to(name)
        self.facts = self._with_seen(self.facts)

    def _tell_news(self, before: Facts) -> None:
        """Say for a moment what has just become so."""
        words = None if before.status.role is self.facts.status.role else role_words(self.facts.status)
        if words is not None:
            self._toasts.tell(words)
        asks = self._workplace.health is not None
        helps = f" {self.keys.shown('refresh')} tries again" if asks else ""
        trouble = trouble_words(self.facts.health, self.zone, helps=helps)
        if trouble is not None and trouble != trouble_words(before.health, self.zone, helps=helps):
            self._toasts.tell(trouble, wrong=True)
        if self.facts.rejected > before.rejected:
            self.run_worker(self._tell_rejected(), group="rejected", exclusive=True)

    async def _tell_rejected(self) -> None:
        """Say what was rejected, once it is kept."""
        await asyncio.sleep(_REJECTED_KEPT)
        count = self.facts.rejected
        newest = await Lookup(self._watch.history).kept(rejected=True, limit=min(count, _REJECTED_READ))
        if count:
            self._toasts.tell(rejected_words(count, newest), wrong=True, cause="rejected", every=60)

    def watch_facts(self, before: Facts, facts: Facts) -> None:
        """Say what has just become so, and hand the facts down."""
        if self.is_running:
            self._tell_news(before)
            for words in begun(before, facts, self._watch.clock(), self.zone):
                self.keep_message(words, wrong=True)
        super().watch_facts(before, facts)

    # What comes up from them

    def on_key_footer_pressed(self, message: KeyFooter.Pressed) -> None:
        """Do what the key that was clicked does."""
        self.simulate_key(message.key)

    def on_ready_screen_quit_wanted(self) -> None:
        """Quit as on Monitor."""
        self.on_monitor_screen_quit_wanted()

    def on_monitor_screen_quit_wanted(self) -> None:
        """Quit; where that ends a recording, ask first."""
        if not self._asks or self.facts.status.role is not Role.RECORDING:
            self.exit()
            return
        from sa_monitor.present.quit_words import quitting_means
        from sa_monitor.ui.screens.quit import QuitScreen

        self.push_screen(QuitScreen(quitting_means(self.facts.health.active)), self._answered)

    def _answered(self, quits: bool | None) -> None:  # noqa: FBT001 (Textual gives it so)
        if quits:
            self.exit()

    # Actions

    def action_listen(self) -> None:
        """Become the recorder where nobody listens, or try again where listening failed."""
        self.run_worker(self._listen(), group="listen", exclusive=True)

    async def _listen(self) -> None:
        try:
            await self._watch.listen()
        except SaMonitorError as error:
            self._toasts.tell(str(error), wrong=True)
            return
        address = self._watch.status().address
        self._toasts.tell(
            f"This program listens at {clean(address)}." if address else "This program listens."
        )

    def action_help(self) -> None:
        """Show the keys of where the reader is."""
        from sa_monitor.ui.commands import available
        from sa_monitor.ui.screens.help import HelpScreen

        self.push_screen(HelpScreen(list(available(self.screen)), self.keys, self.lines_above))

    def action_help_quit(self) -> None:
        """Copy what is selected with the mouse; else say what quits: this key doesn't."""
        selected = self.screen.get_selected_text()
        if selected:
            self.copy_to_clipboard(selected)
        else:
            self._toasts.tell("ctrl+c doesn't quit. q does.")

    async def action_ask_quit(self) -> None:
        """Do what `q` does here, whatever has the focus."""
        leave = getattr(self.screen, "action_leave", None)
        if leave is not None:
            leave()
        else:
            await self.screen.dismiss()

    async def action_quit(self) -> None:
        """Go the way of `q`: Textual's own commands quit by this name."""
        await self.action_ask_quit()
