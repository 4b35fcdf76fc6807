"""What people tell about Service Apps."""

from sa_monitor.model.annotation import Assumption
from sa_monitor.model.event import Kind
from sa_monitor.model.moments import Clock
from sa_monitor.model.query import parse_query
from sa_monitor.store.annotations import annotate, assume
from tests.store.conftest import NOON, arrival


def _told(reader):
    return {(a.app_id, a.critical, a.owner, a.note) for a in reader.authorizations()}


def test_an_owner_a_note_and_the_critical_mark_stand_with_the_app(path, keep, reader):
    keep(arrival())
    assert annotate(path, "NAME of app-1", critical=True, owner="Jane Doe", note="nightly") == ["app-1"]
    assert _told(reader) == {("app-1", True, "Jane Doe", "nightly")}


def test_what_isnt_told_stays_and_an_empty_text_takes_it_back(path, keep, reader):
    keep(arrival())
    annotate(path, "app-1", critical=True, owner="Jane Doe", note="nightly")
    annotate(path, "app-1", critical=None, owner="", note=None)
    assert _told(reader) == {("app-1", True, None, "nightly")}


def test_an_app_can_be_marked_before_it_is_heard_of(path, keep, reader):
    annotate(path, "app-1", critical=True, owner=None, note=None)
    keep(arrival())
    assert _told(reader) == {("app-1", True, None, None)}


def test_an_assumed_authorization_stands_until_the_pair_is_heard_of(path, keep, reader):
    entered = [
        Assumption(app_id="app-1", org_id=org, app_name="reporting", since=NOON) for org in ("org-1", "org-2")
    ]
    assert assume(path, entered, NOON + 5) == 2
    assert [(a.org_id, a.assumed, a.since, a.heard) for a in reader.authorizations()] == [
        ("org-1", True, NOON, None),
        ("org-2", True, NOON, None),
    ]
    keep(arrival(event="deauthorized"))
    assert [(a.org_id, a.assumed, a.state) for a in reader.authorizations()] == [
        ("org-1", False, Kind.DEAUTHORIZED),
        ("org-2", True, Kind.AUTHORIZED),
    ]


def test_a_query_narrows_assumed_standings_too(path, keep, reader):
    assume(path, [Assumption(app_id="app-1", org_id=org) for org in ("org-1", "org-2")], NOON)
    assert [a.org_id for a in reader.authorizations(parse_query("org:org-2", Clock(NOON)))] == ["org-2"]
