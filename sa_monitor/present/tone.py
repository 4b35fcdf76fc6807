"""Words with their weight: what a line says, apart from the colours that a screen or a terminal gives it."""

from enum import StrEnum
from typing import NamedTuple

from sa_monitor.present.cells import cut, width


class Tone(StrEnum):
    """What a span of text is, which decides how it looks. Sign and word carry the meaning; a colour repeats it."""

    TEXT = "text"
    QUIET = "quiet"
    STRONG = "strong"
    ERROR = "error"
    WARNING = "warning"
    SUCCESS = "success"
    ACCENT = "accent"
    BADGE = "badge"
    ALARM = "alarm"


class Span(NamedTuple):
    """A piece of one line in one tone."""

    text: str
    tone: Tone = Tone.TEXT


Line = tuple[Span, ...]


def line(text: str, tone: Tone = Tone.TEXT) -> Line:
    """Make a line of one span; nothing of an empty text."""
    return (Span(text, tone),) if text else ()


def plain(spans: Line) -> str:
    """Give the words alone."""
    return "".join(span.text for span in spans)


def line_width(spans: Line) -> int:
    """Cells that the line takes."""
    return width(spans[0].text) if len(spans) == 1 else sum(width(span.text) for span in spans)


def cut_line(spans: Line, cells: int, mark: str) -> Line:
    """Cut the line to `cells` at most; where something was cut it ends with `mark`, in the tone that was cut."""
    if line_width(spans) <= cells:
        return spans
    kept: list[Span] = []
    room = cells
    for span in spans:
        needed = width(span.text)
        if needed > room - width(mark):
            kept.append(Span(cut(span.text + " " * cells, room, mark), span.tone))
            break
        kept.append(span)
        room -= needed
    return tuple(kept)


def fit_line(spans: Line, cells: int, mark: str) -> Line:
    """Cut or pad the line to exactly `cells`."""
    fitted = cut_line(spans, cells, mark)
    missing = cells - line_width(fitted)
    return (*fitted, Span(" " * missing)) if missing else fitted
