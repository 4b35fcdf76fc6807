"""Reading events.db: pages by key, standings, deliveries, gaps. Never a transaction longer than one page."""

import sqlite3
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import wraps
from pathlib import Path
from types import TracebackType
from typing import Concatenate, ParamSpec, Self, TypeAlias, TypeVar

from sa_monitor.errors import NotFound
from sa_monitor.model.activity import Activity
from sa_monitor.model.alert import Alert, AlertMark, Circumstances, Status
from sa_monitor.model.annotation import Annotation
from sa_monitor.model.authorization import Authorization
from sa_monitor.model.channel import DeadChannel
from sa_monitor.model.delivery import Delivery, Outcome
from sa_monitor.model.event import Event, Kind, Mark, Step
from sa_monitor.model.expectation import Expectation
from sa_monitor.model.filter import Filter
from sa_monitor.model.former import Former
from sa_monitor.model.health import Health, HealthRecord
from sa_monitor.model.listening import Gap, Period
from sa_monitor.model.look import Look, News
from sa_monitor.model.matching import Heard, Matched, Reporters, Suggestions
from sa_monitor.model.query import EVERYTHING, Query
from sa_monitor.model.search import Counted, Found, Spread
from sa_monitor.model.timeline import Timeline
from sa_monitor.model.totals import Totals
from sa_monitor.store import alerts, health, matching, periods
from sa_monitor.store.activity import activity
from sa_monitor.store.annotations import annotations, unheard
from sa_monitor.store.connection import open_reader
from sa_monitor.store.contents import contents
from sa_monitor.store.expectations import expectations
from sa_monitor.store.faults import translated
from sa_monitor.store.former import former_of_app, former_of_org
from sa_monitor.store.kept import kept_delivery, kept_page
from sa_monitor.store.lock import LOCK, somebody_listens
from sa_monitor.store.log import Log
from sa_monitor.store.looks import look_of, news_since
from sa_monitor.store.org_names import org_called
from sa_monitor.store.outbox import dead_channels
from sa_monitor.store.projection import cursor_of
from sa_monitor.store.rows import (
    DELIVERY_COLUMNS,
    DELIVERY_TABLES,
    EVENT_COLUMNS,
    EVENT_TABLES,
    Rows,
    delivery,
    rejection,
)
from sa_monitor.store.schema import DELIVERIES, EVENTS, OUTCOME_CODE, REJECTED, SPAN_LENGTH, Span
from sa_monitor.store.standings import as_event, assumed, authorization
from sa_monitor.store.timelines import Pair, timelines

_DECIDED = 20_000
"""Deciding events that are remembered: of so many pairs only what changed is read again."""

_Version: TypeAlias = tuple[int, int, int, str | None, str | None, int]
"""Of a deciding event: its id and all that may still change of it."""

P = ParamSpec("P")
T = TypeVar("T")


def _reading(method: Callable[Concatenate["Reader", P], T]) -> Callable[Concatenate["Reader", P], T]:
    """Let only errors of ours out of the method."""

    @wraps(method)
    def read(self: "Reader", /, *args: P.args, **kwargs: P.kwargs) -> T:
        with translated():
            return method(self, *args, **kwargs)

    return read


