"""Walking a way through the events, in the order of the log or against it, a slice at a time.

A slice is so short that it takes a few milliseconds whatever is asked, so that a search can be given up between two of
them, and no reading transaction lasts long.
"""

import heapq
import sqlite3
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from sa_monitor.model.activity import Activity
from sa_monitor.model.event import Kind, Mark
from sa_monitor.store.conditions import Condition
from sa_monitor.store.rows import EVENT_COLUMNS, Row
from sa_monitor.store.schema import KIND_CODE, SPAN_LENGTH, Span
from sa_monitor.store.way import Way

SLICE = 20_000
"""About how many events of a way are looked at in one slice."""

_LOSS = KIND_CODE[Kind.DEAUTHORIZED]

FIRST = Mark(-(2**62), 0)
LAST = Mark(2**62, 0)
"""Marks before and after everything."""

Place = tuple[int, int]
"""A `Mark` as SQLite gives it: an event's time of receipt and id."""


_NAMED = " CROSS JOIN apps a ON a.id = e.app CROSS JOIN orgs o ON o.id = e.org"
"""The tables of `EVENT_COLUMNS`, looked into for each event in the order of the way."""


class Scan(Struct, frozen=True):
    """Finds places of matching events between two marks, neither of which is among them."""

    connection: sqlite3.Connection
    way: Way
    condition: Condition

    def recorded_up_to(self, event_id: int) -> "Scan":
        """Give the same scan without the events recorded after that one."""
        condition = Condition(f"{self.condition.sql} AND e.id <= ?", (*self.condition.values, event_id))
        return replace(self, condition=condition)

    def heard(self) -> "Scan":
        """Give the same scan without synthetic events."""
        return replace(
            self, condition=Condition(f"{self.condition.sql} AND NOT e.synthetic", self.condition.values)
        )

    def places(self, above: Mark, below: Mark, limit: int, *, upward: bool) -> list[Place]:
        """Give the first `limit` of them, from the newest on or from the oldest."""
        if len(self.way.arms) == 1:
            return self._arm(self.way.arms[0], above, below, limit, upward=upward)
        return self._merged(above, below, limit, upward=upward)

    def rows(self, above: Mark, below: Mark, limit: int) -> list[Row] | None:
        """Give `EVENT_COLUMNS` of the oldest `limit` of them in one reading; None where arms must be merged first."""
        if len(self.way.arms) != 1:
            return None
        return self._selected(EVENT_COLUMNS, self.way.arms[0], above, below, limit, upward=True, more=_NAMED)

    def count(self, above: Mark, below: Mark) -> int:
        """Count them."""
        sql = f"SELECT count(*) {self._from()}"
        bounds = (above.received_at, above.id, below.received_at, below.id)
        one = self.connection.execute
        return sum(one(sql, (*arm, *self.condition.values, *bounds)).fetchone()[0] for arm in self.way.arms)

    def spread(self, above: Mark, below: Mark, length: int) -> list[Activity]:
        """Count them by times of so many milliseconds, authorized and deauthorized."""
        sql = (
            f"SELECT e.received_at - ((e.received_at % {length}) + {length}) % {length}, "
            f"sum(e.kind <> {_LOSS}), sum(e.kind = {_LOSS}) {self._from()} GROUP BY 1"
        )
        bounds = (above.received_at, above.id, below.received_at, below.id)
        one = self.connection.execute
        return [
            Activity(*row)
            for arm in self.way.arms
            for row in one(sql, (*arm, *self.condition.values, *bounds))
        ]

    def _arm(
        self, arm: tuple[int, ...], above: Mark, below: Mark, limit: int, *, upward: bool
    ) -> list[Place]:
        return self._selected("e.received_at, e.id", arm, above, below, limit, upward=upward)

    def _selected(
        self,
        columns: str,
        arm: tuple[int, ...],
        above: Mark,
        below: Mark,
        limit: int,
        *,
        upward: bool,
        more: str = "",
    ) -> list[Row]:
        order = "ASC" if upward else "DESC"
        sql = f"SELECT {columns} {self._from(more)} ORDER BY e.received_at {order}, e.id {order} LIMIT ?"
        bounds = (above.received_at, above.id, below.received_at, below.id)
        return self.connection.execute(sql, (*arm, *self.condition.values, *bounds, limit)).fetchall()

    def _from(self, more: str = "") -> str:
        return (
            f"FROM {self.way.source}{more} WHERE {self.way.where} AND {self.condition.sql} "
            "AND (e.received_at, e.id) > (?, ?) AND (e.received_at, e.id) < (?, ?)"
        )

    def _merged(self, above: Mark, below: Mark, limit: int, *, upward: bool) -> list[Place]:
        """Merge the arms, of each of which a few are read at once."""
        few = max(2, 2 * limit // max(1, len(self.way.arms)))
        arms = [self._rows(arm, above, below, few, upward=upward) for arm in self.way.arms]
        merged = heapq.merge(*arms, reverse=not upward)
        return [place for place, _ in zip(merged, range(limit), strict=False)]

    def _rows(
        self, arm: tuple[int, ...], above: Mark, below: Mark, few: int, *, upward: bool
    ) -> Iterator[Place]:
        while True:
            found = self._arm(arm, above, below, few, upward=upward)
            yield from found
            if len(found) < few:
                return
            last = Mark(*found[-1])
            above, below = (last, below) if upward else (above, last)
            few *= 2


def slice_end(
    connection: sqlite3.Connection, way: Way, whole: int, start: Mark, *, upward: bool, length: int
) -> Mark:
    """Give the mark at which a slice that begins at `start` ends; FIRST or LAST where it reaches the end.

    About `length` events of the way stand in it; `whole` is how many events there are at all.
    """
    end = LAST if upward else FIRST
    if way.events <= length:
        return end
    most = length * max(1, whole) // way.events
    by_days = _skip(connection, Span.DAY, start, most, upward=upward)
    return by_days or _skip(connection, Span.QUARTER, start, most, upward=upward) or end


def _skip(connection: sqlite3.Connection, span: Span, start: Mark, most: int, *, upward: bool) -> Mark | None:
    """Go on by whole spans of together at most `most` events; None where not even one has so few.

    A quarter of an hour is always gone on by, however many it has: nothing shorter is counted.
    """
    length, order, sign = SPAN_LENGTH[span], "ASC" if upward else "DESC", ">=" if upward else "<="
    rows = connection.execute(
        "SELECT start, authorized + deauthorized + synthetic FROM activity "
        f"WHERE span = ? AND start {sign} ? ORDER BY start {order}",
        (span, start.received_at // length * length),
    )
    reached, sum_so_far = None, 0
    for begins, events in rows:
        edge = Mark(begins + length if upward else begins, 0)
        if edge == start:
            continue
        sum_so_far += events
        if sum_so_far > most and (reached or span is Span.DAY):
            return reached
        reached = edge
    return LAST if upward else FIRST
