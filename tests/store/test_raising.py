"""What raises an alert, and what doesn't."""

from contextlib import closing

import pytest

from sa_monitor.model.alert import About, Condition, Outcome, Severity, Status
from sa_monitor.model.delivery import Verdict
from sa_monitor.model.expectation import Expectation
from sa_monitor.model.instants import DAY, HOUR, MINUTE
from sa_monitor.model.listening import Ending
from sa_monitor.model.moments import Clock
from sa_monitor.model.query import parse_query
from sa_monitor.model.rulebook import BUILT_IN, Channel, Rule, Rulebook
from sa_monitor.model.signature import IMPORTED, LOCAL
from sa_monitor.store.alerts import acknowledge
from sa_monitor.store.annotations import annotate
from sa_monitor.store.dispatch import Dispatch
from sa_monitor.store.expectations import expect, remove_expectation
from sa_monitor.store.keeper import Keeper
from sa_monitor.store.rebuild import rebuild
from tests.store.conftest import NOON, arrival, date, project_all


def loss(app: str = "app-1", org: str = "org-1", at: int = NOON + 5000, **more):
    return arrival(app=app, org=org, event="deauthorized", at=at, **more)


def query(text: str):
    return parse_query(text, Clock(NOON))


@pytest.fixture
def judge(path, time, keeper):
    """Keep and project deliveries by other rules than those that are built in."""

    def judging(rulebook: Rulebook, *arrivals):
        judging_keeper = Keeper(path, time, rulebook)
        judging_keeper.open()
        judging_keeper.append(arrivals)
        project_all(judging_keeper)
        judging_keeper.close(Ending.STOPPED)

    return judging


def told_until(path, at: int) -> list[About]:
    """Tell the channel "team" what is due by then; gives what that was about."""
    dispatch, told = Dispatch.open(path), []
    while (errand := dispatch.next("team", at)) is not None:
        told.append(errand.about)
        dispatch.sent(errand, at)
    dispatch.close()
    return told


def test_a_verified_deauthorization_is_a_warning_until_somebody_acknowledges_it(keep, reader):
    _, lost = keep(arrival(), loss())
    (alert,) = reader.alerts()
    assert (alert.what, alert.severity, alert.status) == (Condition.LOSS, Severity.WARNING, Status.OPEN)
    assert (alert.app_id, alert.org_id, alert.events, alert.count) == ("app-1", "org-1", (lost,), 1)
    assert alert.raised_at == NOON + 5000


def test_a_loss_of_what_was_never_heard_before_is_an_alert(keep, reader):
    keep(loss())
    assert [alert.status for alert in reader.alerts()] == [Status.OPEN]


def test_it_is_critical_for_an_app_marked_so_before_it_was_ever_heard(path, keep, reader):
    annotate(path, "app-1", critical=True, owner=None, note=None)
    keep(loss())
    assert reader.alerts()[0].severity is Severity.CRITICAL


def test_many_deliveries_and_webhooks_of_one_loss_give_one_alert(keep, reader):
    keep(arrival(), loss(webhook="a"), loss(webhook="b", at=NOON + 5100), loss(webhook="a", at=NOON + 5200))
    assert len(reader.alerts()) == 1


@pytest.mark.parametrize(
    "spoiled",
    [
        {"secret": IMPORTED},
        {"secret": LOCAL},
        {"verdict": Verdict.UNSIGNED},
        {"authorizationDate": date(-DAY)},
    ],
    ids=["imported", "synthetic", "unsigned", "late"],
)
def test_what_changes_no_standing_or_is_not_verified_raises_none(keep, reader, spoiled):
    keep(arrival(), loss(**spoiled))
    assert reader.alerts() == []


def test_a_loss_that_was_only_claimed_is_an_alert_once_it_is_verified(keep, reader):
    keep(arrival(), loss(verdict=Verdict.UNSIGNED))
    keep(loss(at=NOON + 6000))
    keep(loss(at=NOON + 7000))
    assert len(reader.alerts()) == 1


def test_projecting_everything_anew_raises_nothing_again_and_keeps_what_was_raised(path, keep, reader):
    keep(arrival(), loss(), arrival(org="org-2"))
    before = reader.alerts()
    rebuild(path, lambda _done, _total: None)
    assert reader.alerts() == before


def test_authorized_again_it_is_resolved(keep, reader):
    keep(arrival(), loss(), arrival(at=NOON + HOUR, authorizationDate=date(HOUR)))
    (alert,) = reader.alerts()
    assert (alert.status, alert.resolved_at) == (Status.RESOLVED, NOON + HOUR)


