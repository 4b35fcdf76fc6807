"""How the write-ahead log is kept small."""

import sqlite3
from contextlib import closing, suppress

from sa_monitor.errors import StoreBusy
from sa_monitor.store.checkpoints import COMMITS, PASSIVE_AFTER, RESTART_FROM
from tests.listener.wire import until
from tests.store.conftest import arrival, project_all


def test_the_log_is_moved_by_what_it_has_grown_by_however_little_each_commit_holds(keeper, path):
    """A delivery that comes alone takes up forty times its own size in the log."""
    log, empty = path.with_name("events.db-wal"), path.stat().st_size
    sent = 0
    while log.stat().st_size < PASSIVE_AFTER * 1.5:
        sent += 1
        keeper.append([arrival(org=f"org-{sent}")])
        project_all(keeper)
    assert sent < 1000
    until(lambda: path.stat().st_size > empty, "what was moved into the database")


def test_a_log_that_is_written_over_is_moved_after_some_commits(keeper, path):
    """It keeps its length, and tells nothing by it."""
    log, empty = path.with_name("events.db-wal"), path.stat().st_size
    for _ in range(COMMITS):
        keeper.append([arrival()])
    assert log.stat().st_size < PASSIVE_AFTER
    until(lambda: path.stat().st_size > empty, "what was moved into the database")


def test_a_log_that_has_grown_large_starts_over_without_the_writers_help(keeper, path):
    """It would stand still for as long as the disk takes, and all answers with it."""
    log = path.with_name("events.db-wal")
    while log.stat().st_size < RESTART_FROM:
        keeper.append([arrival(padding=" " * 2**20) for _ in range(8)])

    def has_started_over() -> bool:
        with suppress(StoreBusy):
            keeper.append([arrival()])
        return _held(path) < RESTART_FROM // 2

    until(has_started_over, "the log to start over")


def _held(path):
    """Give how many bytes of the log are in use."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()[1] * 4096
