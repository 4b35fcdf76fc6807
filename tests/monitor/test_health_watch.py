"""When it is looked: at once, again and again, when asked for, after a sleep; and only while somebody listens."""

import threading

import pytest

from sa_monitor.errors import StoreUnavailable
from sa_monitor.model.instants import MINUTE
from sa_monitor.model.listening import Beat
from sa_monitor.monitor.health_watch import HealthWatch

PATIENCE = 30


class Here:
    """A listener, as far as it is asked."""

    def __init__(self, instance="first"):
        self.instance = instance


class Looks:
    """Counts the looks, and lets the test wait for them."""

    def __init__(self):
        self.webhooks = self.way_in = self.owners = 0
        self.targets = []
        self.fails = None
        self._changed = threading.Condition()

    async def look_at_webhooks(self):
        self._count("webhooks")
        if self.fails is not None:
            raise self.fails

    async def look_at_names(self):
        pass

    async def look_at_the_way_in(self):
        self._count("way_in")

    def use_target(self, target):
        self.targets.append(target)

    def forget_owner(self):
        self.owners += 1

    def _count(self, name):
        with self._changed:
            setattr(self, name, getattr(self, name) + 1)
            self._changed.notify_all()

    def wait(self, **wanted):
        def holds():
            return all(getattr(self, name) >= count for name, count in wanted.items())

        with self._changed:
            assert self._changed.wait_for(holds, PATIENCE), (self.webhooks, self.way_in)


class Clocks:
    """Clocks that only the test moves."""

    def __init__(self):
        self.boot = 1_000

    def __call__(self):
        return Beat(self.boot, self.boot, self.boot)


@pytest.fixture
def looks():
    return Looks()


@pytest.fixture
def clocks():
    return Clocks()


@pytest.fixture
def watch(looks, clocks):
    """Make a watch that looks at its clock a hundred times a second."""
    made = []

    def make(here, **more):
        watch = HealthWatch(here, lambda: looks, every=MINUTE, clocks=clocks, look=0.01, **more)
        made.append(watch)
        return watch.start()

    yield make
    for watch in made:
        watch.close()


def test_it_looks_at_once_and_again_when_the_time_has_come(watch, looks, clocks):
    watch(Here())
    looks.wait(webhooks=1, way_in=1)
    clocks.boot += MINUTE
    looks.wait(webhooks=2)
    assert looks.way_in == 1
    clocks.boot += 5 * MINUTE
    looks.wait(webhooks=3, way_in=2)


def test_after_a_sleep_of_the_computer_everything_is_looked_at_at_once(watch, looks, clocks):
    watch(Here())
    looks.wait(webhooks=1, way_in=1)
    clocks.boot += 8 * 60 * MINUTE
    looks.wait(webhooks=2, way_in=2)


def test_it_doesnt_look_before_this_process_listens(watch, looks):
    here = Here("")
    watch(here).look_now()
    here.instance = "first"
    looks.wait(webhooks=1, way_in=1)


def test_a_listener_that_began_anew_is_probed_at_once(watch, looks):
    here = Here()
    watch(here)
    looks.wait(way_in=1)
    here.instance = "second"
    looks.wait(way_in=2)


def test_it_looks_when_asked_to_and_asks_again_whose_token_it_is(watch, looks):
    asked = watch(Here())
    looks.wait(webhooks=1, way_in=1)
    asked.look_now()
    looks.wait(webhooks=2, way_in=2)
    assert looks.owners == 1


def test_another_token_is_used_at_once(watch, looks):
    token = ["first"]
    watch(Here(), token=lambda: token[0])
    looks.wait(webhooks=1, way_in=1)
    token[0] = "second"
    looks.wait(webhooks=2)
    assert (looks.owners, looks.way_in) == (1, 1)


def test_a_new_target_is_probed_at_once(watch, looks):
    asked = watch(Here())
    looks.wait(way_in=1)
    asked.use_target("https://def.example.net/webhook")
    looks.wait(way_in=2)
    assert looks.targets == ["https://def.example.net/webhook"]


@pytest.mark.parametrize("fault", [StoreUnavailable("disk full"), ZeroDivisionError()])
def test_a_look_that_fails_doesnt_end_the_watch(watch, looks, clocks, fault, caplog):
    looks.fails = fault
    watch(Here())
    looks.wait(webhooks=1)
    clocks.boot += MINUTE
    looks.wait(webhooks=2)


def test_the_end_doesnt_wait_for_an_answer(looks):
    never = threading.Event()
    begun = threading.Event()

    class Hanging(Looks):
        async def look_at_webhooks(self):
            import asyncio

            begun.set()
            await asyncio.to_thread(never.wait, PATIENCE)

    watch = HealthWatch(Here(), Hanging, every=MINUTE).start()
    assert begun.wait(PATIENCE)
    watch.close()
    never.set()
    assert not [thread for thread in threading.enumerate() if thread.name == "health watch"]
