"""A store of an older version is brought up to this one step by step, and what was done is never done again."""

import sqlite3

import pytest

from sa_monitor.store import migrating
from sa_monitor.store.connection import open_reader, open_writer, prepare
from sa_monitor.store.schema import MIGRATIONS
from tests.store.older import make_older


def test_migrations_are_listed_in_the_order_in_which_they_are_applied():
    from sa_monitor.store.migrations import migrations

    assert tuple(one.name for one in migrations._migrations) == MIGRATIONS


class Enough(Exception):
    """Ends a migration."""


@pytest.fixture
def older(path):
    """Make an older store of a thousand events."""
    connection = open_writer(path)
    connection.execute(
        "INSERT INTO events WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) "
        "SELECT i, 1 + i % 7, 1 + i % 5, i % 3 = 0, i, 1, i % 100 = 0, i * 60000, i % 2, 1, 1, 2, 3, i % 4, 5, 6, "
        "NULL, NULL FROM n"
    )
    connection.close()
    make_older(path)
    return path


def applied(path):
    connection = sqlite3.connect(path)
    names = {name for (name,) in connection.execute("SELECT name FROM _sqlite_migrations")}
    connection.close()
    return names


def test_each_step_is_told_with_how_many_there_are(older):
    told = []
    prepare(older, lambda step, steps: told.append((step, steps)))
    assert sorted(set(told)) == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert applied(older) == set(MIGRATIONS)


def test_a_store_that_is_up_to_date_or_missing_has_nothing_told(path):
    prepare(path, lambda *_: pytest.fail("told"))
    open_writer(path).close()
    prepare(path, lambda *_: pytest.fail("told"))


def test_what_was_done_before_it_was_ended_is_kept_and_the_next_time_goes_on(older):
    def end_at_the_second(step, _):
        if step == 2:
            raise Enough

    with pytest.raises(Enough):
        prepare(older, end_at_the_second)
    assert set(MIGRATIONS) - applied(older) == {"count_events", "index_pairs", "widen_pairs"}
    told = []
    prepare(older, lambda step, steps: told.append((step, steps)))
    assert set(told) == {(1, 3), (2, 3), (3, 3)}
    assert applied(older) == set(MIGRATIONS)


@pytest.mark.parametrize("error", [Enough, KeyboardInterrupt])
def test_it_can_be_ended_within_a_step_which_then_changed_nothing(older, monkeypatch, error):
    monkeypatch.setattr(migrating, "_OFTEN", 10)
    calls = 0

    def end_within_the_second(step, _):
        nonlocal calls
        calls += step == 2
        if calls > 20:
            raise error

    with pytest.raises(error):
        prepare(older, end_within_the_second)
    connection = sqlite3.connect(older)
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    connection.close()
    assert "tallies" not in tables
    prepare(older, lambda *_: None)
    reader = open_reader(older)
    assert reader.execute("SELECT sum(events) FROM tallies WHERE app = 0").fetchone() == (1000,)
    reader.close()
