"""Doctor: whether everything is in place, a line per check, and below what the program said of itself."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from sa_monitor.errors import SaMonitorError
from sa_monitor.model.checkup import Check
from sa_monitor.monitor.doctor import Doctor
from sa_monitor.monitor.messages import Messages
from sa_monitor.present.ages import ago
from sa_monitor.present.checkup_lines import checkup_lines
from sa_monitor.present.checkup_rows import checkup_advice, checkup_row, checkup_totals, checkup_whole
from sa_monitor.present.message_lines import message_lines, no_message
from sa_monitor.present.quantities import grouped
from sa_monitor.present.rules import Heading, ruled
from sa_monitor.ui.actions import Place, bindings
from sa_monitor.ui.board import Rows
from sa_monitor.ui.fixes import fix_of
from sa_monitor.ui.screens.page import PageScreen
from sa_monitor.ui.widgets.footer import KeyFooter
from sa_monitor.ui.widgets.lines_view import LinesView
from sa_monitor.ui.widgets.list_pane import ListPane
from sa_monitor.ui.widgets.tone_view import ToneView

if TYPE_CHECKING:
    from sa_monitor.present.copies import Copy

_KEYS = ("open", "refresh", "test_delivery", "next_pane", "copy", "token", "back", "help")
_LABELS = {"open": "do what helps", "refresh": "check again", "next_pane": "messages"}
_MESSAGES_LEAST = 4
"""Lines that the messages keep, however many checks there are."""
_LOOK = 1.0
"""Seconds between two looks at the messages: some come from other threads."""


class DoctorScreen(PageScreen):
    """Checks when it opens, when the reader comes back to it, and on `r`; what was known stays until it is known anew.

    Nothing is changed by a check.
    """

    CSS_PATH = "../styles/doctor.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings(Place.DOCTOR, Place.RECORDED, Place.PAGE)
    PAGE: ClassVar[str | None] = "doctor"
    AUTO_FOCUS = "#checks"

    def __init__(self, doctor: Doctor, messages: Messages, *, clock: Callable[[], int]) -> None:
        super().__init__(clock)
        self._doctor = doctor
        self._messages = messages
        self._checks: Sequence[Check] = ()
        self._checked_at: int | None = None
        self._begun = False

    # What it is made of

    def compose(self) -> ComposeResult:
        """Lay it out from top to bottom."""
        yield self.status_bar()
        yield ToneView(id="rule")
        yield ListPane(id="checks")
        yield ToneView(id="about")
        yield ToneView(id="whole")
        yield ToneView(id="said")
        yield LinesView(id="messages")
        yield self.key_footer()

    def on_mount(self) -> None:
        """Begin to check."""
        self.query_one(KeyFooter).offer(_KEYS, _LABELS)
        self.set_interval(_LOOK, self._show_messages)
        self._check()

    def on_resize(self) -> None:
        """Use the room there is."""
        self._show()

    def on_screen_resume(self) -> None:
        """Check again: a dialog or another page may have mended something."""
        if self._begun:
            self._check()

    # Checking

    def _check(self) -> None:
        self.do_latest("checks", self._run_checks)

    async def _run_checks(self) -> None:
        """Show each answer as it comes, above what was known before of the rest."""
        self._begun, self._checked_at = True, None
        before, come = self._checks, list[Check]()
        self._show()
        try:
            async for check in self._doctor.checks():
                come.append(check)
                names = {known.check for known in come}
                self._checks = [*come, *(known for known in before if known.check not in names)]
                self._show()
        except SaMonitorError as error:
            self.notify(str(error), markup=False)
        self._checks, self._checked_at = come, self.clock()
        self._show()

    # What comes down

    def ticked(self) -> None:
        """Count ages to this moment."""
        self._show()

    # What is shown

    def _show(self) -> None:
        cells = self.app.size.width
        checks = self.query_one("#checks", ListPane)
        checks.styles.height = min(max(1, len(self._checks)), self._room)
        checks.fill(Rows(_keys_of(self._checks), lambda at: checkup_row(self._checks[at], cells)))
        known = self._checked_at
        state = "checking" if known is None else f"checked {ago(known, self.clock(), self.zone)}"
        totals = checkup_totals(self._checks) if known is not None else ""
        heading = Heading("Doctor", middle=(totals,), right=(f"{state}   esc back", state), focused=True)
        self.query_one("#rule", ToneView).show([ruled(heading, cells)])
        self._show_whole()
        self._show_messages()

    @property
    def _room(self) -> int:
        """How many lines the checks may take."""
        whole = self.query_one("#whole", ToneView)
        return max(3, self.app.size.height - _MESSAGES_LEAST - 5 - len(whole.lines))

    def _show_whole(self) -> None:
        """Tell all of the check under the cursor."""
        about, whole = self.query_one("#about", ToneView), self.query_one("#whole", ToneView)
        check, cells = self._current, self.app.size.width
        about.display = whole.display = check is not None
        if check is None:
            return
        fix = fix_of(check)
        about.show([ruled(Heading(check.check), cells)])
        rows = checkup_whole(check, None if fix is None else fix.help, cells)
        whole.styles.height = len(rows)
        whole.show(rows)

    def _show_messages(self) -> None:
        cells, messages = self.app.size.width, self._messages.newest
        view = self.query_one("#messages", LinesView)
        rows = list(message_lines(messages, self.clock(), self.zone, cells)) or no_message()
        if rows != view.page:
            view.fill(rows, from_top=not view.has_focus)
        title = f"Messages ─ {grouped(len(messages))}" if messages else "Messages"
        heading = Heading(title, right=("newest first",), focused=view.has_focus)
        self.query_one("#said", ToneView).show([ruled(heading, cells)])

    @property
    def _current(self) -> Check | None:
        """The check under the cursor."""
        at = self.query_one("#checks", ListPane).at
        return self._checks[at] if at < len(self._checks) else None

    async def copies(self) -> "Sequence[Copy]":
        """Give the check under the cursor, or the line of the messages."""
        from sa_monitor.present.copies import Copy

        if self._current is None or self.query_one("#messages").has_focus:
            return await super().copies()
        return [Copy("check", "\n".join(checkup_lines(self._current)))]

    # Going about

    def on_list_pane_moved(self) -> None:
        """Tell of the one under the cursor."""
        self._show_whole()

    def on_list_pane_opened(self) -> None:
        """Do what helps; where nothing here does, say what is to be done."""
        check = self._current
        if check is None:
            return
        fix = fix_of(check)
        if fix is not None:
            self.post_message(self.ActionWanted(fix.name))
        else:
            self.notify(checkup_advice(check), markup=False)

    def on_descendant_focus(self) -> None:
        """Say which part has the cursor."""
        self._show_messages()

    def action_refresh(self) -> None:
        """Check again."""
        self._check()

    def action_next_pane(self) -> None:
        """Go to the other part."""
        self.focus_next()

    def action_previous_pane(self) -> None:
        """Go to the other part."""
        self.focus_previous()


def _keys_of(checks: Sequence[Check]) -> list[str]:
    """Name each check; of one name there may be several."""
    named: dict[str, int] = {}
    keys = []
    for check in checks:
        number = named[check.check] = named.get(check.check, 0) + 1
        keys.append(f"{check.check} {number}")
    return keys
