"""A disk without room: refused, said, and over as soon as there is room again."""

import resource

import pytest

from tests.reliability.disk import fill, small_disk, station

limits = pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="limits of another process are Linux's")


@pytest.fixture
def disk(tmp_path):
    """Give a small disk."""
    try:
        mounted = small_disk(tmp_path / "disk")
        with mounted as folder:
            yield folder
    except PermissionError as error:
        pytest.skip(str(error))


def test_a_full_disk_refuses_and_says_so_until_there_is_room(tmp_path, disk):
    with station(tmp_path, disk) as ours:
        ballast = fill(disk)
        ours.refuses()
        ours.says("NOT STORING since", "disk full", "503")
        ours.fails("store", "disk full", "Free space")
        ours.fails("disk", "0 MiB free", "Free space")
        ballast.unlink()
        ours.recovers()
        ours.says("Storing works again.")
        ours.stop()
        ours.prove_kept()


def test_commands_on_a_full_disk_say_so_and_break_nothing(tmp_path, disk):
    with station(tmp_path, disk) as ours:
        fill(disk)
        ours.refuses()
        for command in (
            ["rebuild"],
            ["apps", "set", "app-1", "--note", "x" * 60_000],
            ["expect", "--app", "app-1", "--for", "1h", "--note", "x" * 60_000],
        ):
            done = ours.run(*command)
            assert done.returncode == 1, command
            assert "disk full. Free space on the disk of events.db" in done.stderr
        target = disk / "events.jsonl"
        exported = ours.run("export", "--output", str(target))
        assert (exported.returncode, target.exists()) == (1, False)
        assert "No space left on device" in exported.stderr
        assert [file.name for file in disk.iterdir() if "jsonl" in file.name] == []
        assert len(ours.run("deliveries", "--json").stdout.splitlines()) == len(ours.acknowledged)
        ours.prove_kept()


def test_a_start_on_a_full_disk_says_so_and_leaves_the_store_as_it_is(tmp_path, disk):
    with station(tmp_path, disk) as ours:
        ours.stop()
        ballast = fill(disk)
        refused = ours.run("listen")
        assert refused.returncode == 1
        assert refused.stderr.startswith("sa-monitor: disk full. Free space on the disk of events.db")
        ours.fails("store", "disk full")
        ballast.unlink()
        ours.begin_again()
        assert ours.send()[0].status == 200
        ours.stop()
        ours.prove_kept()


@limits
def test_a_file_that_may_not_grow_refuses_and_says_so_until_it_may(tmp_path):
    """A quota, a limit of the service unit, a disk that fails: SQLite calls all of them an I/O error."""
    with station(tmp_path) as ours:
        pid = ours.program.process.pid
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
        ours.refuses()
        ours.says("NOT STORING since", "events.db can't be read or written", "503")
        ours.fails("listener", "can't store now")
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        ours.recovers()
        ours.stop()
        ours.prove_kept()
