"""Lines under the status line of every page, for what the reader has to know wherever they are."""

from collections.abc import Sequence

from sa_monitor.present.tone import Line
from sa_monitor.ui.widgets.tone_view import ToneView


class Banner(ToneView):
    """As high as its lines; without any it isn't there."""

    def tell(self, lines: Sequence[Line]) -> None:
        """Show these lines; the page moves only when their number changes."""
        if len(lines) != len(self.lines):
            self.styles.height = len(lines)
            self.display = bool(lines)
        self.show(lines)
