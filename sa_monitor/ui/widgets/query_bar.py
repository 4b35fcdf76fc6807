"""The lines in which a query is typed."""

from collections.abc import Callable, Sequence
from datetime import UTC, tzinfo
from typing import TYPE_CHECKING

from rich.style import Style
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.events import Key
from textual.message import Message

from sa_monitor.errors import QueryError
from sa_monitor.model.moments import Clock
from sa_monitor.model.query import Query, parse_query
from sa_monitor.present.cells import width
from sa_monitor.present.clean import clean
from sa_monitor.present.tone import Line, Span, Tone
from sa_monitor.ui.completion import Completion, Known
from sa_monitor.ui.widgets.query_field import QueryField
from sa_monitor.ui.widgets.tone_view import ToneView

if TYPE_CHECKING:
    from textual.timer import Timer

_PAUSE = 0.5
"""Seconds without a key after which a mistake is told: before, it may be a word that isn't whole yet."""

_PROMPT = " / "
_GAP = "  "


class QueryBar(Vertical):
    """A field for a query. Above it stands what could come next, or the mistake at its place.

    It is hidden while nobody types.
    """

    class Asked(Message):
        """The query that is to be asked."""

        def __init__(self, query: Query) -> None:
            super().__init__()
            self.query = query

    class Left(Message):
        """The reader has gone back: what was asked before holds."""

    def __init__(self, clock: Callable[[], int]) -> None:
        super().__init__()
        self._clock = clock
        self._zone: tzinfo = UTC
        self._seen = 0
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """Lay the words over the field."""
        yield ToneView(id="words")
        with Horizontal():
            yield ToneView(id="prompt")
            yield QueryField(self._style)

    def on_mount(self) -> None:
        """Show where to type."""
        self.query_one("#prompt", ToneView).show([(Span(_PROMPT, Tone.ACCENT),)])

    @property
    def open(self) -> bool:
        """Whether the reader is typing."""
        return bool(self.display)

    def begin(self, text: str, zone: tzinfo, known: Known, past: Sequence[str], *, seen: int = 0) -> None:
        """Let the reader change the query; a time without a zone is of `zone`, `past` was asked before.

        What was recorded after the event `seen` is new to the reader.
        """
        self._zone, self._seen = zone, seen
        self.display = True
        field = self.query_one(QueryField)
        field.begin(text, known, past)
        self.screen.set_focus(field)  # at once: the next key is meant for it

    def know(self, known: Known) -> None:
        """Offer these values too from now on."""
        self.query_one(QueryField).know(known)

    def end(self) -> None:
        """Hide the field."""
        self._stop()
        self.display = False

    def on_input_changed(self) -> None:
        """Offer what could come next, and look for a mistake after a moment."""
        self._stop()
        field = self.query_one(QueryField)
        field.mark(None)
        field.offer()
        self._timer = self.set_timer(_PAUSE, self._check_paused)

    def on_input_submitted(self) -> None:
        """Ask, if it can be asked."""
        self._stop()
        query = self._check()
        if query is not None:
            self.post_message(self.Asked(query))

    def on_query_field_offered(self, message: QueryField.Offered) -> None:
        """Show what could come next."""
        self.query_one("#words", ToneView).show(
            [_offer(message.completions, message.chosen, self.size.width)]
        )
        self._high(1)

    def on_key(self, event: Key) -> None:
        """Leave by escape."""
        if event.key == "escape":
            event.stop()
            self._stop()
            self.post_message(self.Left())

    def _style(self, tone: Tone) -> Style:
        return self.screen.get_component_rich_style(f"tone--{tone}", partial=True)

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def _check_paused(self) -> None:
        """Tell a mistake; what is being typed isn't one as long as something is offered to go on with."""
        _query, mistake = self._read()
        if mistake is not None and not self.query_one(QueryField).offers_for(mistake.column):
            self._tell(mistake)

    def _check(self) -> Query | None:
        """Give the query as it stands; None where it is wrong, which is then told."""
        query, mistake = self._read()
        if mistake is not None:
            self._tell(mistake)
        return query

    def _read(self) -> tuple[Query | None, QueryError | None]:
        """Give the query, or what is wrong with it."""
        clock = Clock(self._clock(), self._zone, self._seen)
        try:
            return parse_query(self.query_one(QueryField).value, clock), None
        except QueryError as mistake:
            return None, mistake

    def _tell(self, mistake: QueryError) -> None:
        """Mark the mistake, and write it above the field, over the column where it is as far as there is room."""
        self.query_one(QueryField).mark(mistake.column)
        at = len(_PROMPT) + mistake.column - 1
        lines = []
        for words, tone in ((clean(mistake.title), Tone.ERROR), (clean(mistake.advice), Tone.QUIET)):
            start = max(1, min(at, self.app.size.width - width(words) - 1))
            lines.append((Span(" " * start), Span(words, tone)))
        self.query_one("#words", ToneView).show(lines)
        self._high(2)

    def _high(self, lines: int) -> None:
        self.query_one("#words").styles.height = lines


def _offer(completions: Sequence[Completion], chosen: int | None, cells: int) -> Line:
    """Write what could come next, with what was taken in sight."""
    if not completions:
        return ()
    spans = [Span(" tab", Tone.ACCENT)]
    room = cells - 5
    for number, completion in _around(completions, chosen, room):
        spans.append(
            Span(f"{_GAP}{clean(completion.shown)}", Tone.STRONG if number == chosen else Tone.QUIET)
        )
    return tuple(spans)


def _around(
    completions: Sequence[Completion], chosen: int | None, room: int
) -> Sequence[tuple[int, Completion]]:
    """Give those to show: from the first on as long as the one that was taken is among them, else from it on."""
    numbered = list(enumerate(completions))
    taken = 0
    for place, (_number, completion) in enumerate(numbered):
        taken += width(_GAP) + width(clean(completion.shown))
        if chosen is not None and place == chosen and taken > room:
            return numbered[chosen:]
    return numbered
