"""A screen as a text: its characters, and below them what of it looks otherwise than the rest."""

from collections import Counter
from collections.abc import Iterator

from rich.style import Style
from textual.app import App

_DRAWN = frozenset(" ─│┬┴┼┌┐└┘▁▔")


def characters(app: App[None]) -> str:
    """Give the characters of a screen, each line to its last sign."""
    strips = app.screen._compositor.render_strips()
    return "".join("".join(piece.text for piece in strip).rstrip() + "\n" for strip in strips)


def looks(app: App[None]) -> str:
    """Give the words that look otherwise than most, by their looks; rules and borders aren't words."""
    strips = app.screen._compositor.render_strips()
    usual = Counter(_look(piece.style) for strip in strips for piece in strip for _ in piece.text)
    most = usual.most_common(1)[0][0]
    by_look: dict[str, list[str]] = {}
    for number, strip in enumerate(strips, 1):
        for words, look in _runs(strip):
            if look != most and not set(words) <= _DRAWN:
                by_look.setdefault(look, []).append(f"{number} {words}")
    told = (f"{look}: {'; '.join(pieces)}\n" for look, pieces in sorted(by_look.items()))
    return "".join([f"{most}: the rest\n", *told])


def _runs(strip: object) -> Iterator[tuple[str, str]]:
    """Give the words of a line with their looks; neighbours of one look together, blanks left out."""
    words, before = "", ""
    for piece in strip:  # type: ignore[attr-defined]  # a strip is made of segments
        look = _look(piece.style)
        if look != before:
            if words.strip():
                yield words.strip(), before
            words, before = "", look
        words += piece.text
    if words.strip():
        yield words.strip(), before


def _look(style: Style | None) -> str:
    if style is None:
        return "plain"
    marks = [name for name in ("bold", "dim", "italic", "underline", "reverse") if getattr(style, name)]
    colours = [colour.name for colour in (style.color,) if colour is not None]
    behind = [f"on {colour.name}" for colour in (style.bgcolor,) if colour is not None]
    return " ".join([*marks, *colours, *behind]) or "plain"
