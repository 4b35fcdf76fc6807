"""The border between two panes."""

from textual.events import Resize

from sa_monitor.present.tone import Span, Tone
from sa_monitor.ui.widgets.tone_view import ToneView

_BORDER = (Span("│", Tone.QUIET),)


class Divider(ToneView):
    """One cell wide, as high as what it divides."""

    def on_resize(self, event: Resize) -> None:
        """Draw it from top to bottom."""
        self.show([_BORDER] * event.size.height)
