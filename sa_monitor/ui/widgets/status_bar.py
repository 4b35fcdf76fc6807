"""The status line of every screen."""

from collections.abc import Callable, Sequence
from datetime import UTC, tzinfo

from textual.reactive import reactive

from sa_monitor.present.status_line import clock_words, status_line
from sa_monitor.ui.facts import Facts
from sa_monitor.ui.status_items import Viewpoint, status_items
from sa_monitor.ui.widgets.tone_view import ToneView


class StatusBar(ToneView):
    """Says what is so, first what isn't in order. It repaints itself alone, and only when a word changed."""

    facts: reactive[Facts] = reactive(Facts(), layout=False, repaint=False)
    zone: reactive[tzinfo] = reactive[tzinfo](UTC, layout=False, repaint=False)
    badges: reactive[Sequence[str]] = reactive[Sequence[str]]((), layout=False, repaint=False)

    def __init__(self, clock: Callable[[], int]) -> None:
        super().__init__()
        self._clock = clock

    def on_resize(self) -> None:
        """Use the room there is."""
        self.tick()

    def watch_facts(self) -> None:
        """Say what is so now."""
        self.tick()

    def watch_zone(self) -> None:
        """Write times in another zone."""
        self.tick()

    def tick(self) -> None:
        """Count ages to this moment."""
        cells = self.size.width
        if not cells:
            return
        now = self._clock()
        items = status_items(self.facts, Viewpoint(now, self.zone, cells, self.badges))
        self.show([status_line(items, clock_words(now, self.zone, cells), cells)])
