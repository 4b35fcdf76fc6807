"""Following a store from a loop."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sa_monitor.errors import NotFound
from sa_monitor.model.listening import Ending
from sa_monitor.monitor.backfill import backfill
from sa_monitor.monitor.clocks import clocks
from sa_monitor.monitor.status import Role
from sa_monitor.monitor.watch import Watch
from sa_monitor.settings.places import Places, find_places
from sa_monitor.store.keeper import Keeper
from sa_monitor.store.lock import ListenerLock
from tests.store.conftest import NOON, arrival, project_all

PATIENCE = 30


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return find_places(tmp_path / "data", tmp_path / "config" / "config.toml", {})


@pytest.fixture
async def watch(places: Places) -> AsyncIterator[Watch]:
    async with Watch(places) as watch:
        yield watch


async def _until(watch: Watch, holds) -> None:
    async with asyncio.timeout(PATIENCE):
        while not await holds():
            await watch.changed()


async def test_before_anything_was_recorded_everything_is_empty(watch):
    assert await watch.history.page() == []
    assert await watch.history.authorizations() == []
    assert (await watch.history.totals()).events == 0
    assert watch.status().role is Role.NOBODY
    with pytest.raises(NotFound):
        await watch.history.step(1)


async def test_what_another_process_commits_is_noticed_also_in_a_store_that_wasnt_there(places, watch):
    keeper = Keeper(places.database, clocks)
    keeper.open()
    keeper.append([arrival()])
    project_all(keeper)

    async def arrived():
        return await watch.history.count() == 1

    await _until(watch, arrived)
    keeper.append([arrival(org="org-2")])
    project_all(keeper)

    async def second():
        return await watch.history.count() == 2

    await _until(watch, second)
    keeper.close(Ending.STOPPED)


async def test_who_listens_is_noticed_and_that_nobody_does_any_more(places, watch):
    lock = ListenerLock(places.lock).take()
    lock.announce("http://127.0.0.1:1/webhook")

    async def viewing():
        return watch.status().role is Role.VIEWING

    await _until(watch, viewing)
    assert (watch.status().pid, watch.status().address) == (os.getpid(), "http://127.0.0.1:1/webhook")
    lock.release()

    async def nobody():
        return watch.status().role is Role.NOBODY

    await _until(watch, nobody)


async def test_since_when_nobody_listens_is_the_end_of_the_last_period(places, watch):
    backfill(places, [arrival()], [(NOON, NOON + 5000, Ending.STOPPED)])

    async def told():
        return watch.status().since == NOON + 5000

    await _until(watch, told)


async def test_a_replaced_database_is_read_anew(places, watch):
    backfill(places, [arrival(), arrival(org="org-2")])
    assert await watch.history.count() == 2
    for file in places.data.glob("events.db*"):
        file.unlink()
    backfill(places, [arrival()])
    assert await watch.history.count() == 1


async def test_backfilled_history_is_projected_in_its_order(places):
    assert backfill(places, (arrival(org=f"org-{n}", at=NOON + n) for n in range(600))) == 600


async def test_a_viewer_counts_what_the_listener_rejected_since_it_looks(places, watch):
    keeper = Keeper(places.database, clocks)
    keeper.open()
    keeper.reject([arrival(b"?")], 1)

    async def counted():
        return watch.status().rejected == 2

    await _until(watch, counted)
    keeper.close(Ending.STOPPED)
