"""Files that are removed, replaced or moved underneath: nothing is acknowledged that nobody will find again."""

import shutil

from tests.reliability.disk import Station, kept_in, station


def test_a_database_that_is_moved_away_refuses_until_it_is_back_and_has_all(tmp_path):
    with station(tmp_path) as ours:
        away = ours.database.rename(tmp_path / "away.db")
        ours.refuses()
        ours.says("NOT STORING since", "events.db was removed", "503")
        ours.fails("store", "events.db was removed", "Put it back")
        ours.prove_kept(away)
        assert not ours.database.exists()
        away.rename(ours.database)
        ours.recovers()
        ours.says("Storing works again.")
        ours.stop()
        ours.prove_kept()


def test_a_database_that_is_removed_while_nothing_comes_is_noticed(tmp_path):
    with station(tmp_path) as ours:
        ours.database.unlink()
        ours.says("NOT STORING since", "events.db was removed")
        refused = ours.run("apps", "set", "app-1", "--critical")
        assert refused.returncode == 1
        assert "for which sa-monitor listens" in refused.stderr
        assert not ours.database.exists()
        ours.stop()


def test_a_folder_that_is_moved_refuses_until_it_is_back_and_nothing_is_begun_in_its_place(tmp_path):
    with station(tmp_path) as ours:
        away = ours.data.rename(tmp_path / "away")
        ours.refuses()
        ours.says("NOT STORING since", "the folder of events.db was moved")
        ours.fails("listener", "held by another sa-monitor", "keeps its events elsewhere")
        ours.prove_kept(away / "events.db")
        assert not ours.data.exists()
        away.rename(ours.data)
        ours.recovers()
        ours.stop()
        ours.prove_kept()


def test_who_has_lost_its_folder_leaves_the_store_of_another_listener_alone(tmp_path):
    with station(tmp_path) as ours:
        away = ours.data.rename(tmp_path / "away")
        theirs = Station(tmp_path)
        try:
            theirs.send(3)
            assert theirs.database.exists()
            ours.refuses()
            ours.says("NOT STORING since")
            ours.says("another sa-monitor")
            ours.stop()
            theirs.send(3)
            theirs.stop()
            ours.prove_kept(away / "events.db")
            assert kept_in(theirs.database) == set(theirs.acknowledged) == set(range(1, 7))
        finally:
            theirs.close()


def test_another_store_in_its_place_is_taken_when_it_is_whole_and_stays_what_it_is(tmp_path):
    with station(tmp_path) as ours:
        ours.stop()
        backup = shutil.copy(ours.database, tmp_path / "backup.db")
        mine = set(ours.acknowledged)
        again = Station(tmp_path)
        try:
            again.sends_from(100)
            again.send(5)
            replaced = ours.database.rename(tmp_path / "replaced.db")
            backup.rename(ours.database)
            again.refuses()
            again.says("NOT STORING since", "events.db was re")
            again.recovers()
            again.says("Another events.db stands there now")
            after = set(again.acknowledged) - set(range(101, 106))
            again.stop()
            assert kept_in(ours.database) >= mine | after
            assert not kept_in(ours.database) & set(range(101, 106)), (
                "the log of the other was taken for its own"
            )
            again.prove_kept(ours.database, replaced)
        finally:
            again.close()


def test_what_is_no_store_in_its_place_is_refused_and_not_touched(tmp_path):
    with station(tmp_path) as ours:
        other = tmp_path / "other.db"
        other.write_bytes(b"this is no database at all, " * 1000)
        before = other.read_bytes()
        other.replace(ours.database)
        ours.refuses()
        ours.says("NOT STORING since", "events.db is damaged")
        ours.fails("store", "no database, or a damaged one", ".recover")
        assert ours.send()[0].status == 503
        ours.stop()
        assert ours.database.read_bytes() == before
