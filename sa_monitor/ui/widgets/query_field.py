"""The field in which a query is typed: coloured by what it means, with completion and what was asked before."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.highlighter import Highlighter
from rich.style import Style
from rich.text import Text
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

from sa_monitor.model.query import query_keys
from sa_monitor.present.tone import Tone
from sa_monitor.ui.completion import Completion, Known, completions

_EXAMPLE = "event:deauthorized  app:name  org:name  since:7d  or a word"


class QueryField(Input):
    """Says by `Offered` what could come next; `tab` takes it and goes on to the next, `up` brings back past queries."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete(1)", show=False),
        Binding("shift+tab", "complete(-1)", show=False),
        Binding("up", "recall(1)", show=False),
        Binding("down", "recall(-1)", show=False),
    ]

    class Offered(Message):
        """The query could go on with these; `chosen` is the one that was taken, None where none was yet."""

        def __init__(self, completions: Sequence[Completion], chosen: int | None) -> None:
            super().__init__()
            self.completions = completions
            self.chosen = chosen

    def __init__(self, tone: Callable[[Tone], Style]) -> None:
        self._colours = _Colours(tone)
        super().__init__(placeholder=_EXAMPLE, compact=True, highlighter=self._colours)
        self._known: Known = {}
        self._past: Sequence[str] = ()
        self._back = 0
        self._draft = ""
        self._begun = ""
        self._offered: Sequence[Completion] = ()
        self._chosen: int | None = None

    def begin(self, text: str, known: Known, past: Sequence[str]) -> None:
        """Let the reader change a query; `past` are those that were asked before, oldest first."""
        self._known, self._past, self._back = known, past, 0
        with self.prevent(Input.Changed):
            self.value = text
        self.cursor_position = len(text)
        self.mark(None)
        self.offer()

    def know(self, known: Known) -> None:
        """Offer these values too from now on."""
        self._known = {**self._known, **known}
        if self._chosen is None and self._colours.wrong is None:
            self.offer()

    def mark(self, column: int | None) -> None:
        """Show from which column on the query is wrong; None where it isn't."""
        self._colours.wrong = column
        self.refresh()

    def offer(self) -> None:
        """Look anew what could come next."""
        self._begun, self._chosen = self.value, None
        self._offered = completions(self.value, self.cursor_position, self._known)
        self.post_message(self.Offered(self._offered, None))

    def offers_for(self, column: int) -> bool:
        """Tell whether something is offered for the term under the cursor, and the column is in it."""
        return bool(self._offered) and column > self.value.rfind(" ", 0, self.cursor_position) + 1

    def action_complete(self, by: int) -> None:
        """Take what is offered; again, take the next one instead."""
        if not self._offered:
            return
        first = 0 if by > 0 else -1
        chosen = (first if self._chosen is None else self._chosen + by) % len(self._offered)
        taken = self._offered[chosen]
        with self.prevent(Input.Changed):
            self.value = taken.applied_to(self._begun)
        self.cursor_position = taken.cursor
        self.mark(None)
        if taken.text.endswith(":"):
            self.offer()
            return
        self._chosen = chosen
        self.post_message(self.Offered(self._offered, chosen))

    def action_recall(self, by: int) -> None:
        """Bring back an older query, or a newer one; the newest is what was being typed."""
        back = min(max(0, self._back + by), len(self._past))
        if back == self._back:
            return
        if not self._back:
            self._draft = self.value
        self._back = back
        self.value = self._past[-back] if back else self._draft
        self.cursor_position = len(self.value)


class _Colours(Highlighter):
    """Colours the keys of the language, and what is wrong from a column on."""

    def __init__(self, tone: Callable[[Tone], Style]) -> None:
        self._tone = tone
        self.wrong: int | None = None

    def highlight(self, text: Text) -> None:
        """Colour a query."""
        for start, end in query_keys(text.plain):
            text.stylize(self._tone(Tone.ACCENT), start, end)
        if self.wrong is not None:
            start = min(self.wrong - 1, max(0, len(text.plain) - 1))
            text.stylize(self._tone(Tone.ERROR), start, _end_of_term(text.plain, start))


def _end_of_term(text: str, start: int) -> int:
    end = text.find(" ", start)
    return len(text) if end < 0 else end
