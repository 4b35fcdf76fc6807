import pytest
from msgspec.structs import replace

from sa_monitor.cli import news as module
from sa_monitor.cli.news import News
from sa_monitor.model.listening import Ending
from sa_monitor.monitor.watch import Watch
from tests.cli.laying import MINUTE, NOON, delivery, several
from tests.ui.stage import LISTENING, Posed


@pytest.fixture
async def news(places, store):
    store(*several(3))
    async with Watch(places) as watch:
        news = News(watch)
        await news.begin()
        yield news


async def test_what_was_there_before_is_no_news(news):
    assert await news.lines() == []


async def test_each_event_is_told_once_oldest_first(news, store):
    store(delivery(minutes=5, org="a"), delivery(minutes=6, org="b"))
    lines = await news.lines()
    assert ["org a" in lines[0], "org b" in lines[1], len(lines)] == [True, True, 2]
    assert await news.lines() == []


async def test_more_than_fit_at_once_are_told_in_turn(news, store):
    store(*(delivery(minutes=10 + number, org=f"{number:08}") for number in range(450)))
    told = await news.lines()
    while news.behind:
        told += await news.lines()
    assert [line.split("org ")[1].split()[0] for line in told] == [f"{number:08}" for number in range(450)]
    assert news.passed_over == 0


async def test_a_flood_is_counted_instead_of_told(news, store, monkeypatch):
    """Telling takes the same processor as listening."""
    monkeypatch.setattr(module, "MANY", 100)
    store(*(delivery(minutes=10 + number, org=f"{number:08}") for number in range(450)))
    lines = await news.lines()
    assert len(lines) == module.AT_ONCE + 1
    assert lines[-1] == "250 more events, not told one by one."
    assert not news.behind
    assert await news.lines() == []
    store(delivery(minutes=2000, org="after"))
    assert "org after" in (await news.lines())[0]


async def test_a_gap_is_told_when_listening_goes_on(news, store):
    store(
        periods=[(NOON, NOON + MINUTE, Ending.SLEPT), (NOON + 3 * MINUTE, NOON + 9 * MINUTE, Ending.STOPPED)]
    )
    [line] = await news.lines()
    assert "nobody listened for 2 min (slept)" in line
    assert await news.lines() == []


async def test_that_more_comes_than_can_be_stored_is_told_once_and_when_it_is_over(places, store):
    store(delivery())
    async with Posed(places) as watch:
        news = News(watch)
        await news.begin()
        watch.posed = replace(LISTENING, sheds_since=NOON)
        (line,) = news.faults()
        assert line.startswith(
            "MORE COMES THAN CAN BE STORED since 2026-11-14 12:00:00Z. Part of it is answered 503;"
        )
        assert news.faults() == []
        watch.posed = LISTENING
        assert news.faults() == ["All that comes is stored again."]
        assert news.faults() == []
