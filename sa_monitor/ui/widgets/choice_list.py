"""One of several, each on a line of its own with what it means."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Click

from sa_monitor.present.cells import width
from sa_monitor.present.tone import Span, Tone
from sa_monitor.ui.widgets.choice import Choice


class ChoiceList(Choice):
    """Shows (value, label, meaning) rows, one of which is chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "choose(1)", show=False),
        Binding("up,k", "choose(-1)", show=False),
    ]

    def __init__(
        self,
        options: Sequence[tuple[str, str, str]],
        chosen: str,
        *,
        id: str | None = None,  # noqa: A002 (Textual's name)
    ) -> None:
        super().__init__([(value, label) for value, label, _ in options], chosen, id=id)
        self._meanings = [meaning for *_, meaning in options]

    def on_click(self, event: Click) -> None:
        """Choose the one that was clicked."""
        event.prevent_default()  # what is side by side is found otherwise
        if event.y < len(self._options):
            self._choose(event.y)

    def _resize(self) -> None:
        self.styles.height = len(self._options)

    def _paint(self) -> None:
        longest = max(width(label) for _, label in self._options)
        rows = []
        for spans, (_, label), meaning in zip(self._marked(), self._options, self._meanings, strict=True):
            rows.append((*spans, Span(" " * (longest - width(label)) + f"   {meaning}", Tone.QUIET)))
        self.show(rows, self._at if self.has_focus else None)
