"""What raises an alert beside a standing."""

import pytest

from sa_monitor.model.alert import Condition, Status
from sa_monitor.model.health import Checks, Happened, HealthRecord
from sa_monitor.model.instants import HOUR, MINUTE
from sa_monitor.model.rulebook import BUILT_IN, Rule, Rulebook
from sa_monitor.model.webhook import Webhook
from sa_monitor.store.health import keep_list, keep_record
from sa_monitor.store.noticing import Noticing
from sa_monitor.store.targets import remember_created
from tests.store.conftest import NOON, arrival


@pytest.fixture
def noticing(path, keeper):
    found = Noticing.open(path, Rulebook())
    yield found
    found.close()


def states(reader):
    return [(alert.what, alert.status, alert.count) for alert in reader.alerts()]


def listed(path, *, active, at):
    webhook = Webhook(
        id="hook-1",
        name="reporting lost",
        target_url="https://hooks.example.com/webhook",
        resource="serviceApp",
        event="deauthorized",
        filter=None,
        status="active" if active else "inactive",
    )
    keep_list(path, [webhook], Checks(listed_at=at), at)


def test_a_webhook_of_ours_that_turned_inactive_is_an_alert_until_it_is_active_again(path, noticing, reader):
    remember_created(path, "hook-1", NOON)
    listed(path, active=True, at=NOON)
    noticing.webhooks()
    assert states(reader) == []
    listed(path, active=False, at=NOON + MINUTE)
    noticing.webhooks()
    noticing.webhooks()
    assert states(reader) == [(Condition.WEBHOOK, Status.OPEN, 1)]
    (alert,) = reader.alerts()
    assert (alert.facts["name"], alert.facts["what"], alert.subject) == (
        "reporting lost",
        "inactive",
        "hook-1",
    )
    listed(path, active=True, at=NOON + 2 * MINUTE)
    noticing.webhooks()
    assert states(reader) == [(Condition.WEBHOOK, Status.RESOLVED, 1)]


def test_what_was_recorded_before_the_rules_looked_raises_nothing(path, keeper, reader):
    keep_record(path, HealthRecord(at=NOON, what=Happened.INACTIVE, webhook_id="hook-1", name="old"))
    noticing = Noticing.open(path, Rulebook())
    noticing.webhooks()
    noticing.close()
    assert states(reader) == []


def test_rejected_deliveries_above_the_rate_are_one_alert_that_counts(noticing, reader):
    noticing.rejected(40, NOON)
    noticing.rejected(31, NOON + MINUTE)
    assert states(reader) == [(Condition.REJECTED, Status.OPEN, 2)]
    noticing.over(Condition.REJECTED, NOON + HOUR)
    assert states(reader) == [(Condition.REJECTED, Status.RESOLVED, 2)]


def test_silence_is_what_is_longer_than_allowed_and_than_usual_and_ends_with_an_event(path, keep, reader):
    rules = {**BUILT_IN, Condition.SILENCE: Rule(name="silence", within=HOUR)}
    noticing = Noticing.open(path, Rulebook(built_in=rules))
    keep(arrival(org="org-1"), arrival(org="org-2", at=NOON + 2 * HOUR))
    for hours in (3, 5, 6):
        noticing.silence(NOON + hours * HOUR)
    assert states(reader) == []
    noticing.silence(NOON + 7 * HOUR)
    noticing.silence(NOON + 8 * HOUR)
    assert states(reader) == [(Condition.SILENCE, Status.OPEN, 1)]
    keep(arrival(org="org-3", at=NOON + 9 * HOUR))
    noticing.silence(NOON + 9 * HOUR)
    noticing.close()
    assert states(reader) == [(Condition.SILENCE, Status.RESOLVED, 1)]


def test_what_could_not_be_stored_is_kept_afterwards_as_over(noticing, reader):
    noticing.stored_again(NOON, NOON + MINUTE, "disk full", [])
    (alert,) = reader.alerts()
    assert (alert.what, alert.status, alert.raised_at, alert.resolved_at) == (
        Condition.STORING,
        Status.RESOLVED,
        NOON,
        NOON + MINUTE,
    )
    assert alert.facts["reason"] == "disk full"
