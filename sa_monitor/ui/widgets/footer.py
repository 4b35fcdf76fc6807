"""The keys that help here, in one line, and the pages that there are."""

from collections.abc import Collection, Sequence

from textual.events import Click, Resize
from textual.message import Message
from textual.reactive import reactive

from sa_monitor.present.cells import width
from sa_monitor.present.tone import Line, Span, Tone, line_width
from sa_monitor.ui.actions import ACTIONS
from sa_monitor.ui.facts import Facts
from sa_monitor.ui.keys import Keys, pressed
from sa_monitor.ui.page_marks import PageMark, page_marks
from sa_monitor.ui.widgets.tone_view import ToneView

_GAP = "  "


class KeyFooter(ToneView):
    """Names actions with their keys, from the left as many as fit; help, the last of them, always does.

    At the right end stand the numbers of the pages, the present one with its title, and a sign at those that want a
    look. `page` is the name of the present page; None where it is none of the numbered ones. Under `read_only` the
    keys of what changes something at Webex are quiet.
    """

    class Pressed(Message):
        """A key was clicked: it is as if it had been pressed. `key` is Textual's name of it."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    facts: reactive[Facts] = reactive(Facts(), layout=False, repaint=False)

    def __init__(self, keys: Keys, page: str | None = None, *, read_only: bool = False) -> None:
        super().__init__()
        self._names = keys
        self._page = page
        self._read_only = read_only
        self._forbidden: frozenset[str] = frozenset()
        self._keys: Sequence[tuple[str, str]] = ()
        self._with_pages = True

    def offer(self, names: Sequence[str], labels: dict[str, str] | None = None) -> None:
        """Offer these actions; `labels` says what one of them does here, where it isn't what it does elsewhere.

        What can't be done anywhere yet is left out.
        """
        chosen = [ACTIONS[name] for name in names if ACTIONS[name].places]
        offered = [
            (self._names.shown(action.name), (labels or {}).get(action.name, action.label))
            for action in chosen
        ]
        self._keys, self._with_pages = offered, True
        forbidden = [action for action in chosen if action.changes and self._read_only]
        self._forbidden = frozenset(self._names.shown(action.name) for action in forbidden)
        self._paint()

    def offer_keys(self, keys: Sequence[tuple[str, str]]) -> None:
        """Offer these keys of a field alone, each with what it does: a field takes the pages' numbers as text."""
        self._keys, self._with_pages = keys, False
        self._forbidden = frozenset()
        self._paint()

    def watch_facts(self) -> None:
        """Mark the pages that want a look now."""
        self._paint()

    def on_resize(self, _event: Resize) -> None:
        """Use the room there is."""
        self._paint()

    def on_click(self, event: Click) -> None:
        """Press the key whose words were clicked."""
        key = _key_at(self.lines[0], event.x) if self.lines else None
        if key is not None:
            self.post_message(self.Pressed(pressed(key)))

    def _paint(self) -> None:
        cells = self.size.width
        if not cells:
            return
        marks = page_marks(self.facts, self._names) if self._with_pages else []
        pages, keys = _shared(self._keys, _wordings(marks, self._page), cells - 2)
        left = _written(keys, self._forbidden)
        blank = " " * max(0, cells - 1 - line_width(left) - line_width(pages))
        self.show([(*left, Span(blank), *pages)])


def _key_at(spans: Line, cell: int) -> str | None:
    """Give the key as it is written at a cell, or before the word that stands there; None on a blank between them."""
    key: str | None = None
    at = 0
    for span in spans:
        at += width(span.text)
        if not span.text.strip():
            key = None
        elif not span.text.startswith(" ") and span.tone in (Tone.ACCENT, Tone.STRONG):
            key = span.text if " " not in span.text else None
        if cell < at:
            return key
    return None


def _shared(
    keys: Sequence[tuple[str, str]], wordings: Sequence[Line], room: int
) -> tuple[Line, Sequence[tuple[str, str]]]:
    """Give the longest wording of the pages that leaves all keys in place.

    Where none does, the present page is named and keys give way.
    """
    taken = sum(width(f"{_GAP}{key} {label}") for key, label in keys)
    for pages in wordings:
        if taken + line_width(pages) + 1 <= room:
            return pages, keys
    pages = wordings[min(1, len(wordings) - 1)]
    kept = list(keys)
    while (
        len(kept) > 1
        and sum(width(f"{_GAP}{key} {label}") for key, label in kept) + line_width(pages) + 1 > room
    ):
        del kept[-2]
    return pages, kept


def _written(keys: Sequence[tuple[str, str]], forbidden: Collection[str]) -> Line:
    spans: list[Span] = []
    for key, label in keys:
        lead = _GAP if spans else " "
        spans += [
            Span(lead),
            Span(key, Tone.QUIET if key in forbidden else Tone.ACCENT),
            Span(f" {label}", Tone.QUIET),
        ]
    return tuple(spans)


def _wordings(marks: Sequence[PageMark], current: str | None) -> list[Line]:
    """Write the pages with all titles, with the present one's title, and as numbers alone."""
    if not marks:
        return [()]
    return [
        _pages(marks, current, [mark.name for mark in marks], _GAP),
        _pages(marks, current, [mark.name for mark in marks if mark.name == current], " "),
        _pages(marks, current, [], " "),
    ]


def _pages(marks: Sequence[PageMark], current: str | None, titled: Sequence[str], gap: str) -> Line:
    spans: list[Span] = []
    for mark in marks:
        here = mark.name == current
        spans += [
            Span(gap if spans else ""),
            Span(mark.key, Tone.STRONG if here else Tone.ACCENT),
            Span(mark.sign, mark.tone),
            Span(f" {mark.title}" if mark.name in titled else "", Tone.STRONG if here else Tone.QUIET),
        ]
    return tuple(span for span in spans if span.text)
