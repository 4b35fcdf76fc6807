"""Forgetting old events."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sa_monitor.errors import StoreBusy
from sa_monitor.model.instants import DAY, MINUTE
from sa_monitor.model.listening import Ending
from sa_monitor.model.retention import Retention
from sa_monitor.model.signature import GENERAL, LOCAL
from sa_monitor.store.keeper import Keeper
from sa_monitor.store.pruning import prune, what_would_go
from sa_monitor.store.reader import Reader
from sa_monitor.store.rebuild import rebuild
from sa_monitor.store.space import give_back
from tests.store.conftest import NOON, Time, arrival, body_of, date, project_all

PROJECTED = ("events", "readings", "authorizations", "heard_webhooks")


def _standings(path):
    with Reader.open(path) as reader:
        return reader.authorizations()


def _without_counts(standings):
    return [(s.app_id, s.org_id, s.state, s.since, s.scopes, s.decided_by, s.last_event) for s in standings]


def _projected(path):
    connection = sqlite3.connect(path)
    try:
        rows = {
            table: connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall()
            for table in PROJECTED
        }
        counts = connection.execute("SELECT * FROM state WHERE name IN ('events', 'deliveries')").fetchall()
        rows["tallies"] = connection.execute(
            "SELECT * FROM tallies WHERE events <> 0 ORDER BY 1, 2, 3, 4, 5"
        ).fetchall()
        rows["activity"] = connection.execute(
            "SELECT * FROM activity WHERE authorized <> 0 OR deauthorized <> 0 OR synthetic <> 0 ORDER BY 1, 2"
        ).fetchall()
    finally:
        connection.close()
    return rows, counts


def _changing(count, every=DAY):
    """One organization that changes again and again, `every` apart, with the last change at noon."""
    times = [(number - count + 1) * every for number in range(count)]
    kinds = ("authorized", "deauthorized")
    return [arrival(event=kinds[n % 2], at=NOON + t, authorizationDate=date(t)) for n, t in enumerate(times)]


def test_events_older_than_the_days_go_with_their_deliveries(keep, path, reader):
    ids = keep(*_changing(10))
    gone = prune(path, Retention(days=4), NOON + 1)
    assert [step.event.id for step in reader.page()] == ids[:5:-1]
    assert [d.id for d in reader.deliveries()] == ids[:5:-1]
    assert (gone.events, gone.deliveries, gone.oldest, gone.newest) == (6, 6, NOON - 9 * DAY, NOON - 4 * DAY)


def test_the_newest_so_many_stay(keep, path, reader):
    ids = keep(*_changing(10))
    prune(path, Retention(events=3), NOON)
    assert [step.event.id for step in reader.page()] == ids[:6:-1]
    assert (reader.totals().events, reader.totals().deliveries) == (3, 3)


def test_of_two_bounds_the_stricter_one_counts(keep, path, reader):
    keep(*_changing(10))
    prune(path, Retention(days=2, events=5), NOON + 1)
    assert reader.totals().events == 2


def test_what_would_go_is_what_goes(keep, path):
    keep(*_changing(10), arrival(org="org-2", at=NOON - 20 * DAY, authorizationDate=date(-20 * DAY)))
    before = what_would_go(path, Retention(days=4), NOON)
    assert before == prune(path, Retention(days=4), NOON)
    assert before.kept == 1


def test_an_event_that_decides_a_standing_stays_however_old(keep, path, reader):
    keep(
        arrival(at=NOON - 900 * DAY, authorizationDate=date(-900 * DAY)),
        *(arrival(org="b") for _ in range(3)),
    )
    before = reader.authorizations()
    assert not prune(path, Retention(days=1), NOON + DAY)
    assert reader.authorizations() == before


def test_an_id_is_never_given_again_though_the_newest_deliveries_are_old(keep, path):
    bodies = [arrival(secret=LOCAL, at=NOON - 9 * DAY, authorizationDate=date(n)) for n in range(5)]
    ids = keep(*bodies, arrival(b"{}", at=NOON - 9 * DAY), arrival(b"{}", at=NOON - 9 * DAY))
    prune(path, Retention(days=1), NOON)
    assert min(keep(arrival(org="later"))) > max(ids)


def test_an_old_delivery_that_meant_nothing_goes_too(keep, path, reader):
    keep(arrival(b"{}", at=NOON - 9 * DAY), arrival())
    assert prune(path, Retention(days=1), NOON).deliveries == 1
    assert [d.event_id for d in reader.deliveries()] == [2]


def test_an_undated_event_keeps_the_one_that_it_took_its_date_from(keep, path):
    keep(
        arrival(at=NOON - 9 * DAY, authorizationDate=date(-8 * DAY)),
        arrival(at=NOON - 9 * DAY + MINUTE, event="deauthorized", authorizationDate=None),
        arrival(at=NOON - 8 * DAY, authorizationDate=date(-8 * DAY - 3 * 3_600_000)),
    )
    before = _without_counts(_standings(path))
    prune(path, Retention(days=1), NOON)
    rebuild(path, lambda *_: None)
    assert _without_counts(_standings(path)) == before


_arrivals = st.lists(
    st.builds(
        lambda event, org, received, dated, webhook, secret: arrival(
            body_of(
                event,
                org=org,
                webhook=webhook,
                authorizationDate=None if dated is None else date(dated * 3_600_000),
            ),
            at=NOON + received * 3_600_000,
            secret=secret,
        ),
        st.sampled_from(["authorized", "deauthorized", "renamed"]),
        st.sampled_from(["a", "b"]),
        st.integers(-40, 0),
        st.none() | st.integers(-40, 0),
        st.sampled_from(["x", "y"]),
        st.sampled_from([GENERAL, LOCAL]),
    ),
    min_size=1,
    max_size=25,
)


@given(_arrivals, st.integers(0, 2), st.integers(0, 6))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_standings_are_the_same_before_and_after_and_a_rebuild_gives_all_that_is_left(arrivals, days, events):
    with TemporaryDirectory() as folder:
        path = Path(folder) / "events.db"
        keeper = Keeper(path, Time())
        keeper.append(arrivals)
        project_all(keeper)
        before = _without_counts(_standings(path))
        prune(path, Retention(days, events), NOON)
        keeper.close(Ending.STOPPED)
        left = _projected(path)
        assert _without_counts(_standings(path)) == before
        rebuild(path, lambda *_: None)
        assert _projected(path) == left


def test_a_listener_takes_deliveries_meanwhile(keep, keeper, path):
    keep(*_changing(1500, every=3_600_000))
    ended, taken = threading.Event(), []

    def forget():
        try:
            prune(path, Retention(events=5), NOON)
        finally:
            ended.set()

    pruning = threading.Thread(target=forget)
    pruning.start()
    while not ended.wait(0.005) or not taken:
        with suppress(StoreBusy):  # a piece is being forgotten: the listener tries again
            taken += keeper.append([arrival(org=f"new-{len(taken)}")])
    pruning.join()
    project_all(keeper)
    with Reader.open(path) as reader:
        assert set(taken) <= {delivery.id for delivery in reader.deliveries(limit=None)}
        assert reader.totals().events == len(reader.page(limit=10_000)) < 1500


_ENDLESS = """
import sys
from pathlib import Path
from sa_monitor.model.retention import Retention
from sa_monitor.store.pruning import prune
def told(done, total):
    print(done, flush=True)
