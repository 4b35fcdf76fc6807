"""What every line goes through before it reaches the terminal."""

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from sa_monitor.present.signs import ascii_form


class AsciiFilter(LineFilter):
    """Writes everything in ASCII, whoever drew it: for `--ascii`, and for locales that aren't UTF-8."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 (Textual's)
        """Give the segments, as wide as they were, in ASCII."""
        return [
            segment
            if segment.text.isascii()
            else Segment(ascii_form(segment.text), segment.style, segment.control)
            for segment in segments
        ]
