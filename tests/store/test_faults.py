"""Files that can't be opened, and files that go wrong while they are open."""

import os
import sqlite3
import stat
from pathlib import Path

import pytest
from msgspec.structs import replace

from sa_monitor.errors import StoreBusy, StoreCorrupt, StoreError, StoreMissing, StoreNewer, StoreUnavailable
from sa_monitor.model.listening import Ending
from sa_monitor.store.connection import open_reader, open_writer
from sa_monitor.store.keeper import Keeper
from sa_monitor.store.lock import LOCK, ListenerLock, holder_of
from sa_monitor.store.migrations import migrations
from sa_monitor.store.reader import Reader
from sa_monitor.store.reopening import GRACE, SETTLED
from sa_monitor.store.schema import MIGRATIONS
from tests.listener.wire import until
from tests.reliability.damage import damage, overwriting
from tests.store.conftest import Time, arrival, project_all


def fill(path: Path, org: str) -> None:
    keeper = Keeper(path, Time())
    keeper.open()
    keeper.append([arrival(org=org)])
    keeper.close(Ending.STOPPED)


def why_not(keeper: Keeper) -> str | None:
    try:
        keeper.append([arrival()])
    except StoreError as error:
        return error.title
    return None


def took(keeper: Keeper, one) -> bool:
    try:
        return len(keeper.append([one])) == 1
    except StoreError:
        return False


def test_the_names_that_are_compared_are_those_of_the_migrations():
    assert tuple(m.name for m in migrations._migrations) == MIGRATIONS


def test_only_we_can_read_the_files_even_without_an_umask(path):
    before = os.umask(0)
    try:
        keeper = Keeper(path, Time())
        keeper.open()
        keeper.append([arrival()])
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        assert {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()} == {0o600}
        keeper.close(Ending.STOPPED)
    finally:
        os.umask(before)


def test_a_database_of_a_newer_version_is_refused_and_not_touched(path):
    open_writer(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("INSERT INTO _sqlite_migrations VALUES (99, 'sa-monitor', 'of_tomorrow', 'then')")
        connection.execute("UPDATE state SET value = '9.1' WHERE name = 'written by'")
    connection.close()
    before = path.read_bytes()
    for opening in (open_writer, open_reader):
        with pytest.raises(StoreNewer, match=r"written by sa-monitor 9\.1"):
            opening(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "content", [b"this is no database at all, " * 100, b"SQLite format 3\0" + b"\xff" * 5000]
)
def test_a_file_that_is_no_database_is_refused_and_not_touched(path, content):
    path.parent.mkdir()
    path.write_bytes(content)
    for opening in (open_writer, open_reader):
        with pytest.raises(StoreCorrupt, match="no database"):
            opening(path)
    assert path.read_bytes() == content


def test_a_truncated_database_is_refused(path):
    keeper = Keeper(path, Time())
    keeper.open()
    keeper.append([arrival() for _ in range(200)])
    keeper.close(Ending.STOPPED)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(StoreCorrupt):
        open_writer(path)


def test_another_programs_database_is_refused(path):
    path.parent.mkdir()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE theirs (x)")
    connection.close()
    with pytest.raises(StoreCorrupt, match="another program's"):
        open_writer(path)


def test_a_folder_that_cant_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreUnavailable, match="is no folder"):
        open_writer(tmp_path / "file" / "events.db")


def test_a_store_that_is_just_being_made_is_no_store_yet(path):
    path.parent.mkdir()
    path.touch()
    with pytest.raises(StoreMissing):
        open_reader(path)


def test_a_reader_of_an_older_store_finds_all_that_it_asks_for(path, monkeypatch):
    with monkeypatch.context() as older:
        older.setattr(migrations, "_migrations", migrations._migrations[:-1])
        open_writer(path).close()
    with Reader.open(path) as reader:
        assert reader.authorizations() == []


def test_two_processes_may_start_at_once(path):
    first, second = open_writer(path), open_writer(path)
    assert first.execute("SELECT count(*) FROM _sqlite_migrations").fetchone()[0] == len(MIGRATIONS)
    first.close()
    second.close()


def test_a_held_lock_is_busy_and_keeps_nothing(path, keeper, reader):
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreBusy):
        keeper.append([arrival()])
    other.execute("ROLLBACK")
    other.close()
    assert keeper.append([arrival()]) == [1]
    project_all(keeper)
    assert reader.count() == 1


def test_an_unlinked_database_never_says_ok_and_a_new_one_is_begun_after_a_while(path, keeper, time):
    keeper.append([arrival()])
    path.unlink()
    for words in ("removed or replaced", "was removed"):
        with pytest.raises(StoreUnavailable, match=words):
            keeper.append([arrival(org="lost")])
    time.pass_by(GRACE - 1)
    with pytest.raises(StoreUnavailable, match="was removed"):
        keeper.append([arrival(org="lost")])
    assert not path.exists()
    time.pass_by(1)
    assert keeper.append([arrival(org="kept")]) == [1]
    project_all(keeper)
    with Reader.open(path) as reader:
        assert [step.event.org_id for step in reader.page()] == ["kept"]


