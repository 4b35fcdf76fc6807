"""A field of a form: its label, a line to type in, what is said beside it, and under it what is wrong with it."""

from collections.abc import Iterable, Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from sa_monitor.present.paragraph import broken
from sa_monitor.present.tone import Line, Span, Tone, line
from sa_monitor.ui.widgets.suggesting_input import SuggestingInput, Suggestion
from sa_monitor.ui.widgets.tone_view import ToneView

LABEL = 14
"""Cells of the labels."""

_LISTED = 8
"""Lines of a list at most."""


class FormField(Vertical):
    """One line high; higher while something is said under it. A list of suggestions lies over what is below."""

    def __init__(self, label: str, *controls: Widget, id: str) -> None:  # noqa: A002 (Textual's name)
        super().__init__(id=id)
        self._label = label
        self._controls = controls
        self._under: Span | None = None

    def compose(self) -> ComposeResult:
        """Lay it out."""
        with Horizontal(classes="row"):
            yield ToneView(classes="label")
            yield from self._bracketed()
            yield ToneView(classes="beside")
        yield ToneView(classes="under")
        yield ToneView(classes="offered")

    def on_mount(self) -> None:
        """Write the label."""
        self.query_one(".label", ToneView).show([line(f" {self._label}")])
        for bracket in self.query(".bracket").results(ToneView):
            bracket.show([line("[" if bracket.has_class("-left") else "]", Tone.QUIET)])
        self.say_under(None)

    def say_beside(self, words: Span | None) -> None:
        """Say this beside it, instead of what was said."""
        self.query_one(".beside", ToneView).show([(Span("  "), words)] if words is not None else [])

    def say_under(self, words: Span | None) -> None:
        """Say this under it, on as many lines as that takes."""
        self._under = words
        self._lay_out_under()

    def on_resize(self) -> None:
        """Use the room there is."""
        self._lay_out_under()

    def on_suggesting_input_offered(self, message: SuggestingInput.Offered) -> None:
        """Show what can be chosen, or nothing any more."""
        message.stop()
        view = self.query_one(".offered", ToneView)
        view.display = bool(message.offered)
        top = max(0, message.at - _LISTED + 1)
        shown = message.offered[top : top + _LISTED]
        view.styles.height = max(1, len(shown))
        view.show([line(f"  {words}") for _value, words in shown], message.at - top)

    def suggest(self, suggestions: Sequence[Suggestion]) -> None:
        """Let the reader choose from these by Down."""
        self.query_one(SuggestingInput).suggestions = suggestions

    def _bracketed(self) -> Iterable[Widget]:
        for control in self._controls:
            is_line = isinstance(control, SuggestingInput)
            if is_line:
                yield ToneView(classes="bracket -left")
            yield control
            if is_line:
                yield ToneView(classes="bracket")

    def _lay_out_under(self) -> None:
        view = self.query_one(".under", ToneView)
        view.display = self._under is not None
        if self._under is not None:
            rows = _lines(self._under, max(1, self.size.width - LABEL - 1))
            view.styles.height = len(rows)
            view.show(rows)


def _lines(words: Span, cells: int) -> list[Line]:
    return [line(f"{' ' * LABEL} {piece}", words.tone) for piece in broken(words.text, cells)]
