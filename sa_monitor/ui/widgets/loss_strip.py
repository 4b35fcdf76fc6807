"""The strip beside the log, one cell wide: where losses and gaps are, and what is in sight."""

from typing import TYPE_CHECKING

from textual.events import Click, Resize
from textual.message import Message

from sa_monitor.model.timeline import Times
from sa_monitor.ui.widgets.tone_view import ToneView

if TYPE_CHECKING:
    from sa_monitor.present.loss_strip import Ladder, Marked


class LossStrip(ToneView):
    """Shows a ladder of history. Clicked, it asks to go there."""

    class Wanted(Message):
        """The reader wants to see what was heard before an instant; None: the newest."""

        def __init__(self, before: int | None) -> None:
            super().__init__()
            self.before = before

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 (Textual's name)
        super().__init__(id=id)
        self._ladder: Ladder | None = None
        self._gaps: Times = ()
        self._sight: tuple[int, int] | None = None
        self._marked: Marked | None = None

    def tell(self, ladder: "Ladder | None", gaps: Times, sight: tuple[int, int] | None) -> None:
        """Show where things are, and what is in sight; None where that isn't known, and where the log shows it all."""
        if ladder is not self._ladder or gaps != self._gaps:
            self._marked = None
        self._ladder, self._gaps, self._sight = ladder, gaps, sight
        self._draw()

    def on_resize(self, _event: Resize) -> None:
        """Draw it as high as there is room."""
        self._marked = None
        self._draw()

    def on_click(self, event: Click) -> None:
        """Ask to go to what the cell stands for; the first one is the newest."""
        if self._marked is not None and event.y < self._marked.cells:
            from sa_monitor.present.loss_strip import pointed

            self.post_message(self.Wanted(pointed(self._marked, event.y) if event.y else None))

    def _draw(self) -> None:
        if self._ladder is None or self._sight is None or not self.size.height:
            self.show([])
            return
        from sa_monitor.present.loss_strip import loss_strip, marked

        if self._marked is None:
            self._marked = marked(self._ladder, self._gaps, self.size.height)
        self.show(loss_strip(self._marked, self._sight))
