"""What can be exported: the events of a query, or every request that was kept. Read page by page, beside a listener."""

from collections.abc import Iterator
from typing import ClassVar, NamedTuple, Protocol

from sa_monitor.model.delivery import Delivery
from sa_monitor.model.event import Mark
from sa_monitor.model.query import Query
from sa_monitor.present.exports import (
    Format,
    deliveries_exported,
    deliveries_heading,
    exported,
    heading,
)
from sa_monitor.store.reader import Reader

_PAGE = 1000
"""Rows that are read at once: no reading transaction lasts longer."""


class Written(NamedTuple):
    """A page as it is written, and how many rows it has."""

    rows: int
    text: str


class Exportable(Protocol):
    """Rows to export. `thing` and `things` are what one of them is called, and several; `name` begins a file's."""

    thing: ClassVar[str]
    things: ClassVar[str]
    name: ClassVar[str]

    def count(self, reader: Reader) -> int:
        """Count them."""

    def heading(self, form: Format) -> str:
        """Write what stands before the first."""

    def pages(self, reader: Reader, form: Format) -> Iterator[Written]:
        """Write what is there now, page by page; what comes meanwhile isn't among it."""


class EventsOf(Exportable):
    """The events that a query asks for, oldest first."""

    thing, things, name = "event", "events", "sa-monitor"

    def __init__(self, query: Query) -> None:
        self._query = query

    def count(self, reader: Reader) -> int:
        """Count them."""
        return reader.count(self._query)

    def heading(self, form: Format) -> str:
        """Write what stands before the first."""
        return heading(form)

    def pages(self, reader: Reader, form: Format) -> Iterator[Written]:
        """Write them."""
        last, mark = reader.last_recorded(), Mark(-(2**62), 0)
        while page := reader.events_above(self._query, mark, up_to=last, limit=_PAGE):
            yield Written(len(page), exported(page, form))
            mark = page[-1].mark


class KeptRequests(Exportable):
    """Every request that was kept, without its body, as the page of deliveries has them: rejected ones first."""

    thing, things, name = "delivery", "deliveries", "deliveries"

    def count(self, reader: Reader) -> int:
        """Count them."""
        totals = reader.totals()
        return totals.rejected_kept + totals.deliveries

    def heading(self, form: Format) -> str:
        """Write what stands before the first."""
        return deliveries_heading(form)

    def pages(self, reader: Reader, form: Format) -> Iterator[Written]:
        """Write them, each part newest first."""
        for rejected in (True, False):
            for page in _kept(reader, rejected=rejected):
                yield Written(len(page), deliveries_exported(page, form))


def _kept(reader: Reader, *, rejected: bool) -> Iterator[list[Delivery]]:
    page = reader.kept(rejected=rejected, limit=_PAGE)
    while page:
        yield page
        page = reader.kept(rejected=rejected, older_than=page[-1].id, limit=_PAGE)
