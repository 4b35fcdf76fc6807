"""The line in which a query is typed."""

from collections.abc import Callable
from datetime import tzinfo
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.events import Key
from textual.message import Message
from textual.widgets import Input

from sa_monitor.errors import QueryError
from sa_monitor.model.moments import Clock
from sa_monitor.model.query import Query, parse_query
from sa_monitor.present.cells import width
from sa_monitor.present.clean import clean
from sa_monitor.present.tone import Span, Tone
from sa_monitor.ui.widgets.tone_view import ToneView

if TYPE_CHECKING:
    from textual.timer import Timer

_PAUSE = 0.15
"""Seconds without a key after which what was typed is asked."""

_PROMPT = " / "


class QueryBar(Vertical):
    """An input for a query, with its mistake at the place where it is. It is hidden while nobody types."""

    class Asked(Message):
        """The query that is to be asked; `done` when the reader has finished typing."""

        def __init__(self, query: Query, *, done: bool) -> None:
            super().__init__()
            self.query = query
            self.done = done

    class Left(Message):
        """The reader has gone back: what was asked before holds."""

    def __init__(self, clock: Callable[[], int]) -> None:
        super().__init__()
        self._clock = clock
        self._zone: tzinfo | None = None
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """Lay the mistake over the input."""
        yield ToneView(id="mistake")
        with Horizontal():
            yield ToneView(id="prompt")
            yield Input(
                placeholder="event:deauthorized  app:name  org:name  since:7d  or a word", compact=True
            )

    def on_mount(self) -> None:
        """Show where to type."""
        self.query_one("#prompt", ToneView).show([(Span(_PROMPT, Tone.ACCENT),)])

    @property
    def open(self) -> bool:
        """Whether the reader is typing."""
        return bool(self.display)

    def begin(self, text: str, zone: tzinfo) -> None:
        """Let the reader change the query; a time without a zone is of `zone`."""
        self._zone = zone
        self.display = True
        field = self.query_one(Input)
        with self.prevent(Input.Changed):
            field.value = text
        field.cursor_position = len(text)
        self._tell_mistake(None)
        self.screen.set_focus(field)  # at once: the next key is meant for it

    def end(self) -> None:
        """Hide the input."""
        self._stop()
        self.display = False

    def on_input_changed(self) -> None:
        """Ask after a moment, so that not every letter is a question."""
        self._stop()
        self._timer = self.set_timer(_PAUSE, lambda: self._ask(done=False))

    def on_input_submitted(self) -> None:
        """Ask now."""
        self._stop()
        self._ask(done=True)

    def on_key(self, event: Key) -> None:
        """Leave by escape."""
        if event.key == "escape":
            event.stop()
            self._stop()
            self.post_message(self.Left())

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def _ask(self, *, done: bool) -> None:
        text = self.query_one(Input).value
        clock = Clock(self._clock()) if self._zone is None else Clock(self._clock(), self._zone)
        try:
            query = parse_query(text, clock)
        except QueryError as mistake:
            self._tell_mistake(mistake)
            return
        self._tell_mistake(None)
        self.post_message(self.Asked(query, done=done))

    def _tell_mistake(self, mistake: QueryError | None) -> None:
        """Write the mistake above the input, beginning over the column where it is as far as there is room."""
        view = self.query_one("#mistake", ToneView)
        view.display = mistake is not None
        if mistake is None:
            return
        at = len(_PROMPT) + mistake.column - 1
        lines = []
        for words, tone in ((clean(mistake.title), Tone.ERROR), (clean(mistake.advice), Tone.QUIET)):
            start = max(1, min(at, self.app.size.width - width(words) - 1))
            lines.append((Span(" " * start), Span(words, tone)))
        view.show(lines)
