"""When acknowledged deliveries are projected."""

import threading
import time
from collections.abc import Callable
from itertools import count
from types import SimpleNamespace

from sa_monitor.listener.context import Context
from sa_monitor.listener.health import Vitals
from sa_monitor.listener.limits import Limits
from sa_monitor.listener.projection import Projection
from sa_monitor.model.listening import Ending
from tests.listener.wire import signed, until

BODY = b'{"resource": "serviceApp"}'


def test_a_delivery_is_projected_after_its_answer_without_being_asked_for(house):
    house.listen()
    assert house.client().ask(signed(BODY)).status == 200
    until(lambda: house.keeper.waiting == 0)
    assert sum(house.keeper.slices) == 1


def test_what_an_earlier_run_left_waiting_is_projected_at_the_start(house):
    house.keeper.waiting = 10_000
    house.listen()
    until(lambda: house.keeper.waiting == 0)
    assert sum(house.keeper.slices) == 10_000


def test_slices_grow_as_long_as_they_are_quick(house):
    house.keeper.waiting = 100_000
    house.listen()
    until(lambda: house.keeper.waiting == 0)
    assert max(house.keeper.slices) >= 8 * house.keeper.slices[0]


def test_slices_shrink_when_they_take_long(house):
    fast = house.keeper.project

    def slow(most: int) -> bool:
        time.sleep(0.05 if most > 32 else 0)  # the disk of this test, not a wait
        return fast(most)

    house.keeper.project = slow
    house.keeper.waiting = 1000
    house.listen()
    until(lambda: house.keeper.waiting == 0)
    assert min(house.keeper.slices[:-1]) == 32


def test_deliveries_are_answered_while_a_backlog_is_projected(house):
    never_done = threading.Event()

    def project(most: int) -> bool:
        house.keeper.slices.append(most)
        return not never_done.is_set()

    house.keeper.project = project
    house.listen()
    client = house.client()
    assert [client.ask(signed(BODY)).status for _ in range(50)] == [200] * 50
    before = len(house.keeper.slices)
    until(lambda: len(house.keeper.slices) > before)
    never_done.set()


class HandMoved:
    """A loop of timers alone, whose time is moved by hand."""

    def __init__(self) -> None:
        self.now = 0.0
        self._numbers = count()
        self._timers: dict[int, tuple[float, Callable[[], None]]] = {}

    def time(self) -> float:
        return self.now

    def call_at(self, when: float, callback: Callable[[], None]) -> SimpleNamespace:
        number = next(self._numbers)
        self._timers[number] = (when, callback)
        return SimpleNamespace(cancel=lambda: self._timers.pop(number, None))

    def pass_by(self, seconds: float) -> None:
        until = self.now + seconds
        while due := [number for number, (when, _) in self._timers.items() if when <= until]:
            when, callback = self._timers.pop(min(due, key=lambda number: self._timers[number][0]))
            self.now = max(self.now, when)
            callback()
        self.now = until


def projecting(loop: HandMoved, project: Callable[[int], bool]) -> Projection:
    vitals = Vitals(lambda: 0, lambda: None)
    return Projection(
        Context(loop, SimpleNamespace(project=project), vitals, Limits(), lambda: 0, lambda: None)
    )


def test_projecting_rests_between_the_deliveries_of_senders_that_wait_for_each_answer():
    """For a moment nothing is there, and more is on its way: only when nothing came for a while it has all time."""
    loop, slices = HandMoved(), []

    def project(most: int) -> bool:
        slices.append(loop.now)
        time.sleep(0.004)  # what a slice takes
        return True

    projection = projecting(loop, project)
    projection.owe(1, 0.001)
    loop.pass_by(0.010)
    assert len(slices) == 1
    projection.owe(1, 0.001)
    loop.pass_by(0.049)
    few = len(slices)
    assert few <= 6
    loop.pass_by(0.049)
    assert len(slices) > few + 20


def test_projecting_rests_little_where_answering_leaves_the_thread_idle():
    slices = []

    def project(most: int) -> bool:
        slices.append(most)
        time.sleep(0.004)  # what a slice takes
        return True

    def slices_beside(answering: Callable[[], None]) -> int:
        loop = HandMoved()
        slices.clear()
        projection = projecting(loop, project)
        projection.owe(1, 0.001)
        answering()
        loop.pass_by(0.040)
        projection.owe(1, 0.001)
        loop.pass_by(0.016)
        return len(slices)

    def work() -> None:
        until = time.thread_time() + 0.05
        while time.thread_time() < until:
            pass

    assert slices_beside(work) == 2
    assert slices_beside(lambda: time.sleep(0.05)) == 3  # what the thread does, not a wait


def test_every_projection_is_told(house):
    house.listen()
    assert house.client().ask(signed(BODY)).status == 200
    until(lambda: house.keeper.waiting == 0)
    until(lambda: house.changes >= 3)  # the start's, the commit's and this one


def test_what_waits_at_the_end_is_projected_before_the_store_is_closed(house):
    house.listen(mend=300)
    house.keeper.fails["project"] = ValueError("unforeseen")
    house.expects_trouble = True
    assert house.client().ask(signed(BODY)).status == 200
    until(lambda: house.listener.health.fault)
    house.keeper.fails.clear()
    house.listener.stop()
    assert house.keeper.waiting == 0
    assert house.keeper.ended == [Ending.STOPPED]
