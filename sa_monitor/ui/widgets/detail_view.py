"""The details of one event."""

from collections.abc import Sequence
from datetime import UTC, tzinfo
from typing import ClassVar

from textual.binding import BindingType
from textual.events import Resize
from textual.message import Message

from sa_monitor.model.delivery import Delivery
from sa_monitor.model.event import Step
from sa_monitor.present.detail_facts import About
from sa_monitor.present.detail_line import Page
from sa_monitor.present.details import details
from sa_monitor.ui.actions import Place, bindings
from sa_monitor.ui.widgets.lines_view import LinesView


class DetailView(LinesView):
    """One event whole, as one scroll. It asks for its neighbours by a message."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Place.EVENT)

    class NeighbourWanted(Message):
        """The reader wants the next event, an older one or a newer one."""

        def __init__(self, *, older: bool) -> None:
            super().__init__()
            self.older = older

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 (Textual's)
        super().__init__(id=id, classes=classes)
        self._step: Step | None = None
        self._deliveries: Sequence[Delivery] = ()
        self._about = About()
        self._now = 0
        self._zone: tzinfo = UTC
        self._laid_out = False
        self._copied: list[str | None] = []

    @property
    def step(self) -> Step | None:
        """What is shown."""
        return self._step

    @property
    def event_id(self) -> int | None:
        """Which event is shown."""
        return self._step.event.id if self._step else None

    def set_time(self, now: int, zone: tzinfo) -> None:
        """Tell the moment that ages are counted to, and the zone."""
        self._now, self._zone = now, zone
        self._write(from_top=False)

    def show_event(
        self, step: Step | None, deliveries: Sequence[Delivery] = (), about: About | None = None
    ) -> None:
        """Show an event; the page stays where it was if it is the same one."""
        same = step is not None and step.event.id == self.event_id
        self._step, self._deliveries, self._about = step, deliveries, about or About()
        self._write(from_top=not same)

    def on_resize(self, _event: Resize) -> None:
        """Break the lines anew."""
        self._write(from_top=False)

    def _write(self, *, from_top: bool) -> None:
        cells = self.size.width
        if not cells:
            return
        page = Page(cells, self._now, self._zone, self._laid_out)
        lines = details(self._step, self._deliveries, page, self._about) if self._step else []
        self._copied = [line.copied for line in lines]
        self.fill([line.spans for line in lines], from_top=from_top)

    @property
    def line_copied(self) -> str | None:
        """What copying the line under the cursor gives; None where there is nothing to copy."""
        return self._copied[self.at] if self.at < len(self._copied) else None

    def action_older(self) -> None:
        """Ask for the next older event."""
        self.post_message(self.NeighbourWanted(older=True))

    def action_newer(self) -> None:
        """Ask for the next newer event."""
        self.post_message(self.NeighbourWanted(older=False))

    def action_layout(self) -> None:
        """Lay the body out, or show it exact."""
        self._laid_out = not self._laid_out
        self._write(from_top=False)
