"""A store that can't be written: it is read-only, or another program holds it for longer than anybody waits."""

import os
import sqlite3
import subprocess

import pytest

from tests.reliability.disk import small_disk, station


def test_a_store_that_another_program_holds_is_refused_until_it_lets_go(tmp_path):
    with station(tmp_path) as ours:
        other = sqlite3.connect(ours.database, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        (answer,) = ours.send()
        assert (answer.status, answer.headers["retry-after"]) == (503, "1")
        ours.says("NOT STORING since", "another program is writing to events.db", "503")
        assert ours.health() == 503
        ours.fails("store", "another program is writing to events.db", "End it")
        other.execute("ROLLBACK")
        other.close()
        ours.recovers()
        ours.says("Storing works again.")
        assert [answer.status for answer in ours.send(20)] == [200] * 20
        ours.stop()
        assert "NOT STORING" not in ours.program.err.text.partition("Storing works again.")[2]
        ours.prove_kept()


def test_files_that_turn_immutable_refuse_until_they_may_be_changed(tmp_path):
    with station(tmp_path) as ours:
        files = [str(ours.database), str(ours.log)]
        if (
            os.geteuid() != 0
            or subprocess.run(["chattr", "+i", *files], capture_output=True, check=False).returncode
        ):
            pytest.skip("only root may forbid changes to files that are open, and not on every disk")
        try:
            ours.refuses()
            ours.says("NOT STORING since", "read-only", "503")
            ours.fails("store", "read-only", "Allow")
        finally:
            subprocess.run(["chattr", "-i", *files], check=True)
        ours.recovers()
        ours.stop()
        ours.prove_kept()


def test_on_a_read_only_disk_everything_can_be_read_and_nothing_starts(tmp_path):
    try:
        with small_disk(tmp_path / "disk") as disk, station(tmp_path, disk) as ours:
            ours.stop()
            subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
            refused = ours.run("listen")
            assert refused.returncode == 1
            assert "ead-only" in refused.stderr
            ours.fails("store", "events.db is read-only")
            assert len(ours.run("events", "--json").stdout.splitlines()) == len(ours.acknowledged)
            assert ours.run("apps", "--json").returncode == 0
    except PermissionError as error:
        pytest.skip(str(error))
