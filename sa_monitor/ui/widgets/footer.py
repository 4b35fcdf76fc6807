"""The keys that help here, in one line."""

from collections.abc import Sequence

from textual.events import Resize

from sa_monitor.present.cells import width
from sa_monitor.present.tone import Span, Tone
from sa_monitor.ui.actions import ACTIONS
from sa_monitor.ui.widgets.tone_view import ToneView

_GAP = "  "


class KeyFooter(ToneView):
    """Names actions with their keys, from the left as many as fit; help, the last of them, always does."""

    def __init__(self) -> None:
        super().__init__()
        self._keys: Sequence[tuple[str, str]] = ()

    def offer(self, names: Sequence[str], labels: dict[str, str] | None = None) -> None:
        """Offer these actions; `labels` says what one of them does here, where it isn't what it does elsewhere."""
        chosen = [ACTIONS[name] for name in names]
        self.offer_keys([(action.shown, (labels or {}).get(action.name, action.label)) for action in chosen])

    def offer_keys(self, keys: Sequence[tuple[str, str]]) -> None:
        """Offer these keys, each with what it does."""
        self._keys = keys
        self._paint()

    def on_resize(self, _event: Resize) -> None:
        """Use the room there is."""
        self._paint()

    def _paint(self) -> None:
        spans: list[Span] = []
        room = self.size.width - 2
        for key, label in _fitting(self._keys, room):
            lead = _GAP if spans else " "
            spans += [Span(lead), Span(key, Tone.ACCENT), Span(f" {label}", Tone.QUIET)]
        self.show([tuple(spans)])


def _fitting(keys: Sequence[tuple[str, str]], room: int) -> list[tuple[str, str]]:
    kept = list(keys)
    while len(kept) > 1 and sum(width(f"{_GAP}{key} {label}") for key, label in kept) > room:
        del kept[-2]
    return kept
