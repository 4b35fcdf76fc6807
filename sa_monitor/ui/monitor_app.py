"""The app: it hands down to its screens what a watch sees, and opens and closes them."""

import asyncio
import logging
import os
from collections.abc import Callable, Sequence
from datetime import UTC, tzinfo
from pathlib import PurePath
from typing import TYPE_CHECKING, ClassVar, TypeVar

from msgspec.structs import replace
from textual.binding import Binding, BindingType
from textual.driver import Driver
from textual.events import Event, Key, MouseDown
from textual.filter import LineFilter, Monochrome, NoColor
from textual.reactive import reactive

from sa_monitor.errors import SaMonitorError, StoreError
from sa_monitor.model.instants import rfc3339
from sa_monitor.monitor.status import Role
from sa_monitor.monitor.watch import Watch
from sa_monitor.present.clean import clean
from sa_monitor.present.delivery_words import UNSIGNED_TAKEN, still_rejected
from sa_monitor.present.health_notices import trouble_words
from sa_monitor.present.rejected_words import rejected_words
from sa_monitor.present.zone import LOCAL
from sa_monitor.ui.actions import ACTIONS, Place, bindings
from sa_monitor.ui.enduring import enduring
from sa_monitor.ui.facts import Facts, read_facts
from sa_monitor.ui.filters import AsciiFilter
from sa_monitor.ui.key_order import KeyOrder
from sa_monitor.ui.keys import Keys
from sa_monitor.ui.lookup import Lookup
from sa_monitor.ui.pages import PAGES
from sa_monitor.ui.screens.monitor import MonitorScreen
from sa_monitor.ui.screens.page import PageScreen
from sa_monitor.ui.themes import THEMES, after
from sa_monitor.ui.toasts import Toasts, role_words
from sa_monitor.ui.widgets.footer import KeyFooter

if TYPE_CHECKING:
    from textual.command import Provider

    from sa_monitor.monitor.workplace import Workplace
    from sa_monitor.ui.attention import Attention
    from sa_monitor.ui.copying import Copying
    from sa_monitor.ui.screens.copy_as import CopyChoice
    from sa_monitor.ui.screens.ready import ReadyScreen
    from sa_monitor.ui.screens.since import SinceScreen

_log = logging.getLogger(__name__)

_SHORTEST = 0.25
_SHARE = 10
"""Reading the standings may take one part in so many of the time, at most so many seconds apart in the best case."""


_REJECTED_KEPT = 0.5
"""Seconds until what was rejected can be read: it is kept lazily."""

_REJECTED_READ = 20

P = TypeVar("P", bound=PageScreen)


def _commands() -> "type[Provider]":
    from sa_monitor.ui.commands import ActionCommands

    return ActionCommands