def test_a_second_deauthorization_of_what_is_lost_raises_none_and_is_resolved_with_the_first(keep, reader):
    later = {"authorizationDate": date(MINUTE)}
    keep(arrival(), loss(), loss(at=NOON + 2 * MINUTE, **later))
    assert len(reader.alerts()) == 1
    keep(arrival(at=NOON + HOUR, authorizationDate=date(HOUR)))
    assert [alert.status for alert in reader.alerts()] == [Status.RESOLVED]


def test_a_planned_window_makes_a_loss_expected_and_raises_none(path, keep, reader):
    expect(path, Expectation(app="NAME of app-1", since=NOON, until=NOON + HOUR))
    keep(arrival(), loss(), loss(app="app-2"), loss(org="org-2", at=NOON + 2 * HOUR))
    assert {(a.app_id, a.org_id) for a in reader.alerts()} == {("app-2", "org-1"), ("app-1", "org-2")}
    standing = next(s for s in reader.authorizations(query("app:app-1 org:org-1")))
    assert (standing.expected, standing.lost) == (True, False)
    assert [step.event.org_id for step in reader.page(query("is:expected"))] == ["org-1"]


def test_a_window_that_was_taken_back_covers_nothing(path, keep, reader):
    window = expect(path, Expectation(since=NOON, until=NOON + HOUR))
    remove_expectation(path, window.id, NOON)
    keep(loss())
    assert len(reader.alerts()) == 1


def test_what_was_expected_stays_so_when_everything_is_projected_anew(path, keep, reader):
    expect(path, Expectation(since=NOON, until=NOON + HOUR))
    keep(loss())
    rebuild(path, lambda _done, _total: None)
    assert reader.authorizations()[0].expected
    assert reader.alerts() == []


def test_an_intended_loss_is_ended_and_on_it_stays_lost(path, keep, reader):
    keep(loss(), loss(org="org-2"))
    theirs, ours = reader.alerts()
    acknowledge(path, ours.id, by="jane on ops-1", at=NOON + HOUR, note="moved", intended=True)
    acknowledge(path, theirs.id, by="jane on ops-1", at=NOON + HOUR, note=None, intended=False)
    assert {s.org_id: s.lost for s in reader.authorizations()} == {"org-1": False, "org-2": True}
    kept = reader.alert(ours.id)
    assert (kept.status, kept.intended) == (Status.ACKNOWLEDGED, True)
    assert (kept.acknowledged_by, kept.acknowledged_at, kept.note) == ("jane on ops-1", NOON + HOUR, "moved")


def test_intended_is_taken_back_by_being_on_it(path, keep, reader):
    keep(loss())
    (alert,) = reader.alerts()
    acknowledge(path, alert.id, by="jane", at=NOON + 1, note=None, intended=True)
    acknowledge(path, alert.id, by="joe", at=NOON + 2, note=None, intended=False)
    assert reader.authorizations()[0].lost


def test_losses_of_one_app_that_come_together_are_one_wave_with_a_count(keep, reader):
    keep(*(loss(org=f"org-{n}", at=NOON + n) for n in range(500)))
    keep(loss(app="app-2"))
    other, wave = sorted(reader.alerts(), key=lambda alert: alert.app_id or "", reverse=True)
    assert (wave.what, wave.count, wave.lost, len(wave.events)) == (Condition.WAVE, 500, 500, 500)
    assert (wave.app_id, wave.org_id, other.what) == ("app-1", None, Condition.LOSS)


def test_losses_far_from_each_other_are_no_wave(keep, reader):
    keep(*(loss(org=f"org-{n}", at=NOON + n * HOUR) for n in range(8)))
    assert {alert.what for alert in reader.alerts()} == {Condition.LOSS}


def test_a_wave_is_resolved_when_all_are_back(keep, reader):
    keep(*(loss(org=f"org-{n}", at=NOON + n) for n in range(6)))
    back = {"at": NOON + HOUR, "authorizationDate": date(HOUR)}
    keep(*(arrival(org=f"org-{n}", **back) for n in range(5)))
    assert (reader.alerts()[0].status, reader.alerts()[0].lost) == (Status.OPEN, 1)
    keep(arrival(org="org-5", **back))
    assert [alert.status for alert in reader.alerts()] == [Status.RESOLVED]


