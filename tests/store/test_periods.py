"""When nobody listened."""

from sa_monitor.model.instants import HOUR, SECOND
from sa_monitor.model.listening import BEAT, Ending, Gap
from sa_monitor.store.keeper import Keeper
from sa_monitor.store.lock import ListenerLock
from sa_monitor.store.reader import Reader
from tests.store.conftest import NOON, Time, arrival


def _listen(path, time, ending, *, last_for=10 * SECOND):
    keeper = Keeper(path, time)
    keeper.open()
    time.pass_by(last_for)
    keeper.close(ending)


def _gaps(path, time):
    with Reader.open(path) as reader:
        return reader.gaps(time.wall)


def test_between_a_stop_and_the_next_start_nobody_listened(path):
    time = Time()
    _listen(path, time, Ending.TERMINAL_CLOSED)
    time.pass_by(HOUR)
    _listen(path, time, Ending.STOPPED)
    assert _gaps(path, time) == [Gap(NOON + 10 * SECOND, NOON + 10 * SECOND + HOUR, Ending.TERMINAL_CLOSED)]


def test_a_gap_that_lasts_is_open(path):
    time = Time()
    _listen(path, time, Ending.STOPPED)
    time.pass_by(5)
    assert _gaps(path, time) == [Gap(NOON + 10 * SECOND, None, Ending.STOPPED)]


def test_after_a_kill_the_gap_begins_with_the_last_sign_of_life(path):
    time = Time()
    killed = Keeper(path, time)
    killed.open()
    time.pass_by(BEAT)
    killed.beat()
    killed.append([arrival(at=time.wall + 700)])
    time.pass_by(HOUR)
    killed._open.close()  # as the system drops a killed process
    assert _gaps(path, time)[-1].reason is Ending.KILLED
    _listen(path, time, Ending.STOPPED)
    assert _gaps(path, time) == [Gap(NOON + BEAT + 700, NOON + BEAT + HOUR, Ending.KILLED)]


def test_a_computer_that_slept_is_a_gap(path, keeper, time, reader):
    keeper.beat()
    time.pass_by(HOUR, asleep=True)
    keeper.beat()
    assert reader.gaps(time.wall) == [Gap(NOON, NOON + HOUR, Ending.SLEPT)]


def test_a_process_that_was_stopped_is_a_gap(path, keeper, time, reader):
    keeper.beat()
    time.pass_by(HOUR)
    keeper.beat()
    assert reader.gaps(time.wall) == [Gap(NOON, NOON + HOUR, Ending.STALLED)]


def test_a_clock_that_was_set_is_no_gap(path, keeper, time, reader):
    keeper.beat()
    time.wall += HOUR
    time.pass_by(BEAT)
    keeper.beat()
    assert reader.gaps(time.wall) == []


def test_standings_heard_before_a_gap_are_unconfirmed_since_its_end(path, keeper, keep, time, reader):
    keep(arrival())
    keeper.beat()
    time.pass_by(HOUR, asleep=True)
    keeper.beat()
    keep(arrival(org="org-2", at=time.wall + 1))
    by_org = {a.org_id: a.unconfirmed_since for a in reader.authorizations(now=time.wall)}
    assert by_org == {"org-1": NOON + HOUR, "org-2": None}


def test_after_a_kill_it_is_known_at_once_that_nobody_listens(path):
    time = Time()
    lock = ListenerLock(path.with_name("listener.lock")).take()
    killed = Keeper(path, time)
    killed.open()
    time.pass_by(1000)
    assert _gaps(path, time) == []
    lock.release()  # as the system does
    assert _gaps(path, time) == [Gap(NOON, None, Ending.KILLED)]
    killed._open.close()
