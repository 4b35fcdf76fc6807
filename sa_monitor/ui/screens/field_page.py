"""A page at whose foot a line can be typed: a query, or a time."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar

from sa_monitor.ui.screens.page import PageScreen
from sa_monitor.ui.widgets.footer import KeyFooter

if TYPE_CHECKING:
    from sa_monitor.ui.widgets.query_bar import QueryBar
    from sa_monitor.ui.widgets.time_bar import TimeBar

F = TypeVar("F", "QueryBar", "TimeBar")


class FieldPage(PageScreen):
    """Has one field open at a time; what was typed comes up as the field's own messages."""

    _field: "QueryBar | TimeBar | None" = None

    @property
    def typing(self) -> bool:
        """Whether somebody types into a field."""
        return self._field is not None

    async def open_field(self, kind: type[F], keys: Sequence[tuple[str, str]]) -> F:
        """Give the field of a kind, to be begun; meanwhile the foot of the page names its keys."""
        field = next(iter(self.query(kind)), None)
        if field is None:
            field = kind(self.clock)
            await self.mount(field, before=self.query_one(KeyFooter))
        self._field = field
        self.add_class("-typing")
        self.query_one(KeyFooter).offer_keys(keys)
        return field

    def close_field(self) -> None:
        """Hide the field, and go back to what the page is for."""
        if self._field is not None:
            self._field.end()
            self._field = None
            self.remove_class("-typing")
        self.closed_field()

    def closed_field(self) -> None:
        """Give the focus and the keys back to what the page is for."""

    def on_query_bar_left(self) -> None:
        """Go back: what was asked before holds."""
        self.close_field()

    def on_time_bar_left(self) -> None:
        """Go back: the log stays where it is."""
        self.close_field()