class Reader:
    """Reads with one connection, in one thread. Every method raises StoreError where the file can't be read."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path
        self._rows = Rows(connection)
        self._log = Log(connection, self._rows)
        self._decided: dict[_Version, Event] = {}

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open the store. Raises StoreMissing where nothing was ever recorded, StoreNewer, StoreCorrupt."""
        return cls(open_reader(path), path)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @_reading
    def data_version(self) -> int:
        """Give a number that changes when another connection has committed."""
        return int(self._connection.execute("PRAGMA data_version").fetchone()[0])

    @_reading
    def contents(self) -> int:
        """Give a number that changes with what is kept, but not while a listener only goes on listening."""
        return contents(self._connection)

    @_reading
    def page(
        self,
        query: Query = EVERYTHING,
        *,
        older_than: Mark | None = None,
        newer_than: Mark | None = None,
        limit: int = 100,
    ) -> list[Step]:
        """Give a page of the log, newest first: the next older ones, or the ones right above a mark."""
        found = self._log.search(query, older_than=older_than, newer_than=newer_than, limit=limit).steps
        return list(found if newer_than is None or older_than is not None else reversed(found))

    @_reading
    def search(
        self,
        query: Query = EVERYTHING,
        *,
        older_than: Mark | None = None,
        newer_than: Mark | None = None,
        limit: int = 100,
        patience: float | None = None,
    ) -> Found:
        """Look for events from a mark on, for so many seconds; see `Log.search`."""
        return self._log.search(
            query, older_than=older_than, newer_than=newer_than, limit=limit, patience=patience
        )

    @_reading
    def events_above(self, query: Query, mark: Mark, *, up_to: int, limit: int) -> list[Event]:
        """Give the next newer events of a query, oldest first, without those recorded after the event `up_to`."""
        return self._log.events_above(query, mark, up_to=up_to, limit=limit)

    @_reading
    def recorded_after(self, event_id: int, query: Query = EVERYTHING, *, limit: int = 100) -> list[Step]:
        """Give the events recorded after that one, oldest first: whoever follows misses none when a clock is set."""
        condition = self._log.condition(query)
        sql = f"SELECT e.id FROM events e WHERE {condition.sql} AND e.id > ? ORDER BY e.id LIMIT ?"
        found = self._connection.execute(sql, (*condition.values, event_id, limit)).fetchall()
        return self._log.steps([number for (number,) in found])

    @_reading
    def recorded_since(self, event_id: int) -> int:
        """Count the events recorded after that one."""
        return int(
            self._connection.execute("SELECT count(*) FROM events WHERE id > ?", (event_id,)).fetchone()[0]
        )

    @_reading
    def last_recorded(self) -> int:
        """Give the id of the event that was recorded last; 0 where there is none."""
        return int(self._connection.execute("SELECT coalesce(max(id), 0) FROM events").fetchone()[0])

    @_reading
    def step(self, event_id: int) -> Step:
        """Give one event with the one before it. Raises NotFound."""
        found = self._log.steps([event_id])
        if not found:
            raise NotFound(f"There is no event {event_id}.", "Ids stand in: sa-monitor events --json")
        return found[0]

    @_reading
    def count(self, query: Query = EVERYTHING, *, newer_than: Mark | None = None) -> int:
        """Count the events that match; what is kept as a count isn't counted."""
        return self._log.count(query, newer_than=newer_than).events

    @_reading
    def count_some(
        self,
        query: Query = EVERYTHING,
        *,
        older_than: Mark | None = None,
        newer_than: Mark | None = None,
        patience: float | None = None,
    ) -> Counted:
        """Count for so many seconds; see `Log.count`."""
        return self._log.count(query, older_than=older_than, newer_than=newer_than, patience=patience)

    @_reading
    def authorizations(self, query: Query = EVERYTHING, *, now: int | None = None) -> list[Authorization]:
        """Give the standing of every pair whose deciding event matches, by app and organization; then the assumed.

        `now` lets a gap that still lasts be left out; it decides nothing else.
        """
        ends = [gap for gap in periods.gaps(self._connection, now or 0) if gap.until is not None]
        told = annotations(self._connection)
        found = self._connection.execute(
            "SELECT s.event, e.deliveries, e.verdict, a.name, o.name, s.event IN (SELECT event FROM expected), "
            "s.events, s.last_event, l.received_at "
            "FROM authorizations s JOIN events e ON e.id = s.event JOIN events l ON l.id = s.last_event "
            "JOIN apps a ON a.id = s.app JOIN orgs o ON o.id = s.org ORDER BY a.name, a.ident, o.name, o.ident"
        ).fetchall()
        left = self._left(query) if query else None
        known, self._decided = self._decided, {}  # those of standings that have changed are forgotten
        standings = ((self._deciding(row[:6], known), *row[6:]) for row in found)
        return [
            authorization(event, events, last, _unconfirmed(ends, heard), told.get(event.app_id))
            for event, events, last, heard in standings
            if left is None or event.id in left
        ] + [
            assumed(entered, at, told.get(entered.app_id))
            for entered, at in unheard(self._connection)
            if query.matches(as_event(entered, at))
        ]

    def _left(self, query: Query) -> set[int]:
        """Give the deciding events that match: former names are known here, and not to the events themselves."""
        condition = self._log.condition(query)
        sql = f"SELECT e.id FROM authorizations s JOIN events e ON e.id = s.event WHERE {condition.sql}"
        return {number for (number,) in self._connection.execute(sql, condition.values)}

    def _deciding(self, version: _Version, known: Mapping[_Version, Event]) -> Event:
        """Give an event that decides a standing; it is read again only when something of it has changed."""
        event = known.get(version)
        if event is None:
            sql = f"SELECT {EVENT_COLUMNS} FROM {EVENT_TABLES} WHERE e.id = ?"
            row = self._rows.sharing(self._connection.execute(sql, version[:1]).fetchone())
            event = self._rows.event(row)
            if not self._rows.is_light(row, event):
                return event
        if len(self._decided) < _DECIDED:
            self._decided[version] = event
        return event

    @_reading
    def deliveries(self, *, outcome: Outcome | None = None, limit: int | None = 100) -> list[Delivery]:
        """Give deliveries as they arrived, newest first; `limit` None is all."""
        most = -1 if limit is None else limit
        found: list[Delivery] = []
        if outcome is not Outcome.REJECTED:
            where, values = ("1", ()) if outcome is None else ("r.outcome = ?", (OUTCOME_CODE[outcome],))
            sql = f"SELECT {DELIVERY_COLUMNS} FROM {DELIVERY_TABLES} WHERE {where} ORDER BY d.id DESC LIMIT ?"
            found += [delivery(row) for row in self._connection.execute(sql, (*values, most))]
        if outcome in (None, Outcome.REJECTED):
            sql = "SELECT id, received_at, problem, remote, headers, body FROM rejections ORDER BY id DESC LIMIT ?"
            found += [rejection(row) for row in self._connection.execute(sql, (most,))]
        found.sort(key=lambda kept: kept.id, reverse=True)
        return found[:limit]

    @_reading
    def kept(
        self, *, rejected: bool, older_than: int | None = None, newer_than: int | None = None, limit: int
    ) -> list[Delivery]:
        """Give a page of rejected requests, or of those that were taken, without their bodies; newest first."""
        return kept_page(
            self._connection, rejected=rejected, older_than=older_than, newer_than=newer_than, limit=limit
        )

    @_reading
    def delivery(self, number: int) -> Delivery:
        """Give one request whole. Raises NotFound."""
        return kept_delivery(self._connection, number)

    @_reading
    def deliveries_of(self, event_id: int) -> list[Delivery]:
        """Give the deliveries that reported one event, oldest first."""
        sql = (
            f"SELECT {DELIVERY_COLUMNS} FROM {DELIVERY_TABLES} WHERE d.id = ? OR d.id IN "
            "(SELECT delivery FROM readings WHERE event = ? AND outcome = 1) ORDER BY d.id"
        )
        return [delivery(row) for row in self._connection.execute(sql, (event_id, event_id))]

    @_reading
    def gaps(self, now: int) -> list[Gap]:
        """Give the times in which nobody listened, oldest first; the last may still last."""
        return periods.gaps(self._connection, now, listening=somebody_listens(self._path.with_name(LOCK)))

    @_reading
    def totals(self) -> Totals:
        """Give counts and bounds."""
        one = self._connection.execute
        oldest, newest = (
            one(f"SELECT {end}(received_at) FROM events").fetchone()[0] for end in ("min", "max")
        )
        waiting = one(
            "SELECT count(*) FROM deliveries WHERE id > ?", (cursor_of(self._connection),)
        ).fetchone()[0]
        return Totals(
            events=self._state(EVENTS),
            deliveries=self._state(DELIVERIES) + waiting,
            rejected=self._state(REJECTED),
            rejected_kept=one("SELECT count(*) FROM rejections").fetchone()[0],
            waiting=waiting,
            oldest=oldest,
            newest=newest,
            bytes=sum(size for suffix in ("", "-wal") if (size := _size(self._path, suffix))),
        )

    @_reading
    def rejected(self) -> int:
        """Count all deliveries that were ever rejected."""
        return self._state(REJECTED)

    @_reading
    def listening(self) -> Period | None:
        """Give the listening period that began last."""
        return periods.last_period(self._connection)

    @_reading
    def news(self, event_id: int) -> News:
        """Count what was recorded after an event."""
        return news_since(self._connection, event_id)

    @_reading
    def annotation(self, app_id: str) -> Annotation:
        """Give what was told about a Service App."""
        return annotations(self._connection).get(app_id, Annotation())

    @_reading
    def org_called(self, org_id: str) -> str | None:
        """Give what people call an organization; None where they leave it to the API."""
        return org_called(self._connection, org_id)

    @_reading
    def former_of_app(self, app_id: str) -> Former:
        """Give the other names of a Service App."""
        return former_of_app(self._connection, app_id)

    @_reading
    def former_of_org(self, org_id: str) -> Former:
        """Give the other names of an organization."""
        return former_of_org(self._connection, org_id)

    @_reading
    def look(self, person: str) -> Look | None:
        """Give how far a person has looked; None for one who never did."""
        return look_of(self._connection, person)

    @_reading
    def health(self) -> Health:
        """Give how the webhooks are, as last seen by whoever listens."""
        return health.health(self._connection)

    @_reading
    def health_records(
        self,
        *,
        after: int = 0,
        since: int | None = None,
        until: int | None = None,
        limit: int | None = None,
    ) -> list[HealthRecord]:
        """Give what became of our webhooks, newest first: ids above `after`, times in [since, until)."""
        return health.health_records(self._connection, after=after, since=since, until=until, limit=limit)

    @_reading
    def alerts(
        self,
        *,
        statuses: Collection[Status] = tuple(Status),
        since: int | None = None,
        limit: int | None = None,
    ) -> list[Alert]:
        """Give alerts, newest first; see `store.alerts`."""
        return alerts.alerts(self._connection, statuses=statuses, since=since, limit=limit)

    @_reading
    def alert(self, number: int) -> Alert:
        """Give one alert. Raises NotFound."""
        return alerts.alert(self._connection, number)

    @_reading
    def alerts_version(self) -> int:
        """Give a number that moves with alerts; see `store.alerts`."""
        return alerts.alerts_version(self._connection)

    @_reading
    def newest_alert(self) -> int:
        """Give the id of the alert that was put down last; 0 for none."""
        return alerts.newest_alert(self._connection)

    @_reading
    def alert_marks(self, *, after: int) -> list[AlertMark]:
        """Give how far alerts are; see `store.alerts`."""
        return alerts.alert_marks(self._connection, after=after)

    @_reading
    def circumstances(self, alert: Alert) -> Circumstances:
        """Give what helps to judge an alert."""
        return alerts.circumstances(self._connection, alert)

    @_reading
    def dead_channels(self) -> list[DeadChannel]:
        """Give the channels that couldn't be told of alerts for a while."""
        return dead_channels(self._connection)

    @_reading
    def expectations(self, *, until_after: int) -> list[Expectation]:
        """Give the planned windows that end after an instant."""
        return expectations(self._connection, until_after=until_after)

    @_reading
    def heard_webhooks(self) -> dict[str, Heard]:
        """Give what was heard of each webhook, by its id."""
        return matching.heard_webhooks(self._connection)

    @_reading
    def matched(self, condition: Filter, kinds: Collection[Kind], *, most: int = matching.MOST) -> Matched:
        """Tell how many stored events a webhook with this filter would have reported; `most` are looked at."""
        return matching.matched(self._connection, condition, kinds, most)

    @_reading
    def suggestions(self) -> Suggestions:
        """Give what history has to fill filters in with."""
        return matching.suggestions(self._connection)

    @_reading
    def reporters(self) -> Reporters:
        """Give the webhooks that reported events, and who acted in them."""
        return matching.reporters(self._connection)

    @_reading
    def activity(self, since: int, until: int, *, by_day: bool) -> list[Activity]:
        """Give what was heard in [since, until) by quarters of an hour, or by days of UTC."""
        return activity(self._connection, since, until, by_day=by_day)

    @_reading
    def spread(
        self, query: Query, since: int, until: int, *, by_day: bool, patience: float | None = None
    ) -> Spread:
        """Count what matches a query in [since, until) as `activity` does, for so many seconds; see `Log.spread`."""
        length = SPAN_LENGTH[Span.DAY if by_day else Span.QUARTER]
        return self._log.spread(query, since, until, length=length, patience=patience)

    @_reading
    def timelines(self, pairs: Sequence[Pair], gaps: Sequence[Gap], now: int) -> list[Timeline]:
        """Give the history of each pair (Service App, organization) up to `now`; `gaps` are what nobody heard."""
        return timelines(self._connection, self._rows, pairs, gaps, now)

    def _state(self, name: str) -> int:
        row = self._connection.execute("SELECT value FROM state WHERE name = ?", (name,)).fetchone()
        return int(row[0]) if row else 0


def _unconfirmed(gaps: list[Gap], heard: int) -> int | None:
    """Give the end of the latest gap that began after the pair was last heard of."""
    if gaps and gaps[-1].since >= heard:
        return gaps[-1].until
    return None


def _size(path: Path, suffix: str) -> int:
    try:
        return path.with_name(path.name + suffix).stat().st_size
    except OSError:
        return 0
