"""The short form of the long run: everything works at once for some seconds, and nothing piles up."""

import sys

import pytest

from tests.reliability.soak import CONNECTIONS, MOST_FILES, RATE, Soak, prove

SECONDS = 10


@pytest.mark.skipif(sys.platform != "linux", reason="what a process has open is read from /proc")
def test_with_somebody_at_the_screen_nothing_is_missing_and_nothing_piles_up(tmp_path):
    assert SECONDS * CONNECTIONS > 2 * MOST_FILES, "a connection that isn't closed would be seen"
    with Soak(tmp_path, seed=7) as soak:
        number = 0
        for _ in range(SECONDS):
            number = soak.send(RATE, 1, number)
        soak.end()
        prove(soak)
    assert len(soak.acknowledged) + soak.refused == RATE * SECONDS
    assert soak.pressed > SECONDS
    print(soak)
