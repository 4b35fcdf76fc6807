"""The line in which a time to go to is typed."""

from collections.abc import Callable
from datetime import UTC, tzinfo

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.events import Key
from textual.message import Message
from textual.widgets import Input

from sa_monitor.errors import QueryError
from sa_monitor.model.moments import Clock, end_of
from sa_monitor.present.cells import width
from sa_monitor.present.clean import clean
from sa_monitor.present.tone import Line, Span, Tone
from sa_monitor.ui.widgets.tone_view import ToneView

_PROMPT = " time "
_EXAMPLE = "14:21  2026-11-01  2026-11-01T08:00Z  24h  7d  yesterday"


class TimeBar(Vertical):
    """Reads a time when the reader has finished, and says what was wrong with it. It is hidden while nobody types."""

    class Wanted(Message):
        """The reader wants to see what was heard before this instant; None: he named none."""

        def __init__(self, before: int | None) -> None:
            super().__init__()
            self.before = before

    class Left(Message):
        """The reader has gone back."""

    def __init__(self, clock: Callable[[], int]) -> None:
        super().__init__()
        self._clock = clock
        self._zone: tzinfo = UTC

    def compose(self) -> ComposeResult:
        """Lay the words over the field."""
        yield ToneView(classes="words")
        with Horizontal():
            yield ToneView(classes="prompt")
            yield Input(placeholder=_EXAMPLE, compact=True)

    def on_mount(self) -> None:
        """Show where to type."""
        self.query_one(".prompt", ToneView).show([(Span(_PROMPT, Tone.ACCENT),)])

    def begin(self, zone: tzinfo) -> None:
        """Let the reader type; a time without a zone is of `zone`."""
        self._zone = zone
        self.display = True
        field = self.query_one(Input)
        field.value = ""
        self._tell([])
        self.screen.set_focus(field)  # at once: the next key is meant for it

    def end(self) -> None:
        """Hide the field."""
        self.display = False

    def on_input_changed(self) -> None:
        """Forget what was wrong."""
        self._tell([])

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Say where it leads, or what is wrong."""
        text = event.value.strip()
        try:
            before = end_of(text, Clock(self._clock(), self._zone)) if text else None
        except QueryError as mistake:
            words = ((mistake.title, Tone.ERROR), (mistake.advice, Tone.QUIET))
            self._tell([(Span(" " * width(_PROMPT)), Span(clean(said), tone)) for said, tone in words])
        else:
            self.post_message(self.Wanted(before))

    def on_key(self, event: Key) -> None:
        """Leave by escape."""
        if event.key == "escape":
            event.stop()
            self.post_message(self.Left())

    def _tell(self, lines: list[Line]) -> None:
        view = self.query_one(".words", ToneView)
        view.display = bool(lines)
        view.styles.height = len(lines)
        view.show(lines)