def test_what_was_moved_away_alone_has_all_that_was_acknowledged(path, tmp_path, keeper):
    keeper.append([arrival(org=str(number)) for number in range(5)])
    moved = path.rename(tmp_path / "moved.db")
    with pytest.raises(StoreUnavailable):
        keeper.append([arrival()])
    with Reader.open(moved) as reader:
        assert len(reader.deliveries()) >= 5


def test_a_store_that_is_put_back_is_used_at_once(path, tmp_path, keeper):
    keeper.append([arrival()])
    path.rename(tmp_path / "moved.db")
    with pytest.raises(StoreUnavailable):
        keeper.append([arrival(org="refused")])
    (tmp_path / "moved.db").rename(path)
    keeper.append([arrival(org="kept")])
    project_all(keeper)
    with Reader.open(path) as reader:
        assert "kept" in {step.event.org_id for step in reader.page()}


def test_in_a_folder_that_was_moved_nothing_is_ever_begun(path, keeper, time):
    keeper.append([arrival()])
    moved = path.parent.rename(path.parent.with_name("moved"))
    for _ in range(3):
        with pytest.raises(StoreUnavailable):
            keeper.append([arrival()])
        time.pass_by(10 * GRACE)
    assert not path.parent.exists()
    path.parent.mkdir()
    with pytest.raises(StoreUnavailable, match="folder"):
        keeper.append([arrival()])
    path.parent.rmdir()
    moved.rename(path.parent)
    assert len(keeper.append([arrival()])) == 1


def test_another_store_in_its_place_is_taken_when_it_is_settled_and_whole(path, tmp_path, keeper, time):
    other = tmp_path / "other" / "events.db"
    fill(other, "theirs")
    keeper.append([arrival(org="ours")])
    other.replace(path)
    with pytest.raises(StoreUnavailable, match="removed or replaced"):
        keeper.append([arrival(org="refused")])
    with pytest.raises(StoreUnavailable, match="was replaced"):
        keeper.append([arrival(org="refused")])
    time.pass_by(SETTLED)
    until(lambda: took(keeper, arrival(org="kept")))
    project_all(keeper)
    with Reader.open(path) as reader:
        assert {step.event.org_id for step in reader.page()} == {"theirs", "kept"}


def test_what_isnt_ours_in_its_place_is_refused_and_not_touched(path, tmp_path, keeper, time):
    keeper.append([arrival()])
    (tmp_path / "other").write_bytes(b"this is no database at all, " * 100)
    (tmp_path / "other").replace(path)
    for _ in range(5):
        assert not took(keeper, arrival())
        time.pass_by(SETTLED)
    until(lambda: why_not(keeper) == "events.db is damaged")
    assert path.read_bytes() == b"this is no database at all, " * 100


def test_damage_that_anything_finds_ends_keeping_until_the_file_is_whole(path, keeper, time):
    keeper.append([arrival(org=f"org-{number}") for number in range(300)])
    project_all(keeper)
    keeper._open.empty_log()
    whole = path.read_bytes()
    root = keeper._open.connection.execute(
        "SELECT rootpage FROM sqlite_master WHERE name = 'events'"
    ).fetchone()
    damage(path, root[0])
    keeper._open.connection.execute(
        "PRAGMA shrink_memory"
    )  # else it goes on with the pages that it read before
    keeper.append([arrival(org="before anybody saw it")])
    with pytest.raises(StoreCorrupt):
        project_all(keeper)
    until(lambda: why_not(keeper) == "events.db is damaged")
    with overwriting(path) as file:
        file.write(whole)
    until(lambda: took(keeper, arrival(org="after it")))


def test_no_other_writer_makes_a_store_where_a_listener_had_one(path, keeper):
    lock = ListenerLock(path.with_name(LOCK)).take()
    try:
        path.rename(path.with_name("moved.db"))
        with pytest.raises(StoreUnavailable, match="for which sa-monitor listens"):
            open_writer(path)
        path.parent.rename(path.parent.with_name("moved"))
        with pytest.raises(StoreUnavailable, match="for which sa-monitor listens"):
            open_writer(path)
        assert not path.parent.exists()
    finally:
        lock.release()


def test_a_log_that_was_cut_off_never_says_ok(path, keeper, time):
    keeper.append([arrival()])
    keeper._open.empty_log()
    keeper.append([arrival(org="lost")])
    os.truncate(path.with_name("events.db-wal"), 0)
    with pytest.raises(StoreCorrupt, match="cut off"):
        keeper.append([arrival()])
    until(lambda: took(keeper, arrival(org="kept")))
    project_all(keeper)
    with Reader.open(path) as reader:
        assert {step.event.org_id for step in reader.page()} == {"org-1", "kept"}


