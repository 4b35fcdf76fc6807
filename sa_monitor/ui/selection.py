"""What the reader has narrowed the screen to."""

from msgspec import Struct
from msgspec.structs import replace

from sa_monitor.model.event import Kind
from sa_monitor.model.query import EVERYTHING, Key, Query, Term

LOSSES = Term(Key.EVENT, (Kind.DEAUTHORIZED,))
"""Limits a query to deauthorizations."""


class Selection(Struct, frozen=True):
    """A query as typed, and within it one Service App, and one organization. All of them narrow the log.

    The query narrows the panes too; a Service App narrows the organizations.
    """

    query: Query = EVERYTHING
    app_id: str | None = None
    org_id: str | None = None

    @property
    def narrowed(self) -> Query:
        """The query of the log."""
        terms = list(self.query.terms)
        if self.app_id is not None:
            terms.append(Term(Key.APP, (self.app_id.casefold(),)))
        if self.org_id is not None:
            terms.append(Term(Key.ORG, (self.org_id.casefold(),)))
        return Query(tuple(terms), self.query.text)

    def back(self) -> "Selection":
        """Undo one step: the organization, then the Service App, then the query."""
        if self.org_id is not None:
            return replace(self, org_id=None)
        if self.app_id is not None:
            return replace(self, app_id=None)
        return Selection()

    def losses(self) -> Query:
        """Give the query of the log, limited to deauthorizations."""
        return losses_of(self.narrowed)


def losses_of(query: Query) -> Query:
    """Limit a query to deauthorizations."""
    return Query((*query.terms, LOSSES), query.text)
