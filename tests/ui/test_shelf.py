"""The order in which kept requests are shown, and how it is read in pieces."""

import pytest

from sa_monitor.model.delivery import Delivery, Outcome, Verdict
from sa_monitor.ui.shelf import Shelf


def kept(number: int, outcome: Outcome) -> Delivery:
    verdict = Verdict.REJECTED if outcome is Outcome.REJECTED else Verdict.VERIFIED
    return Delivery(
        id=number,
        received_at=number,
        verdict=verdict,
        outcome=outcome,
        secret=None,
        webhook_id=None,
        webhook_name=None,
        remote="",
        headers={},
        body=b"",
        problem=None,
        event_id=None,
    )


class Store:
    """So many of each, numbered as they came; paged as the real one is."""

    def __init__(self, rejected: int, taken: int) -> None:
        self.rejected = [kept(number, Outcome.REJECTED) for number in range(1, rejected + 1)]
        self.taken = [kept(number, Outcome.RECORDED) for number in range(1001, 1001 + taken)]
        self.most = 0

    async def __call__(self, *, rejected, older_than=None, newer_than=None, limit):
        rows = self.rejected if rejected else self.taken
        if newer_than is not None:
            found = [row for row in rows if row.id > newer_than][:limit]
        else:
            found = [row for row in rows if older_than is None or row.id < older_than][-limit:]
        self.most = max(self.most, len(found))
        return found[::-1]

    def order(self) -> list[int]:
        return [row.id for row in [*self.rejected[::-1], *self.taken[::-1]]]


async def walk(shelf: Shelf, by: int) -> list[int]:
    """Go in one direction until the end, and give what the cursor was on."""
    seen = [shelf.current.id]
    while True:
        await shelf.move(by)
        if shelf.current.id == seen[-1]:
            return seen
        seen.append(shelf.current.id)


@pytest.mark.parametrize(("rejected", "taken"), [(0, 40), (40, 0), (3, 40), (40, 3), (50, 50), (1, 1)])
async def test_rejected_ones_come_first_and_every_one_is_reached_from_both_ends(rejected, taken):
    store = Store(rejected, taken)
    shelf = Shelf(store)
    shelf.resize(5)
    await shelf.first()
    assert await walk(shelf, 1) == store.order()
    assert await walk(shelf, -1) == store.order()[::-1]
    await shelf.last()
    assert shelf.current.id == store.order()[-1]
    assert await walk(shelf, -1) == store.order()[::-1]


async def test_pages_are_turned_without_reading_or_holding_much():
    store = Store(100, 5000)
    shelf = Shelf(store)
    shelf.resize(10)
    await shelf.first()
    for _ in range(300):
        await shelf.move(9)
        assert shelf.current in shelf.in_sight
    assert store.most <= 30
    assert len(shelf.rows) <= 200


async def test_what_comes_is_seen_at_once_while_it_follows_and_moves_nothing_else():
    store = Store(3, 10)
    shelf = Shelf(store)
    shelf.resize(5)
    await shelf.first()
    store.rejected.append(kept(4, Outcome.REJECTED))
    await shelf.renew()
    assert (shelf.following, shelf.current.id) == (True, 4)
    await shelf.move(1)
    store.rejected.append(kept(5, Outcome.REJECTED))
    await shelf.renew()
    assert (shelf.following, shelf.current.id) == (False, 3)


async def test_a_larger_screen_is_filled():
    store = Store(3, 50)
    shelf = Shelf(store)
    await shelf.first()
    shelf.resize(20)
    await shelf.move(0)
    assert [row.id for row in shelf.in_sight] == store.order()[:20]