def test_a_wave_that_somebody_has_taken_on_takes_in_no_more(path, keep, reader):
    keep(*(loss(org=f"org-{n}", at=NOON + n) for n in range(5)))
    acknowledge(path, reader.alerts()[0].id, by="jane", at=NOON + 10, note=None, intended=False)
    keep(loss(org="org-9", at=NOON + 20))
    assert [a.status for a in reader.alerts()] == [Status.OPEN, Status.ACKNOWLEDGED]


def test_a_rule_of_a_users_own_names_the_alert_and_tells_its_channels(judge, reader):
    rule = Rule(
        name="reporting lost", severity=Severity.CRITICAL, channels=("team",), query=query("app:app-1")
    )
    quiet = {**BUILT_IN, Condition.LOSS: Rule(name="lost", channels=("chat",))}
    channels = tuple(Channel(name) for name in ("team", "chat", "pager"))
    judge(Rulebook(own=(rule,), built_in=quiet, channels=channels), loss(), loss(app="app-2"))
    other, ours = reader.alerts()
    assert (ours.rule, ours.severity, {told.name for told in ours.told}) == (
        "reporting lost",
        Severity.CRITICAL,
        {"team", "chat"},
    )
    assert (other.rule, {told.name for told in other.told}) == ("lost", {"chat"})


def test_a_rule_may_be_about_an_authorization(judge, reader):
    rule = Rule(name="gained", query=query('event:authorized webhook:"name of hook-1"'))
    judge(Rulebook(own=(rule,)), arrival(), arrival(at=NOON + 1))
    assert [(a.rule, a.what) for a in reader.alerts()] == [("gained", Condition.MATCHED)]


def test_other_scopes_or_sites_of_a_new_authorization_are_a_finding_where_switched_on(judge, reader):
    rules = {**BUILT_IN, Condition.CHANGED: Rule(name="changed")}
    later = {"at": NOON + HOUR, "authorizationDate": date(HOUR)}
    more = {"at": NOON + 2 * HOUR, "authorizationDate": date(2 * HOUR), "scopes": ["spark:kms"]}
    same = {**later, "scopes": ["meeting:admin_schedule_write", "spark:kms"]}
    judge(Rulebook(built_in=rules), arrival(), arrival(**same))
    assert reader.alerts() == []
    judge(Rulebook(built_in=rules), arrival(**more))
    assert [alert.what for alert in reader.alerts()] == [Condition.CHANGED]


def test_an_organization_never_seen_is_a_finding_where_switched_on(judge, reader):
    rules = {**BUILT_IN, Condition.NEW_ORGANIZATION: Rule(name="new organization")}
    judge(Rulebook(built_in=rules), arrival(), arrival(app="app-2"), arrival(org="org-2"))
    assert [(a.app_id, a.org_id) for a in reader.alerts()] == [("app-1", "org-2"), ("app-1", "org-1")]


def test_what_is_switched_off_raises_nothing(judge, reader):
    judge(Rulebook(built_in={**BUILT_IN, Condition.LOSS: Rule(name="lost", enabled=False)}), loss())
    assert reader.alerts() == []


def test_a_channel_hears_from_its_own_severity_on(judge, reader):
    channels = (Channel("all", Severity.NOTICE), Channel("pager", Severity.CRITICAL))
    judge(Rulebook(channels=channels), loss())
    assert [(told.name, told.outcome) for told in reader.alerts()[0].told] == [("all", Outcome.WAITING)]


def test_the_same_is_not_told_twice_within_the_quiet_time(judge, reader):
    back = {"at": NOON + MINUTE, "authorizationDate": date(MINUTE)}
    again = {"at": NOON + 2 * MINUTE, "authorizationDate": date(MINUTE)}
    judge(Rulebook(channels=(Channel("team"),)), loss(at=NOON), arrival(**back), loss(**again))
    told = reader.alerts()[0].told[0]
    assert (told.outcome, told.due) == (Outcome.QUIET, NOON + 5 * MINUTE)


def test_what_was_over_before_it_was_told_is_not_told(judge, reader):
    rulebook = Rulebook(channels=(Channel("team"),))
    step = [{"authorizationDate": date(n * MINUTE)} for n in range(3)]
    judge(
        rulebook,
        loss(at=NOON),
        arrival(at=NOON + MINUTE, **step[1]),
        loss(at=NOON + MINUTE + 1, **step[1]),
        arrival(at=NOON + 2 * MINUTE, **step[2]),
    )
    assert reader.alerts()[0].told[0].outcome is Outcome.WITHDRAWN