class MonitorApp(KeyOrder[None], inherit_bindings=False):
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

    facts: reactive[Facts] = reactive(Facts(), repaint=False)
    zone: reactive[tzinfo] = reactive[tzinfo](LOCAL, repaint=False)

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
        self._ascii = ascii_only
        super().__init__()
        self.keys = keys or Keys()
        self.set_keymap(self.keys.keymap)
        self._watch = watch
        self._workplace = workplace
        self._badges = badges
        self._kept_in = kept_in
        self._asks = asks
        self._attention = attention
        self._greets = greets
        self._rejected_seen = 0
        self._toasts = Toasts(watch.clock, self._toast)
        self._copying: Copying | None = None
        self._local = zone
        self._first_paint = started
        self._facts_due = asyncio.Event()
        self.set_reactive(MonitorApp.zone, zone)
        self.set_reactive(MonitorApp.facts, Facts(status=watch.status()))
        self.no_color = bool(os.environ.get("NO_COLOR"))  # set and empty means nothing
        for own in THEMES.values():
            self.register_theme(own)
        self.theme = THEMES[theme].name

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Give what each line goes through: no colours at all with NO_COLOR, and nothing but ASCII if asked for."""
        filters = [line for line in super().get_line_filters() if not isinstance(line, Monochrome)]
        if self.no_color:
            filters = [NoColor()]
        return [*filters, AsciiFilter()] if self._ascii else filters

    def get_default_screen(self) -> MonitorScreen:
        """Begin with Monitor."""
        screen = MonitorScreen(
            self._watch.history, self._workplace.past_queries, clock=self._watch.clock, kept_in=self._kept_in
        )
        return self._hand_down(screen)

    def on_mount(self) -> None:
        """Begin to look."""
        self.call_after_refresh(self._first_paint)
        self._tell_news(Facts())
        self._facts_due.set()
        self.run_worker(self._keep_facts(), group="facts")
        self.run_worker(self._keep_watch(), group="watch")
        if self._workplace.settings.allow_unsigned and self._watch.recording:
            self.run_worker(self._tell_unsigned(), group="unsigned")

    def get_driver_class(self) -> type[Driver]:
        """Draw on a terminal that may go away."""
        return enduring(super().get_driver_class())

    async def _shutdown(self) -> None:
        """Stop all reading first: what is read has nowhere to be shown once the screens begin to go."""
        self.workers.cancel_all()
        await super()._shutdown()

    def _handle_exception(self, error: Exception) -> None:
        """End with a mistake of ours, unless it is ending already: a page that is left while it opens has no use."""
        if self._exit:
            _log.info("on the way out: %s", type(error).__name__)
            return
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """End with the trace of a mistake of ours, without the values of variables: some of them are secret."""
        import traceback

        from rich.text import Text

        from sa_monitor.present.clean import escaped

        lines = [escaped(line) for line in traceback.format_exc().splitlines()]
        self._exit_renderables.append(Text("\n".join(lines)))
        self._close_messages_no_wait()

    # What comes from the watch

    async def _keep_watch(self) -> None:
        while True:
            await self._watch.changed()
            status = self._watch.status()
            if status != self.facts.status:
                self.facts = self._with_seen(replace(self.facts, status=status))
            self._facts_due.set()
            for screen in self.screen_stack:
                if isinstance(screen, MonitorScreen):
                    screen.store_changed()

    async def _keep_facts(self) -> None:
        """Read the facts again whenever something changed, at a bounded cost."""
        clock = asyncio.get_running_loop().time
        while True:
            await self._facts_due.wait()
            self._facts_due.clear()
            started = clock()
            status = self._watch.status()
            try:
                facts = await read_facts(self._watch.history, status, self._watch.clock())
                if self._attention is not None and not self._attention.known:
                    await self._attention.begin(facts)
                    self.run_worker(self._tell_since(self._attention, facts), group="since")
            except StoreError as error:
                self.facts = replace(self.facts, unreadable=error.title)
            else:
                self.facts = self._with_seen(facts)
                await self._greet()
            if self._attention is not None and self._attention.due:
                await self._attention.keep()
            await asyncio.sleep(max(_SHORTEST, _SHARE * (clock() - started)))

    async def _tell_unsigned(self) -> None:
        """Say once where --allow-unsigned has no effect, and what it means where it has."""
        known = await asyncio.to_thread(self._workplace.known_secrets)
        self._toasts.tell(still_rejected(known) if known else UNSIGNED_TAKEN, wrong=True)

    async def _greet(self) -> None:
        """Open Getting ready, once, where this process records and nothing real was ever heard."""
        greets, self._greets = self._greets, False
        if not greets or self.facts.status.role is not Role.RECORDING or len(self.screen_stack) > 1:
            return
        from sa_monitor.ui.ready_steps import has_heard, is_in_place

        if has_heard(self.facts.authorizations) or is_in_place(self.facts.health):
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
                self._facts_due.set()
        await super().on_event(event)

    async def _tell_since(self, attention: "Attention", facts: Facts) -> None:
        """Begin with what came since the reader last looked, if anything did."""
        before = attention.before
        if before is None:
            return
        from sa_monitor.ui.since import read_since

        try:
            since, losses = await read_since(self._watch.history, before, facts)
        except StoreError:
            return  # the status line says that nothing can be read
        if since and isinstance(self.screen, MonitorScreen):
            from sa_monitor.ui.screens.since import SinceScreen

            await self.push_screen(self._hand_down(SinceScreen(since, losses, clock=self._watch.clock)))

    def on_since_screen_wanted(self, message: "SinceScreen.Wanted") -> None:
        """Show on Monitor what came."""
        monitor = next(page for page in self._pages() if isinstance(page, MonitorScreen))
        monitor.ask(f"since:{rfc3339(message.since.at // 1000 * 1000)}")

    def _with_seen(self, facts: Facts) -> Facts:
        gap_seen = None if self._attention is None else self._attention.gap_seen
        if any(page.PAGE == "deliveries" for page in self._pages()):
            self._rejected_seen = facts.status.rejected
        return replace(facts, gap_seen=gap_seen, rejected_seen=self._rejected_seen)

    def _tell_news(self, before: Facts) -> None:
        """Say for a moment what has just become so."""
        words = None if before.status.role is self.facts.status.role else role_words(self.facts.status)
        if words is not None:
            self._toasts.tell(words)
        trouble = trouble_words(self.facts.health, self.zone)
        if trouble is not None and trouble != trouble_words(before.health, self.zone):
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

    def _toast(self, words: str, seconds: float) -> None:
        self.notify(words, timeout=seconds, markup=False)

    # What goes down to the screens

    def watch_facts(self, before: Facts, facts: Facts) -> None:
        """Hand the facts down."""
        if self.is_running:
            self._tell_news(before)
        for page in self._pages():
            page.facts = facts

    def watch_zone(self, zone: tzinfo) -> None:
        """Hand the zone down."""
        for page in self._pages():
            page.zone = zone

    def _pages(self) -> list[PageScreen]:
        return [screen for screen in self._screens() if isinstance(screen, PageScreen)]

    def _screens(self) -> Sequence[object]:
        return self.screen_stack if self.is_running else ()

    def _hand_down(self, page: P) -> P:
        page.set_reactive(PageScreen.facts, self.facts)
        page.set_reactive(PageScreen.zone, self.zone)
        page.set_reactive(PageScreen.badges, self._badges)
        page.keys = self.keys
        page.kept_in = self._kept_in
        return page

    # What comes up from them

    def on_log_page_details_wanted(self, message: MonitorScreen.DetailsWanted) -> None:
        """Show an event whole."""
        from sa_monitor.ui.screens.details import DetailsScreen

        page = DetailsScreen(
            self._watch.history, message.query, message.step, clock=self._watch.clock, went=message.went
        )
        self.push_screen(self._hand_down(page))

    def on_key_footer_pressed(self, message: KeyFooter.Pressed) -> None:
        """Do what the key that was clicked does."""
        self.simulate_key(message.key)

    async def on_page_screen_opened(self, message: PageScreen.Opened) -> None:
        """Show a page over another."""
        await self.push_screen(self._hand_down(message.page))

    def on_page_screen_annotate_wanted(self, message: PageScreen.AnnotateWanted) -> None:
        """Ask whose a Service App is, and keep the answer."""
        self.run_worker(self._annotate(message.app_id), group="annotate", exclusive=True)

    async def _annotate(self, app_id: str) -> None:
        from sa_monitor.ui.screens.annotate import AnnotateScreen

        label = self.facts.label(app_id)
        try:
            known = await self._watch.history.annotation(app_id)
            told = await self.push_screen_wait(AnnotateScreen(label, known))
            if told is None:
                return
            await asyncio.to_thread(
                self._workplace.telling.annotate,
                app_id,
                critical=told.critical,
                owner=told.owner or "",
                note=told.note or "",
            )
        except SaMonitorError as error:
            self._toasts.tell(str(error), wrong=True)
            return
        self._toasts.tell(f"Kept for {label}.")
        self._facts_due.set()

    def on_page_screen_copy_wanted(self, message: PageScreen.CopyWanted) -> None:
        """Copy something, at once or in the form that the reader chooses."""
        if not message.copies:
            self._toasts.tell("Nothing to copy here.")
        elif message.choose:
            from sa_monitor.ui.screens.copy_as import CopyAsScreen

            self.push_screen(CopyAsScreen(message.copies), self._chosen)
        else:
            self.run_worker(self._copies.copy(message.copies[0]), group="copy")

    def _chosen(self, choice: "CopyChoice | None") -> None:
        if choice is not None:
            doing = self._copies.save if choice.to_file else self._copies.copy
            self.run_worker(doing(choice.copy), group="copy")

    @property
    def _copies(self) -> "Copying":
        if self._copying is None:
            from sa_monitor.ui.copying import Copying

            self._copying = Copying(
                self._workplace.clipboard,
                super().copy_to_clipboard,
                self._toasts.tell,
                lambda words: self._toasts.tell(words, wrong=True),
            )
        return self._copying

    def copy_to_clipboard(self, text: str) -> None:
        """Copy what is selected in a field, as anything else is copied."""
        from sa_monitor.present.copies import Copy

        self.run_worker(self._copies.copy(Copy("selection", text)), group="copy")

    async def on_ready_screen_action_wanted(self, message: "ReadyScreen.ActionWanted") -> None:
        """Do what a step of Getting ready needs."""
        await self.run_action(ACTIONS[message.name].does or message.name)

    def on_ready_screen_quit_wanted(self) -> None:
        """Quit as on Monitor."""
        self.on_monitor_screen_quit_wanted()

    def on_monitor_screen_quit_wanted(self) -> None:
        """Quit; where that ends a recording, ask first."""
        if not self._asks or self.facts.status.role is not Role.RECORDING:
            self.exit()
            return
        from sa_monitor.ui.screens.quit import QuitScreen

        self.push_screen(QuitScreen(), self._answered)

    def _answered(self, quits: bool | None) -> None:  # noqa: FBT001 (Textual gives it so)
        if quits:
            self.exit()

    # Actions

    async def action_go(self, name: str) -> None:
        """Go to a page; Monitor is under all of them, and what lies over it is left."""
        if name == self._page_name():
            return
        with self.batch_update():
            while len(self.screen_stack) > 1:
                await self.pop_screen()
            if name in PAGES:
                await self.push_screen(self._made(name))
        self.facts = self._with_seen(self.facts)

    def _made(self, name: str) -> PageScreen:
        return self._hand_down(PAGES[name](self._watch, self._workplace))

    def _page_name(self) -> str | None:
        return self.screen.PAGE if isinstance(self.screen, PageScreen) else None

    def action_listen(self) -> None:
        """Become the recorder where nobody listens, or try again where listening failed."""
        self.run_worker(self._listen(), group="listen", exclusive=True)

    async def _listen(self) -> None:
        try:
            await self._watch.listen()
        except SaMonitorError as error:
            self._toasts.tell(str(error), wrong=True)
            return
        self._toasts.tell(f"This program listens at {clean(self._watch.status().address or '')}.")

    def action_token(self) -> None:
        """Let the reader give the Webex token."""
        from sa_monitor.ui.screens.token import TokenScreen

        workplace = self._workplace
        screen = TokenScreen(workplace.account, credentials=str(workplace.places.credentials))
        self.push_screen(screen, self._token_given)

    def _token_given(self, kept: bool | None) -> None:  # noqa: FBT001 (Textual gives it so)
        """Have the webhooks listed with it."""
        if kept and self._workplace.health is not None:
            self._workplace.health.look_now()

    def action_secret(self) -> None:
        """Let the reader give a webhook's signing secret."""
        from sa_monitor.ui.screens.secret import SecretScreen

        self.push_screen(SecretScreen(self._workplace.secrets, self._watch.history))

    def action_public_url(self) -> None:
        """Let the reader choose the public URL."""
        from sa_monitor.ui.screens.public_url import PublicUrlScreen

        workplace = self._workplace
        self.push_screen(PublicUrlScreen(workplace.way_in(self._watch.history), workplace.goes_first))

    def action_test_delivery(self) -> None:
        """Send a test delivery through the public URL, and say how it went."""
        self.run_worker(self._test(), group="test", exclusive=True)

    async def _test(self) -> None:
        from sa_monitor.present.trial_words import trial_words

        way_in = self._workplace.way_in(self._watch.history)
        try:
            trial = await way_in.test()
        except SaMonitorError as error:
            self._toasts.tell(str(error), wrong=True)
            return
        if trial is None:
            self._toasts.tell("There is no public URL to send a test delivery through.", wrong=True)
        else:
            self._toasts.tell(trial_words(trial, way_in.address), wrong=not trial.passed)

    def action_known(self) -> None:
        """Let the reader enter authorizations that they know already."""
        from sa_monitor.ui.screens.known import KnownScreen

        self.push_screen(KnownScreen(self._workplace.telling, self.facts.authorizations), self._entered)

    def _entered(self, count: int | None) -> None:
        if count:
            self._facts_due.set()

    def action_new_webhook(self) -> None:
        """Let the reader write a new webhook, for the Service App that they look at."""
        if self._workplace.settings.read_only:
            self._toasts.tell("Nothing is changed at Webex: --read-only forbids it.", wrong=True)
            return
        from sa_monitor.model.webhook_draft import new_draft
        from sa_monitor.ui.screens.webhook_form import WebhookFormScreen

        at = self.screen.app_in_hand if isinstance(self.screen, PageScreen) else None
        page = WebhookFormScreen(self._workplace, self._watch.history, new_draft(at), clock=self._watch.clock)
        self.push_screen(self._hand_down(page))

    def action_utc(self) -> None:
        """Show times in UTC, or in the local zone."""
        self.zone = self._local if self.zone is UTC else UTC

    def action_colours(self) -> None:
        """Use light colours, then the terminal's own, then dark ones."""
        self.theme = after(self.theme).name

    def action_help(self) -> None:
        """Show the keys of where the reader is."""
        from sa_monitor.ui.commands import available
        from sa_monitor.ui.screens.help import HelpScreen

        self.push_screen(HelpScreen(list(available(self.screen)), self.keys))

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
