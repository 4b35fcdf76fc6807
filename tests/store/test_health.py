"""What the health watch keeps, and who reads it later."""

import pytest
from msgspec.structs import replace

from sa_monitor.model.delivery import Verdict
from sa_monitor.model.health import Checks, Happened, HealthRecord
from sa_monitor.model.instants import MINUTE
from sa_monitor.model.signature import LOCAL
from sa_monitor.model.webhook import Webhook
from sa_monitor.store.health import keep_checks, keep_list, keep_record, note_change
from sa_monitor.store.targets import remember_created, remember_target
from tests.store.conftest import NOON, arrival, body_of

HERE = "https://abc.example.net/webhook"
ONE = Webhook(id="one", name="lost", target_url=HERE, resource="serviceApp", event="deauthorized")
TWO = Webhook(id="two", name="gained", target_url=HERE, resource="serviceApp", event="authorized")


@pytest.fixture
def keep_hooks(path, keeper):
    """Keep a list that was asked for and answered a minute after another."""
    remember_target(path, f"{HERE}/", NOON)

    def keep(*webhooks, minutes=0, asked=None):
        at = NOON + minutes * MINUTE
        return keep_list(path, webhooks, Checks(listed_at=at), at if asked is None else asked)

    return keep


def test_nothing_is_known_before_anything_was_looked_at(reader):
    health = reader.health()
    assert (health.known, health.webhooks, health.own) == (False, (), [])


def test_the_last_list_is_there_for_whoever_reads_later(reader, keep_hooks):
    keep_hooks(ONE, TWO)
    health = reader.health()
    assert (health.webhooks, health.checks.listed_at, health.known) == ((ONE, TWO), NOON, True)
    assert health.own == [ONE, TWO]


def test_a_change_is_recorded_once_with_its_time(reader, keep_hooks):
    keep_hooks(ONE, TWO)
    given_up = replace(ONE, status="inactive")
    (told,) = keep_hooks(given_up, TWO, minutes=1)
    assert keep_hooks(given_up, TWO, minutes=2) == []
    assert reader.health_records() == [told]
    assert (told.what, told.webhook_id, told.at) == (Happened.INACTIVE, "one", NOON + MINUTE)


def test_what_was_changed_from_here_is_nothing_to_tell_of(path, reader, keep_hooks):
    keep_hooks(ONE, TWO)
    note_change(path, NOON + 1, dropped="two")
    note_change(path, NOON + 2, put=replace(ONE, name="renamed"))
    assert [webhook.name for webhook in reader.health().webhooks] == ["renamed"]
    assert keep_hooks(replace(ONE, name="renamed"), minutes=1) == []


def test_a_list_asked_for_before_a_change_from_here_is_let_be(path, reader, keep_hooks):
    keep_hooks(ONE, TWO)
    note_change(path, NOON + MINUTE, dropped="two")
    assert keep_hooks(ONE, TWO, minutes=2, asked=NOON + MINUTE - 1) == []
    assert reader.health().webhooks == (ONE,)
    assert reader.health().checks.listed_at == NOON + 2 * MINUTE


def test_a_webhook_that_was_created_here_is_ours_whatever_its_target(path, reader, keep_hooks):
    other = replace(ONE, id="three", target_url="https://elsewhere.example/x")
    keep_hooks(other)
    assert reader.health().own == []
    remember_created(path, "three", NOON)
    assert reader.health().own == [other]


def test_records_are_read_by_id_and_by_time(path, keeper, reader):
    kept = [
        keep_record(path, HealthRecord(at=NOON + number, what=Happened.URL_CHANGED, was="a", now="b"))
        for number in range(3)
    ]
    assert reader.health_records() == kept[::-1]
    assert reader.health_records(after=kept[0].id, limit=1) == [kept[2]]
    assert reader.health_records(since=NOON, until=NOON + 1) == [kept[0]]


def test_checks_that_a_later_version_wrote_are_none(path, keeper, reader):
    import sqlite3

    keep_checks(path, Checks(target=HERE))
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("UPDATE state SET value = '{\"target\": 5}' WHERE name = 'checks'")
    connection.close()
    assert reader.health().checks.target is None


def test_only_a_real_delivery_that_a_webhooks_secret_verified_says_that_we_were_reached(reader, keep):
    synthetic = body_of(org="org-2")[:-1] + b', "synthetic": true}'
    keep(
        arrival(org="org-1", at=NOON),
        arrival(synthetic, at=NOON + 1),
        arrival(org="org-3", at=NOON + 2, secret=LOCAL),
        arrival(org="org-4", at=NOON + 3, verdict=Verdict.UNSIGNED),
    )
    assert reader.health().heard_at == NOON
