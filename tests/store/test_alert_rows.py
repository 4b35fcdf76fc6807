"""Alerts are read together, however many they are."""

from sa_monitor.model.alert import Condition, Outcome
from sa_monitor.model.rulebook import Channel, Rulebook
from sa_monitor.store import outbox
from sa_monitor.store.alerts import alerts
from sa_monitor.store.connection import open_writer
from sa_monitor.store.raised import raise_condition
from sa_monitor.store.transaction import Immediate

NOON = 1_794_657_600_000


def raised(path, count):
    """Have so many alerts, of which two channels are to be told, and what reads them."""
    connection = open_writer(path)
    rulebook = Rulebook(channels=(Channel("team"), Channel("pager")))
    with Immediate(connection):
        for number in range(count):
            raise_condition(connection, rulebook, Condition.WEBHOOK, NOON + number, subject=str(number))
    return connection


def asked(connection):
    """Count the statements that reading all alerts takes."""
    statements = []
    connection.set_trace_callback(statements.append)
    alerts(connection)
    connection.set_trace_callback(None)
    return len(statements)


def test_many_take_no_more_statements_than_one(tmp_path):
    assert asked(raised(tmp_path / "one.db", 1)) == asked(raised(tmp_path / "many.db", 50))


def test_each_has_how_telling_its_own_channels_went(tmp_path):
    connection = raised(tmp_path / "events.db", 3)
    errand = outbox.next_errand(connection, "pager", NOON)
    outbox.note_failed(connection, errand, NOON, "HTTP 502")
    newest, _, oldest = alerts(connection)
    assert [(told.name, told.outcome) for told in newest.told] == [
        ("team", Outcome.WAITING),
        ("pager", Outcome.WAITING),
    ]
    assert [(told.name, told.outcome, told.error) for told in oldest.told] == [
        ("team", Outcome.WAITING, None),
        ("pager", Outcome.FAILING, "HTTP 502"),
    ]
