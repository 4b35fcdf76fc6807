"""What the reader has narrowed the screen to."""

from msgspec import Struct
from msgspec.structs import replace

from sa_monitor.model.event import Kind
from sa_monitor.model.query import EVERYTHING, Key, Query, Term
from sa_monitor.present.things import Thing

LOSSES = Term(Key.EVENT, (Kind.DEAUTHORIZED,))
"""Limits a query to deauthorizations."""


class Selection(Struct, frozen=True):
    """A query as typed, and within it one Service App, and one organization. All of them narrow the log.

    The query narrows the panes too. `outer` is what the first pane lists: the one selected there narrows the second.
    """

    query: Query = EVERYTHING
    app_id: str | None = None
    org_id: str | None = None
    outer: Thing = Thing.APP

    def __bool__(self) -> bool:
        return bool(self.query) or self.app_id is not None or self.org_id is not None

    def chosen(self, thing: Thing) -> str | None:
        """Give the Service App, or the organization, that is selected."""
        return self.app_id if thing is Thing.APP else self.org_id

    def choose(self, thing: Thing, key: str | None) -> "Selection":
        """Select another one; where that is of the first pane, the second begins anew."""
        chosen = replace(self, app_id=key) if thing is Thing.APP else replace(self, org_id=key)
        return chosen.choose(thing.other, None) if thing is self.outer else chosen

    def swapped(self) -> "Selection":
        """Set the other thing first; what is selected stays."""
        return replace(self, outer=self.outer.other)

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
        """Undo one step: what is selected in the second pane, then in the first, then the query."""
        for thing in (self.outer.other, self.outer):
            if self.chosen(thing) is not None:
                return self.choose(thing, None)
        return Selection(outer=self.outer)


def losses_of(query: Query) -> Query:
    """Limit a query to deauthorizations."""
    return Query((*query.terms, LOSSES), query.text)
