"""What every line goes through before it reaches the terminal."""

from functools import lru_cache

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from sa_monitor.present.cells import fit, width
from sa_monitor.present.clean import clean
from sa_monitor.present.signs import ascii_form


class VisibleFilter(LineFilter):
    """Lets nothing reach the terminal that could act on it, whoever drew it: the wall behind `clean`.

    A field shows what stands in it, and a library may show what it was given.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 (Textual's)
        """Give the segments, as wide as they were, with blanks for what can't be seen."""
        return [
            segment
            if segment.control or (segment.text.isascii() and segment.text.isprintable())
            else Segment(_visible(segment.text), segment.style)
            for segment in segments
        ]


@lru_cache(maxsize=1024)
def _visible(text: str) -> str:
    return fit(clean(text), width(text))


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
