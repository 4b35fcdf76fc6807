"""A query answered by SQL in slices, by key and from kept counts, against the same query in memory and a plain sort."""

import tempfile
from collections import Counter
from contextlib import closing
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from sa_monitor.model.activity import added_up
from sa_monitor.model.delivery import Verdict
from sa_monitor.model.event import Kind, Mark
from sa_monitor.model.instants import DAY, HOUR
from sa_monitor.model.listening import Ending
from sa_monitor.model.moments import Clock
from sa_monitor.model.query import asks_for_synthetic, parse_query
from sa_monitor.store.connection import open_reader, open_writer
from sa_monitor.store.counts import Counts, count_all
from sa_monitor.store.keeper import Keeper
from sa_monitor.store.log import Log
from sa_monitor.store.reader import Reader
from sa_monitor.store.rebuild import rebuild
from sa_monitor.store.rows import Rows
from tests.store.conftest import NOON, Time, arrival, date, project_all

SOME = settings(max_examples=25, deadline=None)

_few = st.integers(0, 2)

ARRIVALS = st.lists(
    st.builds(
        lambda event, app, org, hook, scope, site, offset, at, **more: arrival(
            event=event,
            app=f"app-{app}",
            org=f"org-{org}",
            webhook=f"hook-{hook}",
            scopes=["spark:kms", f"thing:{scope}"][: scope + 1],
            trainSiteNames=[f"site-{site}.webex.com"],
            authorizationDate=date(offset),
            at=NOON + at,
            **more,
        ),
        event=st.sampled_from(["authorized", "deauthorized"]),
        app=_few,
        org=_few,
        hook=_few,
        scope=_few,
        site=_few,
        offset=st.integers(0, 6),
        at=st.sampled_from([0, 1, HOUR, 2 * HOUR, DAY, 3 * DAY]),
        verdict=st.sampled_from([Verdict.VERIFIED, Verdict.VERIFIED, Verdict.UNSIGNED]),
        secret=st.sampled_from(["general", "general", "local"]),
    ),
    max_size=20,
)

_TERMS = """
event:authorized event:deauthorized app:app-1 app:app-0,app-2 app:none app:* org:org-1 org:org-0,org-2 scope:spark:kms
scope:thing:2 scope:thing* site:site-1.webex.com site:site* admin-site:admin* actor:person-2 actor:nobody
signature:unsigned signature:verified is:repeated is:synthetic kms thing org-1 site-2 nothing-like-it
is:expected is:new is:new,synthetic
since:2026-11-14T13:00:00Z until:2026-11-14T13:00:00Z since:2026-11-15 until:2026-11-15T12:00:00.001Z
"""

QUERIES = st.lists(
    st.builds(
        lambda sign, term: sign + term, st.sampled_from(["", "", "-"]), st.sampled_from(_TERMS.split())
    ),
    max_size=3,
).map(lambda terms: parse_query(" ".join(terms), Clock(NOON, seen=6)))


class _Store:
    """A store of its own with these deliveries, projected."""

    def __init__(self, arrivals):
        self._folder = tempfile.TemporaryDirectory()
        self.path = Path(self._folder.name) / "data" / "events.db"
        self._arrivals = arrivals

    def __enter__(self):
        keeper = Keeper(self.path, Time())
        keeper.open()
        keeper.append(self._arrivals)
        project_all(keeper)
        keeper.close(Ending.STOPPED)
        with closing(open_writer(self.path)) as connection, connection:
            connection.execute("INSERT INTO expected SELECT id, 'planned' FROM events WHERE id % 4 = 1")
        return self

    def __exit__(self, *_):
        self._folder.cleanup()

    def events(self):
        """Give all events in the order of the log, sorted here."""
        with Reader.open(self.path) as reader:
            found = reader.recorded_after(0, limit=1000)
        return sorted((step.event for step in found), key=lambda event: event.mark, reverse=True)

    def counts(self):
        """Give the kept counts that aren't nought."""
        connection = open_reader(self.path)
        try:
            return [
                sorted(connection.execute(f"SELECT * FROM {table} WHERE {sum_} <> 0").fetchall())
                for table, sum_ in (
                    ("tallies", "events"),
                    ("activity", "authorized + deauthorized + synthetic"),
                )
            ]
        finally:
            connection.close()

    def occurring(self):
        connection = open_reader(self.path)
        try:
            return set(connection.execute("SELECT role, number, app, org FROM occurrences"))
        finally:
            connection.close()


@SOME
@given(ARRIVALS, st.lists(QUERIES, min_size=1, max_size=12))
def test_sql_memory_and_kept_counts_give_the_same_answer(arrivals, queries):
    with _Store(arrivals) as store, Reader.open(store.path) as reader:
        everything = store.events()
        for query in queries:
            expected = [event.id for event in everything if query.matches(event)]
            assert [step.event.id for step in reader.page(query)] == expected, query.text
            assert reader.count(query) == len(expected), query.text


