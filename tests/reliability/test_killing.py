"""Whoever listens is killed at random moments under load."""

import os
import signal

from tests.cli.terminal import modes_left
from tests.reliability.killing import Killing, listen, screen_on
from tests.reliability.on_terminal import Pane, Screen

KILLS = 20
KILLS_OF_SCREENS = 5


def test_no_kill_loses_what_was_acknowledged(tmp_path):
    killing = Killing(tmp_path, 7, listen)
    for _ in range(KILLS):
        killing.round()
        killing.prove_kept()
    killing.prove_projection()
    assert len(killing.acknowledged) > KILLS


def test_no_kill_of_the_screens_does_and_the_next_ones_start_on_the_same_terminal(tmp_path):
    with Pane() as pane:
        killing = Killing(tmp_path, 8, screen_on(pane))
        for _ in range(KILLS_OF_SCREENS):
            killing.round()
            killing.prove_kept()
        killing.prove_projection()
        assert len(killing.acknowledged) > KILLS_OF_SCREENS


def test_a_terminal_that_a_kill_left_behind_is_whole_again_after_the_next_end(tmp_path):
    """But for the stacks of keys and titles, on which the killed one's stay: `reset` empties them."""
    with Pane() as pane:
        for number in (signal.SIGKILL, signal.SIGTERM):
            pane.reset()
            drawn = pane.drawn
            screen = Screen(pane, tmp_path)
            pane.until("Getting ready", after=drawn)
            os.kill(screen.process.pid, number)
            assert screen.process.wait() in (-signal.SIGKILL, 0)
        pane.until("Stopped at", after=drawn)
        assert modes_left(pane.text) <= {"keys", "title"}
