"""One thing whole, as one scroll: an event, or a request."""

from collections.abc import Sequence
from datetime import UTC, tzinfo
from typing import ClassVar

from textual.binding import BindingType
from textual.events import Resize
from textual.message import Message

from sa_monitor.present.detail_line import DetailLine, Page
from sa_monitor.ui.actions import Place, bindings
from sa_monitor.ui.widgets.lines_view import LinesView


class WholeView(LinesView):
    """Writes its lines anew when time goes on, the room changes, or its body is to be laid out."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Place.EVENT)

    class NeighbourWanted(Message):
        """The reader wants the next one, an older one or a newer one."""

        def __init__(self, *, older: bool) -> None:
            super().__init__()
            self.older = older

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 (Textual's)
        super().__init__(id=id, classes=classes)
        self._now = 0
        self._zone: tzinfo = UTC
        self._laid_out = False
        self._copied: list[str | None] = []

    def lines_on(self, page: Page) -> Sequence[DetailLine]:
        """Give what there is to tell, written for a page; each kind of thing has its own."""
        raise NotImplementedError

    def set_time(self, now: int, zone: tzinfo) -> None:
        """Tell the moment that ages are counted to, and the zone."""
        self._now, self._zone = now, zone
        self.write(from_top=False)

    def write(self, *, from_top: bool) -> None:
        """Write it anew: from its beginning, or where the page was."""
        if not self.size.width:
            return
        lines = self.lines_on(Page(self.size.width, self._now, self._zone, self._laid_out))
        self._copied = [line.copied for line in lines]
        self.fill([line.spans for line in lines], from_top=from_top)

    @property
    def line_copied(self) -> str | None:
        """What copying the line under the cursor gives; None where there is nothing to copy."""
        return self._copied[self.at] if self.at < len(self._copied) else None

    def on_resize(self, _event: Resize) -> None:
        """Break the lines anew."""
        self.write(from_top=False)

    def action_older(self) -> None:
        """Ask for the next older one."""
        self.post_message(self.NeighbourWanted(older=True))

    def action_newer(self) -> None:
        """Ask for the next newer one."""
        self.post_message(self.NeighbourWanted(older=False))

    def action_layout(self) -> None:
        """Lay the body out, or show it exact."""
        self._laid_out = not self._laid_out
        self.write(from_top=False)
