"""Text measured in terminal cells: a column after foreign text starts at a computed cell."""

from rich.cells import cell_len as width
from rich.cells import get_character_cell_size

__all__ = ["END", "INSIDE", "cut", "fit", "width", "wrap"]

END = "…"
"""Says at the end of a line that text was cut."""

INSIDE = ".."
"""Says it before another column: some terminals of East Asia draw an ellipsis two cells wide."""


def cut(text: str, cells: int, mark: str = END) -> str:
    """Give the text, cut at the end to `cells` at most; what was cut ends with `mark`."""
    if cells <= 0:
        return ""
    if width(text) <= cells:
        return text
    if cells <= width(mark):
        return _head(text, cells)
    return _head(text, cells - width(mark)).rstrip(" ") + mark


def fit(text: str, cells: int, mark: str = END) -> str:
    """Cut or pad the text to exactly `cells`."""
    kept = cut(text, cells, mark)
    return kept + " " * (cells - width(kept))


def wrap(text: str, cells: int) -> list[str]:
    """Break the text into pieces of at most `cells` that make up the whole; an empty text is one empty piece."""
    pieces = []
    while width(text) > cells:
        head = _head(text, cells) or text[:1]
        pieces.append(head)
        text = text[len(head) :]
    return [*pieces, text]


def _head(text: str, cells: int) -> str:
    if text.isascii():
        return text[:cells]
    used = 0
    for place, character in enumerate(text):
        used += get_character_cell_size(character)
        if used > cells:
            return text[:place]
    return text
