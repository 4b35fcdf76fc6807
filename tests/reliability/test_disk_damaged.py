"""Files that are damaged underneath: nothing more is acknowledged until they are found whole."""

import os
import shutil
import sqlite3
from contextlib import closing, contextmanager

from sa_monitor.store.projection import cursor_of
from tests.listener.wire import until
from tests.reliability.damage import damage, leaves_of
from tests.reliability.disk import station


def _copied_and_damaged(ours, folder):
    """Give a whole copy of what is damaged by now, and refused."""
    ours.stop()
    whole = shutil.copy(ours.database, folder / "whole.db")
    ours.begin_again()
    for page in leaves_of(ours.database, "events"):
        damage(ours.database, page)
    ours.until_refused()
    ours.says("events.db is damaged")
    return whole


def test_damage_that_the_projection_finds_ends_acknowledging_until_the_file_is_whole(tmp_path):
    with station(tmp_path) as ours:
        ours.send(300)
        whole = _copied_and_damaged(ours, tmp_path)
        assert ours.health() == 503
        ours.fails("store", "events.db is damaged", ".recover")
        kept = len(ours.acknowledged)
        ours.send(3)
        assert len(ours.acknowledged) == kept
        whole.replace(ours.database)
        ours.recovers()


def test_a_whole_copy_may_be_written_over_a_damaged_file_too(tmp_path):
    """Who is told to put a copy in its place may do so by `cp`: the file stays the same."""
    with station(tmp_path) as ours:
        whole = _copied_and_damaged(ours, tmp_path)
        shutil.copyfile(whole, ours.database)
        ours.recovers()
        ours.stop()
        ours.prove_kept()


def test_a_damaged_store_at_the_start_is_named_with_what_to_do_and_not_touched(tmp_path):
    with station(tmp_path) as ours:
        ours.stop()
        damage(ours.database, 1)
        before = ours.database.read_bytes()
        refused = ours.run("listen")
        assert refused.returncode == 1
        assert "damaged" in refused.stderr
        assert "Put a whole copy of it in its place" in refused.stderr
        ours.fails("store", "damaged", ".recover")
        assert ours.database.read_bytes() == before


def test_a_page_in_the_middle_that_nothing_reads_is_found_by_the_doctor(tmp_path):
    with station(tmp_path) as ours:
        ours.send(300)
        ours.stop()
        damage(ours.database, leaves_of(ours.database, "deliveries")[10])
        code, found = ours.doctor()
        assert (code, found["store"].detail) == (1, "events.db is damaged.")


def test_a_log_that_is_removed_costs_nothing_that_was_acknowledged(tmp_path):
    with station(tmp_path) as ours:
        ours.log.unlink()
        assert ours.send()[0].status == 503
        ours.says("NOT STORING since", "events.db-wal was removed or replaced", "503")
        ours.recovers()
        ours.says("Storing works again.")
        ours.stop()
        ours.prove_kept()


@contextmanager
def _reading(database):
    other = sqlite3.connect(database, isolation_level=None)
    other.execute("BEGIN")
    other.execute("SELECT count(*) FROM deliveries").fetchone()
    try:
        yield
    finally:
        other.close()


def _until_projected(database):
    with closing(sqlite3.connect(database, isolation_level=None)) as looking:
        until(lambda: looking.execute("SELECT max(id) FROM deliveries").fetchone()[0] == cursor_of(looking))


def test_a_log_that_is_cut_off_is_said_and_nothing_is_acknowledged_behind_its_end(tmp_path):
    with station(tmp_path) as ours:
        ours.stop()
        ours.begin_again()
        before = set(ours.acknowledged)
        with _reading(ours.database):  # so that the log still holds what comes, and isn't emptied meanwhile
            ours.send(5)
            _until_projected(ours.database)  # a commit in the very moment of the cut would hide it
            os.truncate(ours.log, 0)
            assert ours.send()[0].status == 503
        ours.says("NOT STORING since", "events.db-wal was cut off", "503")
        ours.recovers()
        after = set(ours.acknowledged) - before - set(range(11, 16))
        ours.stop()
        ours.acknowledged = sorted(before | after)
        ours.prove_kept()


def test_a_log_that_another_program_has_emptied_is_no_fault(tmp_path):
    with station(tmp_path) as ours:
        other = sqlite3.connect(ours.database, isolation_level=None)
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        other.close()
        assert [answer.status for answer in ours.send(3)] == [200] * 3
        ours.stop()
        ours.prove_kept()
