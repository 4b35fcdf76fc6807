"""Counts that are kept, so that nothing has to be counted: by pair, by time, and where each list occurs."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TypeAlias

import msgspec

from sa_monitor.model.event import Kind
from sa_monitor.store.interning import Recent
from sa_monitor.store.schema import ALL, KIND_CODE, SPAN_LENGTH, Role, Span

_TALLY = """
    INSERT INTO tallies VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (app, org, kind, verdict, synthetic) DO UPDATE SET events = events + excluded.events
"""
_ACTIVITY = """
    INSERT INTO activity VALUES (?, ?, ?, ?, ?) ON CONFLICT (span, start) DO UPDATE SET
      authorized = authorized + excluded.authorized, deauthorized = deauthorized + excluded.deauthorized,
      synthetic = synthetic + excluded.synthetic
"""
_OCCURRENCE = "INSERT OR IGNORE INTO occurrences VALUES (?, ?, ?, ?)"

_LOSS = KIND_CODE[Kind.DEAUTHORIZED]
_QUARTER = SPAN_LENGTH[Span.QUARTER]
_KNOWN = 32_768


Sort: TypeAlias = tuple[int, int, int, int, bool]
"""What of an event is counted together: app, organization, kind, verdict, whether it is synthetic."""

Details: TypeAlias = tuple[int | None, ...]
"""The numbers of an event's webhook, authorizer, actor, scopes, sites and admin sites."""

_ROLES = (Role.WEBHOOK, None, Role.ACTOR, Role.SCOPES, Role.SITES, Role.ADMIN_SITES)
"""What `Details` are; None for the one by which nobody asks."""


class Counts:
    """Gathers what one transaction changes, and writes it once at the end. `forget` after one that was rolled back."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._sorts: Counter[Sort] = Counter()
        self._quarters: Counter[tuple[int, int, bool]] = Counter()
        self._known: Recent[tuple[int, int, Details], bool] = Recent(_KNOWN)
        self._new: list[tuple[int, int, int, int]] = []

    def forget(self) -> None:
        """Drop what was gathered, and what is known: its rows may be gone."""
        self._sorts.clear()
        self._quarters.clear()
        self._known.clear()
        self._new.clear()

    def add(self, sort: Sort, received_at: int, count: int = 1) -> None:
        """Count an event; with a negative count one that is forgotten."""
        self._sorts[sort] += count
        self._quarters[received_at // _QUARTER, sort[2], sort[4]] += count

    def forget_events(self, events: Sequence[int]) -> None:
        """Take events out of the counts that are about to be deleted; where things occur may stay a little wide."""
        found = self._connection.execute(
            "SELECT app, org, kind, verdict, synthetic, received_at FROM events "
            "WHERE id IN (SELECT value FROM json_each(?))",
            (msgspec.json.encode(events).decode(),),
        )
        for *sort, received_at in found:
            self.add(tuple(sort), received_at, -1)

    def resort(self, before: Sort, after: Sort) -> None:
        """Count an event as another sort than before; it was received when it was."""
        self._sorts[before] -= 1
        self._sorts[after] += 1

    def occur(self, app: int, org: int, details: Details) -> None:
        """Note what occurs in an event of the pair."""
        if self._known.get((app, org, details)) is None:
            self._known.put((app, org, details), True)  # noqa: FBT003 (a set, bounded)
            occurring = zip(_ROLES, details, strict=True)
            self._new += [
                (role, number, app, org)
                for role, number in occurring
                if role is not None and number is not None
            ]

    def write(self) -> None:
        """Write what was gathered."""
        execute = self._connection.executemany
        if self._new:
            execute(_OCCURRENCE, self._new)
        if self._sorts:
            execute(_TALLY, self._summed())
        if self._quarters:
            execute(_ACTIVITY, self._activity())
        self._sorts.clear()
        self._quarters.clear()
        self._new.clear()

    def _summed(self) -> Iterable[tuple[int, ...]]:
        """Give the counts of the pairs, and of all of them together."""
        whole: Counter[tuple[int, int, bool]] = Counter()
        for (_, _, *rest), count in self._sorts.items():
            whole[tuple(rest)] += count  # type: ignore[index]
        yield from ((*sort, count) for sort, count in self._sorts.items() if count)
        yield from ((ALL, ALL, *rest, count) for rest, count in whole.items() if count)

    def _activity(self) -> Iterable[tuple[int, int, int, int, int]]:
        rows: dict[tuple[Span, int], list[int]] = {}
        for (quarter, kind, synthetic), count in self._quarters.items():
            place = 2 if synthetic else kind
            for span in Span:
                length = SPAN_LENGTH[span]
                start = quarter * _QUARTER // length * length
                rows.setdefault((span, start), [0, 0, 0])[place] += count
        return [(span, start, *counts) for (span, start), counts in rows.items()]  # type: ignore[misc]


def count_all(connection: sqlite3.Connection) -> None:
    """Count everything anew, with SQL alone."""
    for table in ("tallies", "activity", "occurrences"):
        connection.execute(f"DELETE FROM {table}")
    connection.execute(
        "INSERT INTO tallies SELECT app, org, kind, verdict, synthetic, count(*) FROM events GROUP BY 1, 2, 3, 4, 5"
    )
    connection.execute(
        f"INSERT INTO tallies SELECT {ALL}, {ALL}, kind, verdict, synthetic, sum(events) FROM tallies GROUP BY 3, 4, 5"
    )
    connection.execute(
        f"INSERT INTO activity SELECT {int(Span.QUARTER)}, {_start(_QUARTER, 'received_at')}, "
        f"sum(synthetic = 0 AND kind <> {_LOSS}), sum(synthetic = 0 AND kind = {_LOSS}), "
        "sum(synthetic) FROM events GROUP BY 2"
    )
    connection.execute(
        f"INSERT INTO activity SELECT {int(Span.DAY)}, {_start(SPAN_LENGTH[Span.DAY], 'start')}, "
        "sum(authorized), sum(deauthorized), sum(synthetic) FROM activity GROUP BY 2"
    )
    _count_occurrences(connection)


def _start(length: int, column: str) -> str:
    """Write where the span begins in which the column's time is, also before 1970."""
    return f"{column} - (({column} % {length}) + {length}) % {length}"


def _count_occurrences(connection: sqlite3.Connection) -> None:
    """Note what occurs in which pairs. What is told of a pair is mostly told again: so the events are read once."""
    told = ", ".join(("app", "org", *COLUMNS.values()))
    connection.execute(f"CREATE TEMP TABLE told AS SELECT DISTINCT {told} FROM events")
    for role, column in COLUMNS.items():
        connection.execute(
            f"INSERT OR IGNORE INTO occurrences SELECT {int(role)}, {column}, app, org FROM temp.told "
            f"WHERE {column} IS NOT NULL GROUP BY 2, 3, 4"
        )
    connection.execute("DROP TABLE temp.told")
    connection.execute(
        f"INSERT OR IGNORE INTO occurrences SELECT DISTINCT {int(Role.WEBHOOK)}, r.webhook, e.app, e.org "
        "FROM readings r JOIN events e ON e.id = r.event WHERE r.outcome = 1 AND r.webhook IS NOT NULL"
    )


COLUMNS = {
    Role.SCOPES: "scopes",
    Role.SITES: "sites",
    Role.ADMIN_SITES: "admin_sites",
    Role.ACTOR: "actor",
    Role.WEBHOOK: "webhook",
}
"""The columns of `events` whose numbers occur."""
