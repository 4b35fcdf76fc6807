"""What deliveries become."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sa_monitor.model.authorization import fold, standing_of
from sa_monitor.model.delivery import Outcome, Verdict
from sa_monitor.model.event import Kind
from sa_monitor.model.instants import DAY, MINUTE
from sa_monitor.model.listening import Ending
from sa_monitor.model.signature import ENVIRONMENT, LOCAL
from sa_monitor.store.connection import open_writer
from sa_monitor.store.keeper import Keeper
from sa_monitor.store.projection import Projection
from sa_monitor.store.reader import Reader
from sa_monitor.store.rebuild import rebuild
from tests.store.conftest import NOON, Time, arrival, body_of, date, project_all


def test_a_delivery_becomes_an_event_with_everything_that_it_said(keep, reader):
    (number,) = keep(arrival())
    event = reader.step(number).event
    assert (event.kind, event.app_id, event.app_name) == (Kind.AUTHORIZED, "app-1", "name of app-1")
    assert (event.org_id, event.authorizer_id, event.actor_id) == ("org-1", "person-1", "person-2")
    assert event.scopes == ("spark:kms", "meeting:admin_schedule_write")
    assert (event.sites, event.admin_sites) == (("acme.webex.com",), ("admin.webex.com",))
    assert (event.date, event.dated, event.received_at) == (NOON - 3_600_000, True, NOON)
    assert (event.signature, event.deliveries, event.webhook_ids) == (Verdict.VERIFIED, 1, ("hook-1",))
    assert (event.synthetic, event.problem) == (False, None)


def test_several_deliveries_of_one_happening_are_one_event(keep, reader):
    first, second, third = keep(
        arrival(webhook="a"), arrival(at=NOON + 200, webhook="b"), arrival(at=NOON + 300, webhook="a")
    )
    (step,) = reader.page()
    assert (step.event.id, step.event.deliveries, step.event.webhook_ids) == (first, 3, ("a", "b"))
    assert [d.id for d in reader.deliveries_of(first)] == [first, second, third]
    assert [d.outcome for d in reader.deliveries_of(first)] == [
        Outcome.RECORDED,
        Outcome.REPEATED,
        Outcome.REPEATED,
    ]
    assert reader.authorizations()[0].events == 1


def test_a_deauthorization_with_the_date_of_the_authorization_ends_it(keep, reader):
    keep(arrival(), arrival(event="deauthorized", at=NOON + 5000))
    (standing,) = reader.authorizations()
    assert (standing.state, standing.since, standing.heard) == (Kind.DEAUTHORIZED, NOON + 5000, NOON + 5000)


def test_a_redelivered_authorized_never_revives_an_ended_authorization(keep, reader):
    keep(arrival(), arrival(event="deauthorized"), arrival(at=NOON + 60_000))
    assert reader.authorizations()[0].state is Kind.DEAUTHORIZED


def test_since_of_an_authorized_pair_is_its_authorization_date(keep, reader):
    keep(arrival())
    assert reader.authorizations()[0].since == NOON - 3_600_000


def test_the_step_before_is_that_of_the_pairs_order_whatever_came_first(keep, reader):
    late, early, other = keep(
        arrival(authorizationDate=date(2000)),
        arrival(authorizationDate=date(1000), at=NOON + 1),
        arrival(org="org-2"),
    )
    assert reader.step(late).before.id == early
    assert reader.step(early).before is None
    assert reader.step(other).before is None


def test_an_undated_event_is_the_newest_that_is_known(keep, reader):
    ahead = date(3_600_000 + 7000)  # 7 s after its receipt
    keep(
        arrival(authorizationDate=ahead),
        arrival(event="deauthorized", authorizationDate=None, at=NOON + 1000),
    )
    (standing,) = reader.authorizations()
    assert standing.state is Kind.DEAUTHORIZED
    newest = reader.page()[0].event
    assert (newest.date, newest.dated) == (NOON + 7001, False)
    assert "authorizationDate is missing" in newest.problem


def test_a_date_of_the_year_9999_is_settled_by_the_receipt_and_can_end(keep, reader):
    keep(
        arrival(authorizationDate="9999-12-31T23:59:59Z"),
        arrival(event="deauthorized", authorizationDate=None, at=NOON + 10),
    )
    newest, oldest = (step.event for step in reader.page())
    assert (oldest.date, oldest.dated) == (NOON, False)
    assert "more than 24 h ahead" in oldest.problem
    assert reader.authorizations()[0].decided_by == newest.id


def test_a_date_23_hours_ahead_is_taken_as_it_is(keep, reader):
    keep(arrival(authorizationDate=date(24 * 3_600_000)))
    assert reader.page()[0].event.dated


def test_an_undated_delivery_of_equal_data_repeats_within_ten_minutes_and_not_after(keep, reader):
    first = body_of(authorizationDate=None)
    payload = json.loads(first)
    payload["data"] = dict(reversed(payload["data"].items()))
    shuffled = json.dumps(payload).encode()
    keep(arrival(first), arrival(shuffled, at=NOON + 10 * MINUTE), arrival(first, at=NOON + 10 * MINUTE + 1))
    assert [step.event.deliveries for step in reader.page()] == [1, 2]


def test_an_undated_delivery_of_other_data_is_another_event(keep, reader):
    keep(arrival(authorizationDate=None), arrival(authorizationDate=None, scopes=[]))
    assert len(reader.page()) == 2


def test_a_synthetic_event_is_kept_and_changes_no_standing(keep, reader):
    keep(arrival(), arrival(event="deauthorized", secret=LOCAL))
    assert [step.event.synthetic for step in reader.page()] == [True, False]
    (standing,) = reader.authorizations()
    assert (standing.state, standing.events) == (Kind.AUTHORIZED, 1)


def _marked(*, mark: bool | None, **fields: object) -> bytes:
    payload = json.loads(body_of(**fields))
    return json.dumps(payload | ({} if mark is None else {"synthetic": mark})).encode()


@pytest.mark.parametrize(
    ("secret", "mark", "synthetic"),
    [
        (LOCAL, None, True),
        (LOCAL, True, True),
        (LOCAL, False, False),
        (ENVIRONMENT, None, False),
        (ENVIRONMENT, True, True),
        (ENVIRONMENT, False, False),
        ("hook-1", None, False),
    ],
)
def test_what_only_the_local_secret_verifies_is_synthetic_unless_marked_real(
    keep, reader, secret, mark, synthetic
):
    keep(arrival(_marked(mark=mark), secret=secret))
    assert reader.page()[0].event.synthetic is synthetic


def test_a_real_delivery_never_repeats_a_synthetic_one(keep, reader):
    keep(arrival(_marked(mark=True)), arrival(_marked(mark=None)))
    assert [step.event.deliveries for step in reader.page()] == [1, 1]
    assert reader.authorizations()[0].events == 1


def test_a_synthetic_event_renames_no_app(keep, reader):
    keep(arrival(friendlyId="call-reporting"), arrival(friendlyId="evil", secret=LOCAL))
    assert {step.event.app_name for step in reader.page()} == {"call-reporting"}


def test_a_verified_delivery_corrects_what_an_unsigned_one_claimed(keep, reader):
    keep(
        arrival(verdict=Verdict.UNSIGNED, scopes=["forged"]), arrival(scopes=["spark:kms"], webhook="hook-2")
    )
    (step,) = reader.page()
    assert (step.event.signature, step.event.scopes, step.event.deliveries) == (
        Verdict.VERIFIED,
        ("spark:kms",),
        2,
    )


def test_an_unsigned_delivery_doesnt_change_a_verified_event(keep, reader):
    keep(arrival(), arrival(verdict=Verdict.UNSIGNED, scopes=["forged"]))
    (step,) = reader.page()
    assert (step.event.signature, len(step.event.scopes)) == (Verdict.VERIFIED, 2)


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"", "empty"),
        (b"{", "no JSON"),
        (b"[]", "not an object"),
        (b'{"resource": "messages", "event": "created"}', None),
        (b'{"resource": "serviceApp", "event": "renamed"}', "unknown event"),
        (b'{"resource": "serviceApp", "event": "authorized"}', "data is missing"),
        (body_of(id=7), "data.id is no text"),
        (body_of(org=""), "data.authorizerOrgId is no text"),
        (b"[" * 1000 + b"]" * 1000, "not an object"),
    ],
)
def test_what_is_no_event_is_kept_as_unrecognised_with_the_problem(keep, reader, body, problem):
    (number,) = keep(arrival(body))
    (kept,) = reader.deliveries(outcome=Outcome.UNRECOGNISED)
    assert (kept.id, kept.body, kept.event_id) == (number, body, None)
    assert kept.problem is None if problem is None else problem in kept.problem
    assert reader.page() == []


def test_wrong_types_cost_the_field_and_not_the_event(keep, reader):
    keep(
        arrival(
            event="deauthorized",
            scopes=None,
            trainSiteNames={"a": 1},
            friendlyId=7,
            adminTrainSiteNames=[1, "x"],
        )
    )
    event = reader.page()[0].event
    assert (event.scopes, event.sites, event.app_name, event.admin_sites) == ((), (), None, ("x",))
    for field in ("trainSiteNames", "friendlyId", "adminTrainSiteNames"):
        assert field in event.problem


def test_ten_thousand_scopes_are_kept(keep, reader):
    keep(arrival(scopes=[f"spark:thing_{n}" for n in range(10_000)]))
    assert len(reader.page()[0].event.scopes) == 10_000


def test_an_app_is_found_by_all_its_names_and_shown_by_its_last(keep, reader):
    from sa_monitor.model.moments import Clock
    from sa_monitor.model.query import parse_query

    keep(arrival(friendlyId="old name"), arrival(friendlyId="new name", authorizationDate=date(1)))
    query = parse_query('app:"old name"', Clock(NOON))
    assert [step.event.app_name for step in reader.page(query)] == ["new name", "new name"]


def _dump(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with sqlite3.connect(path) as connection:
        tables = ("events", "readings", "authorizations", "state")
        found = {table: connection.execute(f"SELECT * FROM {table}").fetchall() for table in tables}
    connection.close()
    return found


def test_a_rebuild_gives_the_same_rows_and_ids(path, keeper, keep):
    keep(
        arrival(),
        arrival(at=NOON + 5),
        arrival(event="deauthorized", authorizationDate=None, at=NOON + 6),
        arrival(b"junk"),
        arrival(secret=LOCAL, at=NOON + 7),
        arrival(event="deauthorized", org="org-2"),
    )
    before = _dump(path)
    heard = []
    assert rebuild(path, lambda done, total: heard.append((done, total))) == 4
    assert _dump(path) == before
    assert heard[-1] == (6, 6)


def test_a_listener_goes_on_after_another_process_rebuilt(path, keeper, keep, reader):
    keep(arrival())
    rebuild(path, lambda *_: None)
    keeper.beat()
    keep(arrival(org="org-2"))
    assert len(reader.page()) == 2


def test_an_interrupted_projection_goes_on_from_its_cursor(path, time, reader, keeper):
    keeper.append([arrival(org=f"org-{n}") for n in range(10)])
    keeper.project(3)
    keeper.close(Ending.STOPPED)
    again = Keeper(path, time)
    again.open()
    project_all(again)
    assert len(reader.page()) == 10
    again.close(Ending.STOPPED)


def test_a_slice_ends_in_time_and_says_that_more_waits(path, reader, keeper):
    """However many wait: nothing is answered while it goes on."""
    keeper.append([arrival(org=f"org-{n}") for n in range(3)])
    with closing(open_writer(path)) as connection:
        projection = Projection(connection)
        slices = [projection.project(64, seconds=0) for _ in range(3)]
        assert [done.read for done in slices] == [1, 1, 1]
        assert all(done.more for done in slices)
        assert not projection.project(64, seconds=0).more
    assert len(reader.page()) == 3


events = st.lists(
    st.tuples(
        st.sampled_from(["authorized", "deauthorized"]),
        st.integers(0, 4),
        st.sampled_from(["org-1", "org-2"]),
    ),
    min_size=1,
    max_size=12,
)


@given(happenings=events, data=st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_order_and_any_repetition_give_the_standing_that_the_fold_gives(
    tmp_path_factory, happenings, data
):
    shuffled = data.draw(
        st.permutations(happenings + data.draw(st.lists(st.sampled_from(happenings), max_size=6)))
    )
    path = tmp_path_factory.mktemp("any") / "events.db"
    keeper = Keeper(path, Time())
    keeper.open()
    keeper.append(
        [
            arrival(event=e, org=o, authorizationDate=date(d), at=NOON + n)
            for n, (e, d, o) in enumerate(shuffled)
        ]
    )
    project_all(keeper)
    expected: dict[str, object] = {}
    for event, offset, org in happenings:
        standing = standing_of(Kind(event), NOON - 3_600_000 + offset)
        expected[org] = fold(expected.get(org), standing)  # type: ignore[arg-type]
    with Reader.open(path) as reader:
        for found in reader.authorizations():
            decided = reader.step(found.decided_by or 0).event
            assert standing_of(decided.kind, decided.date) == expected[found.org_id]
            assert found.events == len({h for h in happenings if h[2] == found.org_id})
    keeper.close(Ending.STOPPED)


def test_a_date_before_the_epoch_and_one_without_a_zone_are_kept(keep, reader):
    keep(
        arrival(authorizationDate="1969-12-31T23:59:59.999Z"),
        arrival(org="o2", authorizationDate="2026-11-14T11:00:00"),
    )
    assert [step.event.date for step in reader.page()] == [NOON - 3_600_000, -1]
    assert NOON - 3_600_000 < NOON + DAY
