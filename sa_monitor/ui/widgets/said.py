"""Sentences in a dialog, as high as they are long."""

from collections.abc import Sequence

from sa_monitor.present.paragraph import Said, paragraphs
from sa_monitor.ui.widgets.tone_view import ToneView


class SaidView(ToneView):
    """Shows sentences, broken into the room there is. Without any it takes no line."""

    def __init__(self, said: Sequence[Said] = (), *, id: str | None = None) -> None:  # noqa: A002 (Textual's name)
        super().__init__(id=id)
        self._said = said

    def say(self, *said: Said) -> None:
        """Say this, instead of what was said."""
        self._said = said
        self._lay_out()

    def on_resize(self) -> None:
        """Use the room there is."""
        self._lay_out()

    def on_mount(self) -> None:
        """Take no line for nothing."""
        self._lay_out()

    def _lay_out(self) -> None:
        lines = list(paragraphs(self._said, self.size.width)) if self.size.width else []
        self.display = bool(self._said)
        self.styles.height = max(1, len(lines))
        self.show(lines)
