"""What counts as news of a store."""

import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from sa_monitor.model.delivery import Verdict
from sa_monitor.model.expectation import Expectation
from sa_monitor.model.listening import Ending
from sa_monitor.model.rulebook import Rulebook
from sa_monitor.monitor.history import History
from sa_monitor.monitor.novelty import Novelty
from sa_monitor.store.expectations import expect
from sa_monitor.store.keeper import Keeper
from sa_monitor.store.noticing import Noticing
from sa_monitor.store.org_names import call_org, keep_org_name
from tests.store.conftest import Time, arrival, body_of, project_all


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "events.db"


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def keeper(path: Path, time: Time) -> Iterator[Keeper]:
    keeper = Keeper(path, time)
    keeper.open()
    yield keeper
    keeper.close(Ending.STOPPED)


class Seconds:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
async def novelty(path: Path, keeper: Keeper, seconds: Seconds) -> AsyncIterator[Novelty]:
    history = History(path)
    novelty = Novelty(history, seconds)
    await novelty.look()
    yield novelty
    await history.close()


async def test_that_somebody_goes_on_listening_is_no_news(novelty, keeper, time):
    before = await novelty.look()
    for _ in range(3):
        time.pass_by(5_000)
        keeper.beat()
        assert await novelty.look() == before


async def test_a_beat_hides_nothing_that_comes_with_it(novelty, keeper, time):
    told = {await novelty.look()}
    changes = (
        lambda: (keeper.append([arrival()]), project_all(keeper)),
        lambda: (keeper.append([arrival()]), project_all(keeper)),
        lambda: (keeper.append([arrival(body_of("deauthorized"))]), project_all(keeper)),
        lambda: keeper.reject([arrival(verdict=Verdict.REJECTED)], 1),
    )
    for change in changes:
        time.pass_by(5_000)
        keeper.beat()
        change()
        told.add(await novelty.look())
    assert len(told) == len(changes) + 1


async def test_what_people_tell_is_news(novelty, path):
    before = await novelty.look()
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("INSERT INTO annotations VALUES ('app-1', 1, NULL, NULL)")
    assert await novelty.look() != before


async def test_the_end_of_a_period_is_news(novelty, keeper, time):
    before = await novelty.look()
    keeper.close(Ending.STOPPED)
    assert await novelty.look() != before


@pytest.mark.parametrize(
    "change",
    [
        lambda path: call_org(path, "org-1", "Acme Corp"),
        lambda path: keep_org_name(path, "org-1", "Acme Corp", 1_000),
        lambda path: expect(path, Expectation(since=0, until=1_000)),
    ],
    ids=["a name that somebody gave", "a name that was asked for", "a planned window"],
)
async def test_what_changes_seldom_is_news_at_once_all_the_same(novelty, path, keeper, change):
    keeper.append([arrival(body_of(org="org-1"))])
    project_all(keeper)
    before = await novelty.look()
    change(path)
    assert await novelty.look() != before


async def test_how_far_the_rules_have_looked_is_no_news(novelty, path, keeper):
    before = await novelty.look()
    with closing(Noticing.open(path, Rulebook())) as noticing:
        noticing.webhooks()
    assert await novelty.look() == before


async def test_once_in_ten_minutes_any_commit_is_news(novelty, keeper, time, seconds):
    before = await novelty.look()
    seconds.now += 599
    time.pass_by(5_000)
    keeper.beat()
    assert await novelty.look() == before
    seconds.now += 1
    assert await novelty.look() == before
    time.pass_by(5_000)
    keeper.beat()
    assert await novelty.look() != before