@SOME
@given(ARRIVALS, st.lists(QUERIES, min_size=1, max_size=6), st.integers(1, 5), st.integers(1, 4))
def test_paging_by_key_either_way_agrees_with_a_plain_sort(arrivals, queries, limit, length):
    with _Store(arrivals) as store:
        everything = store.events()
        connection = open_reader(store.path)
        log = Log(connection, Rows(connection), slice_of=length)
        for query in queries:
            expected = [event.id for event in everything if query.matches(event)]
            assert _paged(log, query, limit) == expected, query.text
            assert _paged_upward(log, query, limit) == expected[::-1], query.text
        connection.close()


def _paged(log, query, limit):
    seen, mark = [], None
    while page := log.search(query, older_than=mark, limit=limit).steps:
        seen += page
        mark = page[-1].event.mark
    return [step.event.id for step in seen]


def _paged_upward(log, query, limit):
    seen, mark = [], Mark(0, 0)
    while page := log.events_above(query, mark, up_to=1000, limit=limit):
        assert page == [step.event for step in log.search(query, newer_than=mark, limit=limit).steps]
        seen += page
        mark = page[-1].mark
    return [event.id for event in seen]


@SOME
@given(ARRIVALS, QUERIES, st.integers(1, 4))
def test_what_matches_a_query_is_counted_by_time_in_slices_that_can_be_given_up(arrivals, query, length):
    with _Store(arrivals) as store:
        heard = [event for event in store.events() if query.matches(event)]
        if not asks_for_synthetic(query):
            heard = [event for event in heard if not event.synthetic]
        expected = Counter((event.received_at // DAY * DAY, event.kind) for event in heard)
        connection = open_reader(store.path)
        log = Log(connection, Rows(connection), slice_of=length)
        parts, until = [], NOON + 100 * DAY
        while until is not None:
            spread = log.spread(query, 0, until, length=DAY, patience=0)
            parts += spread.heard
            until = spread.reached and spread.reached.received_at
        counted = {(one.start, Kind.AUTHORIZED): one.authorized for one in added_up(parts)}
        counted |= {(one.start, Kind.DEAUTHORIZED): one.deauthorized for one in added_up(parts)}
        assert {key: count for key, count in counted.items() if count} == expected
        connection.close()


@SOME
@given(ARRIVALS, QUERIES, st.integers(1, 4))
def test_a_search_given_up_at_once_goes_on_where_it_came_to(arrivals, query, length):
    with _Store(arrivals) as store:
        expected = [event.id for event in store.events() if query.matches(event)]
        connection = open_reader(store.path)
        log = Log(connection, Rows(connection), slice_of=length)
        found, counted, mark = [], 0, None
        while True:
            part = log.search(query, older_than=mark, limit=1000, patience=0)
            found += [step.event.id for step in part.steps]
            if part.reached is None:
                break
            assert mark is None or part.reached < mark
            mark = part.reached
        mark = None
        while True:
            some = log.count(query, older_than=mark, patience=0)
            counted += some.events
            if some.reached is None:
                break
            mark = some.reached
        connection.close()
        assert found == expected
        assert counted == len(expected)


@SOME
@given(ARRIVALS)
def test_kept_counts_are_those_of_the_events_and_stay_through_a_rebuild(arrivals):
    with _Store(arrivals) as store:
        before, occurring, events = store.counts(), store.occurring(), store.events()
        by_kind = Counter()
        for app, _, kind, _, synthetic, count in before[0]:
            if app == 0:
                by_kind["deauthorized" if kind else "authorized", bool(synthetic)] += count
        assert by_kind == Counter((str(event.kind), event.synthetic) for event in events)
        rebuild(store.path, lambda _done, _total: None)
        assert store.counts() == before
        assert store.occurring() >= occurring
        assert store.events() == events


@SOME
@given(ARRIVALS, st.lists(QUERIES, min_size=1, max_size=6))
def test_a_store_of_the_version_before_counts_were_kept_gives_the_same_answers(arrivals, queries):
    with _Store(arrivals) as store:
        before, events = store.counts(), store.events()
        _go_back(store.path)
        with Reader.open(store.path) as reader:
            assert store.counts() == before
            for query in queries:
                expected = [event.id for event in events if query.matches(event)]
                assert [step.event.id for step in reader.page(query)] == expected, query.text
                assert reader.count(query) == len(expected), query.text


@SOME
@given(ARRIVALS, st.sets(st.integers(1, 20)))
def test_events_that_are_forgotten_leave_the_counts(arrivals, forgotten):
    with _Store(arrivals) as store:
        connection = open_writer(store.path)
        counts = Counts(connection)
        counts.forget_events(sorted(forgotten))
        counts.write()
        connection.executemany("DELETE FROM events WHERE id = ?", [(number,) for number in forgotten])
        kept = store.counts()
        count_all(connection)
        connection.close()
        assert store.counts() == kept


def _go_back(path):
    """Make the store one of the version before: without kept counts, and with the index that it had."""
    connection = open_writer(path)
    for table in ("tallies", "activity", "occurrences"):
        connection.execute(f"DROP TABLE {table}")
    for index in ("pair", "unsigned", "synthetic", "repeated"):
        connection.execute(f"DROP INDEX events_{index}")
    connection.execute("CREATE INDEX events_app ON events (app, received_at)")
    lacking = "('count_events', 'index_pairs', 'widen_pairs')"
    connection.execute(f"DELETE FROM _sqlite_migrations WHERE name IN {lacking}")
    connection.close()