def test_a_wave_that_is_over_is_not_summed_up_any_more(path, judge, reader):
    back = {"at": NOON + 30_000, "authorizationDate": date(30_000)}
    orgs = [f"org-{number}" for number in range(7)]
    lost = [loss(org=org, at=NOON + number) for number, org in enumerate(orgs)]
    rulebook = Rulebook(channels=(Channel("team"),))
    judge(rulebook, *lost)
    assert reader.alerts()[0].told[0].about is About.GROWN
    judge(rulebook, *(arrival(org=org, **back) for org in orgs))
    assert told_until(path, NOON + HOUR) == [About.RAISED, About.RESOLVED]


def test_a_wave_of_thousands_is_one_alert_and_one_message_and_one_when_all_are_back(path, judge, reader):
    rulebook, orgs = Rulebook(channels=(Channel("team"),)), [f"org-{number}" for number in range(5000)]
    judge(rulebook, *(loss(org=org, at=NOON + number) for number, org in enumerate(orgs)))
    (wave,) = reader.alerts()
    assert (wave.what, wave.status, wave.count, wave.lost) == (Condition.WAVE, Status.OPEN, 5000, 5000)
    assert told_until(path, NOON + 5000) == [About.RAISED]
    back = {"at": NOON + 30_000, "authorizationDate": date(30_000)}
    judge(rulebook, *(arrival(org=org, **back) for org in orgs))
    (wave,) = reader.alerts()
    assert (wave.status, wave.count, wave.lost) == (Status.RESOLVED, 5000, 0)
    assert told_until(path, NOON + HOUR) == [About.RESOLVED]


def test_nobody_hears_that_it_is_back_before_that_it_was_lost(path, judge):
    rulebook = Rulebook(channels=(Channel("team"),))
    judge(rulebook, loss(at=NOON))
    with closing(Dispatch.open(path)) as dispatch:
        for tries in range(3):
            dispatch.failed(dispatch.next("team", NOON + tries * MINUTE), NOON + tries * MINUTE, "HTTP 502")
    later = NOON + 2 * MINUTE + 1
    judge(rulebook, arrival(at=later, authorizationDate=date(HOUR)))
    with closing(Dispatch.open(path)) as dispatch:
        assert dispatch.next("team", later) is None
        due = dispatch.next_due("team")
    assert due > later
    assert told_until(path, due) == [About.RAISED, About.RESOLVED]


def test_a_dead_channel_is_tried_once_for_all_that_waits_each_time_with_another(path, judge):
    judge(Rulebook(channels=(Channel("team"),)), *(loss(app=f"app-{n}", at=NOON) for n in range(3)))
    now, tried = NOON, []
    with closing(Dispatch.open(path)) as dispatch:
        for _ in range(12):
            errand = dispatch.next("team", now)
            tried.append(errand.alert)
            dispatch.failed(errand, now, "HTTP 502")
            if dispatch.next("team", now) is None:
                now = dispatch.next_due("team")
        assert now - NOON > MINUTE // 2  # each for itself would have come as far in 15 s
        dispatch.sent(dispatch.next("team", now), now)
        assert [dispatch.next("team", now) is not None, dispatch.next_due("team")] == [True, now]
    assert tried[:3] == [1, 2, 3]
    assert {tried.count(alert) for alert in (1, 2, 3)} == {4}


def test_what_waits_hides_nothing_of_how_a_channel_was_told_before(path, judge, reader):
    rulebook = Rulebook(channels=(Channel("team"), Channel("pager")))
    judge(rulebook, *(loss(org=f"org-{number}", at=NOON + number) for number in range(5)))
    dispatch = Dispatch.open(path)
    for channel in ("team", "pager"):
        errand = dispatch.next(channel, NOON + HOUR)
        if channel == "team":
            dispatch.sent(errand, NOON + 9)
        else:
            dispatch.failed(errand, NOON + 9, "HTTP 502")
    dispatch.close()
    judge(rulebook, loss(org="org-9", at=NOON + 20))
    told = [(one.name, one.outcome, one.at, one.error) for one in reader.alerts()[0].told]
    assert told == [("team", Outcome.SENT, NOON + 9, None), ("pager", Outcome.FAILING, NOON + 9, "HTTP 502")]


def test_a_service_app_delivery_that_cannot_be_read_is_an_alert_that_counts(keep, reader):
    keep(arrival(id=None), arrival(id=None, at=NOON + 1))
    (alert,) = reader.alerts()
    assert (alert.what, alert.count) == (Condition.UNREADABLE, 2)
    assert alert.facts["problem"]