def test_a_log_that_another_program_emptied_is_no_fault(path, keeper):
    keeper.append([arrival(), arrival()])
    other = sqlite3.connect(path, isolation_level=None)
    assert other.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0
    other.close()
    assert keeper.append([arrival()]) == [3]


def test_a_lock_that_was_removed_is_taken_anew(path):
    lock = ListenerLock(path.with_name(LOCK)).take()
    try:
        lock.announce("http://127.0.0.1:1/webhook")
        path.with_name(LOCK).unlink()
        lock.keep()
        assert holder_of(path.with_name(LOCK)).address == "http://127.0.0.1:1/webhook"
    finally:
        lock.release()


def test_a_folder_in_which_another_records_by_now_is_refused(path):
    mine = ListenerLock(path.with_name(LOCK)).take()
    path.parent.rename(path.parent.with_name("moved"))
    theirs = ListenerLock(path.with_name(LOCK)).take()
    try:
        with pytest.raises(StoreUnavailable, match="another sa-monitor"):
            mine.keep()
    finally:
        mine.release()
        theirs.release()


def test_a_replaced_write_ahead_log_never_says_ok(path, keeper):
    keeper.append([arrival()])
    path.with_name("events.db-wal").unlink()
    with pytest.raises(StoreUnavailable):
        keeper.append([arrival()])


def test_a_log_that_was_removed_costs_nothing_that_was_acknowledged(path, keeper, time):
    keeper.append([arrival(org="first")])
    path.with_name("events.db-wal").unlink()
    with pytest.raises(StoreUnavailable, match=r"events\.db-wal was removed"):
        keeper.append([arrival(org="refused")])
    keeper.append([arrival(org="kept")])
    project_all(keeper)
    with Reader.open(path) as reader:
        assert {step.event.org_id for step in reader.page()} >= {"first", "kept"}


def test_a_full_disk_is_said_and_recovers(path, keeper, reader):
    keeper.append([arrival()])
    connection = keeper._open.connection
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages}")  # SQLite's own way to a full disk
    big = [arrival(b"x" * 100_000) for _ in range(50)]
    with pytest.raises(StoreUnavailable, match="disk full"):
        keeper.append(big)
    connection.execute("PRAGMA max_page_count = 1000000")
    assert keeper.append([arrival()]) == [2]


def test_rejected_deliveries_stay_within_their_bounds(path, keeper, reader, monkeypatch):
    monkeypatch.setattr("sa_monitor.store.append.MOST_REJECTED_ROWS", 5)
    monkeypatch.setattr("sa_monitor.store.append.MOST_REJECTED_BYTES", 1000)
    for _ in range(8):
        keeper.reject([arrival(b"x")], 1)
    assert (reader.totals().rejected, reader.totals().rejected_kept) == (16, 5)
    keeper.reject([arrival(b"y" * 500)], 0)
    assert [len(d.body) for d in reader.deliveries()] == [500, 1, 1, 1, 1]
    keeper.reject([arrival(b"z" * 2000)], 0)
    assert [len(d.body) for d in reader.deliveries()] == [2000]


def test_what_rejected_deliveries_bring_in_their_headers_counts_too(path, keeper, reader, time, monkeypatch):
    monkeypatch.setattr("sa_monitor.store.append.MOST_REJECTED_BYTES", 100_000)
    large = replace(arrival(b""), headers={"user-agent": "é" * 15_000})
    keeper.reject([large] * 10, 0)
    assert reader.totals().rejected_kept == 3
    keeper.close(Ending.STOPPED)
    again = Keeper(path, time)
    again.open()
    again.reject([large] * 2, 0)
    again.close(Ending.STOPPED)
    assert reader.totals().rejected_kept == 3


def test_ids_are_never_reused_across_rejected_and_accepted(keeper, reader):
    keeper.append([arrival()])
    keeper.reject([arrival(b"x")], 0)
    assert keeper.append([arrival()]) == [3]


def test_a_second_process_reads_while_the_first_writes(path: Path, keeper):
    keeper.append([arrival()])
    project_all(keeper)
    other = sqlite3.connect(path)
    assert other.execute("SELECT count(*) FROM events").fetchone() == (1,)
    assert other.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    other.close()


def test_after_a_stop_the_database_alone_holds_everything_even_beside_a_reader(path, tmp_path):
    keeper = Keeper(path, Time())
    keeper.open()
    keeper.append([arrival()])
    project_all(keeper)
    with Reader.open(path) as reader:
        assert reader.count() == 1
        keeper.close(Ending.STOPPED)
        copy = tmp_path / "copy.db"
        copy.write_bytes(path.read_bytes())
    with Reader.open(copy) as alone:
        assert alone.count() == 1
