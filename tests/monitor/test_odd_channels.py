"""Channels as nobody should write them: each says what is wrong, in time, and leaves nothing hanging."""

import os
import signal
import time

import pytest

from sa_monitor.alerts.command import run_command
from sa_monitor.model.channel import ChannelSetting, Means
from sa_monitor.monitor.alert_channels import Teller
from tests.monitor.webhook_target import target


async def run(script, message=b"{}", patience=30.0):
    return await run_command(["/bin/sh", "-c", script], message, patience=patience)


@pytest.fixture
def left(tmp_path):
    """Give a file for the number of a process that a command leaves; it is ended with the test."""
    path = tmp_path / "left"
    yield path
    if path.exists():
        os.kill(int(path.read_text()), signal.SIGKILL)


def runs(path):
    os.kill(int(path.read_text()), 0)
    return True


async def test_what_a_command_leaves_running_goes_on_and_is_not_waited_for(left):
    """It holds the pipes that the command had."""
    assert await run(f"sleep 600 & echo $! > {left}; sleep 0.3") is None
    assert runs(left)


async def test_one_that_hangs_is_over_although_what_it_left_in_a_session_of_its_own_is_not(left):
    script = f"setsid sh -c 'echo $$ > {left}; exec sleep 600' & sleep 600"
    began = time.monotonic()
    assert await run(script, patience=1) == "it didn't end within 1 s and was stopped"
    assert time.monotonic() - began < 300  # what it left would take 600
    assert runs(left)


async def test_one_that_ignores_being_told_to_end_is_stopped():
    assert await run("trap '' TERM HUP INT; while :; do sleep 0.1; done", patience=0.5) is not None


async def test_one_that_says_a_megabyte_is_told_by_the_beginning_of_its_last_line():
    said = await run("head -c 1000000 /dev/zero; head -c 1000000 /dev/zero | tr '\\0' x >&2; exit 3")
    assert said == "exit code 3: " + "x" * 200


async def test_one_that_reads_nothing_may_succeed_and_one_that_reads_gets_all():
    message = b"x" * 300_000
    assert await run("exec 0<&-; true", message) is None
    assert await run("wc -c | grep -qx ' *300000'", message) is None


async def test_one_that_is_no_program_is_told():
    assert "can't be run" in (await run_command(["/nowhere/page"], b"", patience=1) or "")


@pytest.mark.parametrize("status", [302, 404, 500])
async def test_a_post_that_is_not_taken_is_told_and_follows_nobody(status):
    with target(status) as there:
        channel = ChannelSetting(name="siem", means=Means.URL, url=f"http://127.0.0.1:{there.port}/in")
        assert await Teller(dict).tell(channel, {"text": "text"}) == f"HTTP {status}"
    assert [path for path, _, _ in there.received] == ["/in"]
