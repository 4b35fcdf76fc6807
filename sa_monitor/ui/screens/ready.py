"""Getting ready: the steps from a program that listens to the first delivery, each one key from its own fix."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from msgspec.structs import replace
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message

from sa_monitor.errors import SaMonitorError
from sa_monitor.monitor.readiness import Readiness
from sa_monitor.present.clean import clean
from sa_monitor.present.ready_page import foot_lines, step_lines
from sa_monitor.present.rules import Heading, ruled
from sa_monitor.ui.actions import Place, bindings
from sa_monitor.ui.facts import Facts
from sa_monitor.ui.ready_steps import Looked, steps_of
from sa_monitor.ui.screens.page import PageScreen
from sa_monitor.ui.widgets.footer import KeyFooter
from sa_monitor.ui.widgets.steps_view import StepsView
from sa_monitor.ui.widgets.tone_view import ToneView

if TYPE_CHECKING:
    from sa_monitor.present.ready_words import StepWords

_KEYS = ("do_step", "token", "new_webhook", "test_delivery", "leave", "down", "secret", "known", "help")
_ROOMY = 30
"""Lines from which the foot follows the steps at once, with the room that is left below it."""


class ReadyScreen(PageScreen):
    """Looks at every step when it opens and whenever that may have changed.

    `at_start` says that it opened by itself: then it is the top where `q` quits, and goes with the first real
    delivery.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings(Place.READY, Place.PAGE)
    PAGE: ClassVar[str | None] = "ready"
    AUTO_FOCUS = "StepsView"

    class QuitWanted(Message):
        """The reader wants to quit."""

    def __init__(
        self,
        readiness: Readiness,
        *,
        clock: Callable[[], int],
    ) -> None:
        super().__init__(clock)
        self.at_start = False
        self._readiness = readiness
        self._looked: Looked | None = None
        self._steps: Sequence[StepWords] = ()

    # What it is made of

    def compose(self) -> ComposeResult:
        """Lay it out from top to bottom."""
        yield self.status_bar()
        yield ToneView(id="rule")
        yield StepsView()
        yield ToneView(id="foot")
        yield ToneView(id="rest")
        yield self.key_footer()

    def on_mount(self) -> None:
        """Look at everything."""
        labels = {"down": "step", "leave": "quit" if self.at_start else "back"}
        self.query_one(KeyFooter).offer(_KEYS, labels)
        self._looked = Looked(
            status=self.facts.status,
            kept_in=self.kept_in,
            heard_at=self.facts.health.heard_at,
            contained=self._readiness.in_container,
        )
        self._show()
        self.look()

    def on_resize(self) -> None:
        """Use the room there is."""
        self._show()

    # Looking

    def look(self) -> None:
        """Look at everything again; what was seen before stays until then."""
        self.do_latest("token", self._look_at_token)
        self.do_latest("way", self._look_at_way)

    def on_screen_resume(self) -> None:
        """Look again: what stood over the page may have changed anything."""
        if self._looked is not None:
            self._leave_when_heard()
            self.look()

    def watch_facts(self, before: Facts, facts: Facts) -> None:
        """Show what was seen meanwhile; with the first real delivery nothing is left to do."""
        if self._looked is None:
            return
        self._looked = replace(self._looked, status=facts.status, heard_at=facts.health.heard_at)
        self._leave_when_heard()
        self._show()
        was, now = before.health.checks, facts.health.checks
        if (was.listed_at, was.unlisted) != (now.listed_at, now.unlisted):
            self.do_latest("webhooks", self._look_at_webhooks)
        if was.probe != now.probe or before.status.address != facts.status.address:
            self.do_latest("way", self._look_at_way)

    def ticked(self) -> None:
        """Count ages to this moment."""
        self._show()

    async def _look_at_token(self) -> None:
        """Ask whose the token is, then which webhooks are ours."""
        self._see(token=await self._readiness.token())
        await self._look_at_webhooks()

    async def _look_at_webhooks(self) -> None:
        self._see(webhooks=await self._readiness.webhooks())

    async def _look_at_way(self) -> None:
        """Ask where the public URL leads."""
        self._see(way=await self._readiness.way_in())

    def _see(self, **seen: Any) -> None:
        if self._looked is not None:
            self._looked = replace(self._looked, **seen)
            self._show()

    # Showing

    def _show(self) -> None:
        cells, lines = self.app.size
        if self._looked is None or not self.is_mounted:
            return
        self._steps = steps_of(self._looked, self.clock(), self.zone)
        done = sum(step.done for step in self._steps)
        heading = Heading(
            "Getting ready", right=(f"{done} of {len(self._steps)} ── esc hides",), focused=True
        )
        self.query_one("#rule", ToneView).show([ruled(heading, cells)])
        written = [step_lines(step, number, cells) for number, step in enumerate(self._steps, start=1)]
        view = self.query_one(StepsView)
        roomy = lines >= _ROOMY
        self.query_one("#rest").display = roomy
        view.styles.height = sum(len(step) + 1 for step in written) if roomy else "1fr"
        view.fill(written)
        if not view.touched:
            view.point(next((at for at, step in enumerate(self._steps) if not step.done), 0))
        foot = self.query_one("#foot", ToneView)
        said = foot_lines(self.keys.shown("known"), cells)
        foot.styles.height = len(said)
        foot.show(said)

    def _leave_when_heard(self) -> None:
        if self.at_start and self.is_current and self.facts.heard:
            self.dismiss()

    # What is done

    def on_steps_view_wanted(self, message: StepsView.Wanted) -> None:
        """Have the step done, where there is anything to do."""
        name = self._steps[message.number].does
        if name == "refresh":
            self.look()
        elif name == "test_delivery":
            self.action_test_delivery()
        elif name:
            self.post_message(self.ActionWanted(name))

    def action_known(self) -> None:
        """Let the reader enter what they know already."""
        self.post_message(self.ActionWanted("known"))

    def action_test_delivery(self) -> None:
        """Send a test delivery, and say in its step how far it came."""
        self.do_latest("test", self._test)

    async def _test(self) -> None:
        self._see(testing=True)
        try:
            self._see(trial=await self._readiness.test())
        except SaMonitorError as error:
            self.notify(clean(str(error)), markup=False)
        finally:
            self._see(testing=False)

    def action_refresh(self) -> None:
        """Look again, at everything."""
        self.look()

    def action_leave(self) -> None:
        """Ask to quit where this is the top; else go back."""
        if self.at_start:
            self.post_message(self.QuitWanted())
        else:
            self.dismiss()
