"""When acknowledged deliveries are projected."""

import threading
import time
from collections.abc import Callable
from itertools import count
from types import SimpleNamespace

import pytest

from sa_monitor.listener import projection
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


class Slices:
    """What was projected, and who asks for it."""

    owner: Projection

    def __init__(self) -> None:
        self.begun: list[int] = []


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
        self.now = max(self.now, until)


def projecting(loop: HandMoved, monkeypatch: pytest.MonkeyPatch, worked: Callable[[], float]) -> Slices:
    """Make a projection whose slices take 4 ms, on a thread that has worked for so many seconds."""
    slices = Slices()

    def project(most: int) -> bool:
        slices.begun.append(most)
        loop.now += 0.004
        return True

    monkeypatch.setattr(projection, "perf_counter", loop.time)
    monkeypatch.setattr(projection, "thread_time", worked)
    vitals = Vitals(lambda: 0, lambda: None)
    keeper = SimpleNamespace(project=project)
    slices.owner = Projection(Context(loop, keeper, vitals, Limits(), lambda: 0, lambda: None))
    return slices


def test_projecting_rests_between_the_deliveries_of_senders_that_wait_for_each_answer(monkeypatch):
    """For a moment nothing is there, and more is on its way: only when nothing came for a while it has all time."""
    loop = HandMoved()
    slices = projecting(loop, monkeypatch, loop.time)
    slices.owner.owe(1, 0.001)
    loop.pass_by(0.010)
    assert len(slices.begun) == 1
    slices.owner.owe(1, 0.001)
    loop.pass_by(0.049)
    assert len(slices.begun) == 2
    loop.pass_by(0.049)
    assert len(slices.begun) > 6


def test_projecting_rests_little_where_answering_leaves_the_thread_idle(monkeypatch):
    def slices_in_60_ms(worked: Callable[[HandMoved], float]) -> int:
        loop = HandMoved()
        slices = projecting(loop, monkeypatch, lambda: worked(loop))
        for _ in range(6):
            slices.owner.owe(1, 0.001)
            loop.pass_by(0.010)
        return len(slices.begun)

    assert slices_in_60_ms(HandMoved.time) == 2
    assert slices_in_60_ms(lambda _loop: 0.0) > 4


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
