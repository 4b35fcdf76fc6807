"""Pages, counts, queries, totals."""

import pytest

from sa_monitor.errors import NotFound, StoreMissing
from sa_monitor.model.delivery import Outcome, Verdict
from sa_monitor.model.moments import Clock
from sa_monitor.model.query import parse_query
from sa_monitor.store.reader import Reader
from tests.store.conftest import NOON, arrival, date


def _query(text):
    return parse_query(text, Clock(NOON, seen=2))


def _fill(keep, count=25):
    keep(*(arrival(org=f"org-{n % 3}", authorizationDate=date(n), at=NOON + n // 2) for n in range(count)))


def test_pages_by_key_give_the_whole_log_once_and_in_order(keep, reader):
    _fill(keep)
    seen, mark = [], None
    while page := reader.page(older_than=mark, limit=7):
        seen += page
        mark = page[-1].event.mark
    marks = [step.event.mark for step in seen]
    assert len(marks) == 25
    assert marks == sorted(marks, reverse=True)


def test_a_page_above_a_mark_holds_the_ones_right_above_it(keep, reader):
    _fill(keep)
    whole = reader.page()
    above = reader.page(newer_than=whole[10].event.mark, limit=4)
    assert [s.event.id for s in above] == [s.event.id for s in whole[6:10]]


def test_counting_what_is_newer_and_what_matches(keep, reader):
    _fill(keep)
    whole = reader.page()
    assert reader.count() == 25
    assert reader.count(newer_than=whole[10].event.mark) == 10
    assert reader.count(_query("org:org-1")) == 8


QUERIES = """
event:authorized
event:deauthorized
-event:deauthorized
app:app-1
app:"name of app-1"
app:name*
app:none
org:org-1,org-2
-org:org-1
org:*
scope:spark:kms
scope:meeting*
site:acme.webex.com
admin-site:admin*
actor:person-2
-actor:person-2
actor:nobody
webhook:hook-1
-webhook:hook-2
signature:unsigned
signature:verified
since:2026-11-14T12:00:00.002Z
until:2026-11-14T12:00:00.002Z
since:1h until:today
is:repeated
-is:repeated
is:new
is:new,synthetic
-is:new
is:synthetic
is:expected
kms
acme
ORG-2
-org-2 event:authorized
org-1 app-1
nothing-like-it
""".strip().splitlines()


@pytest.mark.parametrize("text", QUERIES)
def test_sql_and_memory_give_the_same_answer(keep, reader, text):
    keep(
        arrival(),
        arrival(webhook="hook-2", at=NOON + 1),
        arrival(event="deauthorized", org="org-2", at=NOON + 2, authorizerId=None),
        arrival(verdict=Verdict.UNSIGNED, org="org-3", at=NOON + 3, scopes=[], trainSiteNames=[]),
        arrival(secret="local", org="org-1", app="app-2", at=NOON + 4),
    )
    everything = [step.event for step in reader.page()]
    query = _query(text)
    assert [s.event.id for s in reader.page(query)] == [e.id for e in everything if query.matches(e)]
    assert reader.count(query) == sum(query.matches(e) for e in everything)


def test_standings_are_narrowed_by_the_event_that_decides_them(keep, reader):
    keep(arrival(org="a"), arrival(org="b"), arrival(org="b", event="deauthorized"))
    assert [s.org_id for s in reader.authorizations(_query("event:deauthorized"))] == ["b"]
    assert [s.org_id for s in reader.authorizations()] == ["a", "b"]


def test_an_id_that_nobody_knows_is_named(reader):
    with pytest.raises(NotFound, match="no event 99"):
        reader.step(99)


def test_nothing_recorded_yet_is_told_from_an_empty_store(tmp_path):
    with pytest.raises(StoreMissing, match="Nothing was recorded"):
        Reader.open(tmp_path / "events.db")


def test_deliveries_stand_newest_first_with_what_was_rejected_among_them(keeper, keep, reader):
    keep(arrival(), arrival())
    rejected = arrival(b"?", verdict=Verdict.UNSIGNED)
    keeper.reject([rejected], 2)
    keep(arrival(b"{}"))
    assert [d.outcome for d in reader.deliveries()] == [
        Outcome.UNRECOGNISED, Outcome.REJECTED, Outcome.REPEATED, Outcome.RECORDED
    ]  # fmt: skip
    assert [d.id for d in reader.deliveries(limit=2)] == [4, 3]
    assert len({d.id for d in reader.deliveries()}) == 4
    totals = reader.totals()
    assert (totals.events, totals.deliveries, totals.rejected, totals.rejected_kept) == (1, 3, 3, 1)


def test_waiting_deliveries_are_listed_before_they_are_projected(keeper, reader):
    keeper.append([arrival()])
    (kept,) = reader.deliveries()
    assert (kept.outcome, reader.totals().waiting) == (None, 1)


def test_another_connection_notices_a_commit(keep, reader):
    before = reader.data_version()
    keep(arrival())
    assert reader.data_version() != before


def test_who_follows_misses_nothing_when_the_clock_is_set_back(keep, reader):
    keep(arrival())
    seen = reader.last_recorded()
    keep(arrival(org="org-2", at=NOON - 3_600_000), arrival(org="org-3", at=NOON - 3_599_000))
    assert [step.event.org_id for step in reader.recorded_after(seen)] == ["org-2", "org-3"]
    assert [step.event.org_id for step in reader.recorded_after(seen, _query("org:org-3"))] == ["org-3"]
    assert reader.recorded_since(seen) == 2
