"""The details of one event."""

from collections.abc import Sequence

from sa_monitor.model.delivery import Delivery
from sa_monitor.model.event import Step
from sa_monitor.present.detail_facts import About
from sa_monitor.present.detail_line import DetailLine, Page
from sa_monitor.present.details import details
from sa_monitor.ui.widgets.whole_view import WholeView


class DetailView(WholeView):
    """Shows an event, once it was told one."""

    _step: Step | None = None
    _deliveries: Sequence[Delivery] = ()
    _about = About()

    @property
    def step(self) -> Step | None:
        """What is shown."""
        return self._step

    @property
    def event_id(self) -> int | None:
        """Which event is shown."""
        return self._step.event.id if self._step else None

    def show_event(
        self, step: Step | None, deliveries: Sequence[Delivery] = (), about: About | None = None
    ) -> None:
        """Show an event; the page stays where it was if it is the same one."""
        same = step is not None and step.event.id == self.event_id
        self._step, self._deliveries, self._about = step, deliveries, about or About()
        self.write(from_top=not same)

    def lines_on(self, page: Page) -> Sequence[DetailLine]:
        """Tell all of the event."""
        return details(self._step, self._deliveries, page, self._about) if self._step else []
