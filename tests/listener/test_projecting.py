"""When acknowledged deliveries are projected."""

import threading
import time

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
