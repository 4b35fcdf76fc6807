"""History is read one thing after another, and nothing that takes long keeps the rest waiting."""

import asyncio
from pathlib import Path

import pytest

from sa_monitor.model.moments import Clock
from sa_monitor.model.query import parse_query
from sa_monitor.monitor import history as module
from sa_monitor.monitor.history import History
from sa_monitor.store.reader import Reader
from tests.benchmarks.stores import seeded

NOWHERE = parse_query("-scope:spark:kms", Clock(0))
SELDOM = parse_query("scope:spark-compliance:events_read", Clock(0))


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return seeded(45_000, tmp_path_factory.mktemp("stores")) / "events.db"


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.0)


@pytest.mark.parametrize("reading", ["page", "count"])
async def test_a_long_search_lets_other_readings_come_first(path, reading):
    history = History(path)
    ended = []

    async def noted(name, asked):
        await asked
        ended.append(name)

    try:
        async with asyncio.TaskGroup() as readings:
            readings.create_task(noted("long", getattr(history, reading)(NOWHERE)))
            readings.create_task(noted("short", history.last_recorded()))
    finally:
        await history.close()
    assert ended == ["short", "long"]


@pytest.mark.parametrize("query", [NOWHERE, SELDOM], ids=["nowhere", "seldom"])
async def test_what_is_found_in_pieces_is_what_is_found_at_once(path, query):
    history = History(path)
    with Reader.open(path) as reader:
        whole = [step.event.mark for step in reader.page(query)]
        assert [step.event.mark for step in await history.page(query)] == whole
        if whole:
            newer = [step.event.mark for step in await history.page(query, newer_than=whole[-1])]
            assert newer == whole[:-1]
        assert await history.count(query) == reader.count(query)
    await history.close()
