"""Faults of the disk under the whole program: the screen says which it is, and that it is over."""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.terminal import Terminal
from tests.reliability.damage import damage, leaves_of
from tests.reliability.disk import Station, fill, small_disk

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the pseudo-terminal of Linux")


class Stage(Station):
    """The screen, with the listener in it, on a terminal of its own."""

    def begin_again(self) -> None:
        """Start it at a free port."""
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.terminal = Terminal([], self.environ() | {"TERM": "xterm-256color"}, size=(24, 120))
        self.terminal.until("✓ listening")

    @contextmanager
    def says_meanwhile(self, fault: str) -> Iterator[None]:
        """See what fails after the block named in the line of the status, with what it means below it."""
        after = len(self.terminal.seen)
        yield
        self.refuses()
        for words in ("NOT STORING since", fault, "Webex is answered 503 and may disable the webhooks."):
            self.terminal.until(words, after=after)

    def says_it_is_over(self) -> None:
        """See it listen again, and take what comes."""
        after = len(self.terminal.seen)
        self.recovers()
        self.terminal.until("✓ listening", after=after)

    def close(self) -> None:
        """End it, whatever page is open."""
        os.kill(self.terminal.pid, signal.SIGTERM)
        assert self.terminal.end() == 0


@pytest.fixture
def stage(tmp_path) -> Iterator[Stage]:
    """Give it with deliveries that were acknowledged."""
    stage = Stage(tmp_path)
    try:
        assert [answer.status for answer in stage.send(10)] == [200] * 10
        yield stage
    finally:
        stage.close()
    stage.prove_kept()


def test_a_full_disk_is_named_on_the_screen_until_there_is_room(tmp_path):
    try:
        with small_disk(tmp_path / "disk") as disk:
            stage = Stage(tmp_path, disk / "data")
            with stage.says_meanwhile("disk full"):
                ballast = fill(disk)
            ballast.unlink()
            stage.says_it_is_over()
            stage.close()
            stage.prove_kept()
    except PermissionError as error:
        pytest.skip(str(error))


def test_a_store_that_is_held_or_moved_is_named_on_the_screen_until_it_is_back(stage):
    other = sqlite3.connect(stage.database, isolation_level=None)
    with stage.says_meanwhile("another program is writing to events.db"):
        other.execute("BEGIN IMMEDIATE")
    other.close()
    stage.says_it_is_over()
    with stage.says_meanwhile("the folder of events.db was moved"):
        away = stage.data.rename(stage.data.with_name("away"))
    away.rename(stage.data)
    stage.says_it_is_over()


def test_a_read_only_disk_is_named_on_the_screen_until_it_may_be_written_again(stage):
    files = [str(stage.database), str(stage.log)]
    if subprocess.run(["chattr", "+i", *files], capture_output=True, check=False).returncode:
        pytest.skip("files can't be made immutable on this disk")
    with stage.says_meanwhile("events.db is read-only"):
        pass
    subprocess.run(["chattr", "-i", *files], check=True)
    stage.says_it_is_over()


def test_a_log_that_is_gone_and_a_damaged_file_are_named_on_the_screen(stage):
    after = len(stage.terminal.seen)
    stage.log.unlink()
    assert stage.send()[0].status == 503
    stage.terminal.until("events.db-wal was removed or replaced", after=after)
    stage.says_it_is_over()
    stage.close()
    whole, kept = Path(shutil.copy(stage.database, stage.data.parent / "whole.db")), list(stage.acknowledged)
    for page in leaves_of(stage.database, "events"):
        damage(stage.database, page)
    stage.begin_again()
    with stage.says_meanwhile("events.db is damaged"):
        stage.until_refused()
    shutil.copyfile(whole, stage.database)
    stage.acknowledged = kept  # what came before the damage was found is gone with the damaged file
    stage.says_it_is_over()
