"""What webhooks reported, and what a filter would have let through, counted against matching each event."""

import pytest

from sa_monitor.model.delivery import Verdict
from sa_monitor.model.event import Kind
from sa_monitor.model.filter import Filter
from sa_monitor.model.matching import Heard, Matched
from sa_monitor.model.payload import read_payload
from sa_monitor.model.signature import LOCAL
from sa_monitor.store.rebuild import rebuild
from tests.store.conftest import NOON, arrival, body_of, date

BOTH = tuple(Kind)


@pytest.fixture
def some(keep):
    """Keep events of three apps at four organizations and various sites, and give their bodies."""
    bodies = [
        body_of(
            event,
            app=f"app-{number % 3}",
            org=f"org-{number % 4}",
            friendlyId=f"name {number % 2}" if number % 3 else "renamed" if number > 12 else "first name",
            authorizationDate=date(number * 1000),
            trainSiteNames=[f"site-{number % 5}", "shared"] if number % 2 else [],
            adminTrainSiteNames=[f"admin-{number % 2}"],
        )
        for number in range(24)
        for event in (("authorized", "deauthorized") if number % 4 == 0 else ("authorized",))
    ]
    keep(*(arrival(body) for body in bodies))
    keep(arrival(body_of(app="app-1", org="org-9"), secret=LOCAL))
    return bodies


def expected(bodies, condition, kinds):
    happened = [read_payload(body).happening for body in bodies]
    found = [h for h in happened if h.kind in kinds and condition.matches(h)]
    return Matched(
        events=len(found),
        looked_at=len(bodies),
        apps=len({h.app_id for h in found}),
        organizations=len({h.org_id for h in found}),
    )


@pytest.mark.parametrize("kinds", [BOTH, BOTH[:1], BOTH[1:], ()], ids=str)
@pytest.mark.parametrize(
    "condition",
    [
        Filter(),
        Filter(app_id="app-1"),
        Filter(app_id="unknown"),
        Filter(site="site-3"),
        Filter(site="shared", admin_site="admin-1"),
        Filter(admin_site="admin-0"),
        Filter(app_id="app-2", site="shared"),
        Filter(site="nowhere"),
    ],
    ids=str,
)
def test_what_a_filter_would_have_let_through_is_counted(reader, some, condition, kinds):
    assert reader.matched(condition, kinds) == expected(some, condition, kinds)


def test_a_name_matches_the_apps_that_were_ever_heard_under_it(reader, some):
    for name in ("first name", "renamed"):
        assert reader.matched(Filter(friendly_name=name), BOTH).apps == 1
    assert reader.matched(Filter(friendly_name="name 0", app_id="app-0"), BOTH).events == 0


def test_only_so_many_events_are_looked_at_and_that_is_told(reader, some):
    matched = reader.matched(Filter(site="shared"), BOTH, most=10)
    assert (matched.looked_at, matched.bounded) == (10, True)
    assert not reader.matched(Filter(site="shared"), BOTH, most=len(some)).bounded


def test_without_events_nothing_matches(reader):
    assert reader.matched(Filter(), BOTH) == reader.matched(Filter(site="x"), BOTH) == Matched()


def test_history_suggests_what_it_has(reader, some):
    suggested = reader.suggestions()
    assert [ident for ident, _ in suggested.apps] == ["app-1", "app-2", "app-0"]
    assert {"first name", "renamed", "name 0", "name 1"} <= set(suggested.names)
    assert "shared" in suggested.sites
    assert suggested.admin_sites == ("admin-0", "admin-1")


def test_history_knows_who_reported_and_who_acted_by_name_else_by_id(keep, reader):
    person = "Y2lzY29zcGFyazovL3VzL1BFT1BMRS8wMDhkNjA0ZS0wMDAyLTQwMDAtODAwMC0wMDAwMDAwMDAyNzA"
    another = body_of(webhook="a", authorizerId="never-acted").replace(b"person-2", person.encode())
    nameless = body_of(webhook="b", org="org-2").replace(b"name of b", b"")
    keep(arrival(another), arrival(nameless))
    known = reader.reporters()
    assert known.webhooks == ("b", "name of a")
    assert known.actors == ("008d604e-0002-4000-8000-000000000270", "person-2")


def test_deliveries_are_counted_by_webhook_but_not_our_own(keep, reader, path):
    keep(
        arrival(webhook="a", at=NOON),
        arrival(webhook="a", at=NOON + 5),
        arrival(webhook="b", at=NOON + 7, verdict=Verdict.UNSIGNED),
        arrival(webhook="a", at=NOON + 9, secret=LOCAL),
    )
    heard = {
        "a": Heard(deliveries=2, last_at=NOON + 5, secret="general"),
        "b": Heard(deliveries=1, last_at=NOON + 7),
    }
    assert reader.heard_webhooks() == heard
    rebuild(path, lambda done, total: None)
    assert reader.heard_webhooks() == heard


def test_an_older_store_counts_what_it_has_when_it_is_migrated(keep, reader, path, keeper):
    import sqlite3

    from sa_monitor.store.reader import Reader

    keep(arrival(webhook="a", at=NOON), arrival(webhook="a", at=NOON + 5, secret=LOCAL))
    with sqlite3.connect(path) as older:
        older.execute("DROP TABLE heard_webhooks")
        older.execute("DELETE FROM _sqlite_migrations WHERE name = 'create_heard_webhooks'")
    older.close()
    with Reader.open(path) as migrated:
        assert migrated.heard_webhooks() == {"a": Heard(deliveries=1, last_at=NOON, secret="general")}