prune(Path(sys.argv[1]), Retention(events=1), int(sys.argv[2]), told=told)
"""


def test_a_kill_in_the_middle_leaves_whole_pieces_and_the_next_time_goes_on(keep, path):
    keep(*_changing(2000, every=3_600_000))
    before = _without_counts(_standings(path))
    child = subprocess.Popen([sys.executable, "-c", _ENDLESS, str(path), str(NOON)], stdout=subprocess.PIPE)
    child.stdout.readline()
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    child.stdout.close()
    left = _projected(path)
    assert 1 < len(left[0]["events"]) < 2000
    assert len(left[0]["events"]) == len(left[0]["readings"]) == dict(left[1])["events"]
    assert _without_counts(_standings(path)) == before
    assert prune(path, Retention(events=1), NOON).events == len(left[0]["events"]) - 1


def test_space_is_given_back_beside_a_listener(keep, keeper, path):
    keep(*_changing(1000))
    keeper.beat()
    size = _moved(path)
    prune(path, Retention(events=10), NOON)
    freed = give_back(path)
    assert freed > size / 2
    assert _moved(path) <= size - freed


def _moved(path):
    """Give the size of the file when all of its log has been moved into it, by whoever is at that."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        while len({*connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()[1:]}) > 1:
            pass
    return path.stat().st_size


def test_a_file_of_before_is_written_anew_once_when_nobody_listens(path):
    keeper = Keeper(path, Time())
    keeper.append(_changing(1000))
    project_all(keeper)
    keeper.close(Ending.STOPPED)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA auto_vacuum = NONE")
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.execute("VACUUM")
    assert connection.execute("PRAGMA auto_vacuum").fetchone() == (0,)
    connection.close()
    prune(path, Retention(events=10), NOON)
    assert give_back(path) > 100_000
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA auto_vacuum").fetchone() == (2,)
    connection.close()


def test_a_piece_that_waited_for_another_writer_is_followed_by_no_smaller_one(keep, path):
    keep(*_changing(200, MINUTE))
    done, other = [0], sqlite3.connect(path, isolation_level=None, check_same_thread=False)

    def hold_up(gone, _total):
        done.append(gone)
        if len(done) == 2:
            other.execute("BEGIN IMMEDIATE")
            threading.Timer(0.3, other.execute, ["ROLLBACK"]).start()

    prune(path, Retention(events=1), NOON + 1, told=hold_up)

    other.close()
    assert done[3] - done[2] > 2
