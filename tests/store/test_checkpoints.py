"""How the write-ahead log is kept small."""

from sa_monitor.store.checkpoints import PASSIVE_AFTER
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
    until(lambda: path.stat().st_size > empty + 64 * 1024, "what was moved into the database")
