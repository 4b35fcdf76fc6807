"""The details of one request."""

from collections.abc import Sequence

from sa_monitor.model.delivery import Delivery
from sa_monitor.present.delivery_details import delivery_details
from sa_monitor.present.detail_line import DetailLine, Page
from sa_monitor.ui.widgets.whole_view import WholeView


class DeliveryView(WholeView):
    """Shows a request, once it was told one."""

    _delivery: Delivery | None = None

    def show_delivery(self, delivery: Delivery) -> None:
        """Show a request; the page stays where it was if it is the same one."""
        same = self._delivery is not None and self._delivery.id == delivery.id
        self._delivery = delivery
        self.write(from_top=not same)

    def lines_on(self, page: Page) -> Sequence[DetailLine]:
        """Tell all of the request."""
        return [] if self._delivery is None else delivery_details(self._delivery, page)
