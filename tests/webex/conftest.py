"""A simulated Webex, which misbehaves when it is told to."""

from functools import partial

import pytest

from sa_monitor.simulator.server import Simulator
from sa_monitor.webex.patience import Patience
from tests.simulated import spoil

TOKEN = "the-right-token"


@pytest.fixture
def fresh():
    """Give a simulator of the test's own."""
    with Simulator(seed=7, token=TOKEN, rate=0) as simulator:
        yield simulator


@pytest.fixture
def spoil_fresh(fresh):
    """Order a fault, after some good answers."""
    return partial(spoil, fresh)


class Time:
    """Time that passes only when somebody sleeps."""

    def __init__(self):
        self.now = 0.0
        self.slept = []

    async def sleep(self, seconds):
        self.slept.append(seconds)
        self.now += seconds

    def patience(self, **more):
        given = {"sleep": self.sleep, "clock": lambda: self.now, "chance": lambda: 0.5}
        return Patience(**given | more)


@pytest.fixture
def time():
    return Time()
