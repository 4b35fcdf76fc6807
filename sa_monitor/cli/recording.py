"""A recorder without a screen: ready, then told about line by line, then ended by a signal."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from time import perf_counter

from sa_monitor.cli.news import News
from sa_monitor.cli.signals import Signals
from sa_monitor.cli.streams import narrate
from sa_monitor.errors import NotFound, StoreError
from sa_monitor.model.listening import Ending
from sa_monitor.monitor.recorder import Recorder
from sa_monitor.monitor.watch import Watch
from sa_monitor.present.clean import clean
from sa_monitor.settings.places import Places

Tell = Callable[[News, bool], Awaitable[None]]
"""Tells what is new; the second argument is whether it is the last time."""

_LAST = True

_BREATH = 1.0
"""Seconds between two rounds while there is too much to tell, or nothing comes."""

_SHARE = 10
"""Telling may take one part in so many of the time: the listener's thread shares the interpreter with it."""


async def record_and_tell(
    recorder: Recorder, places: Places, ready: Callable[[str], None], tell: Tell
) -> bool:
    """Record until a signal; tells whether that was SIGINT.

    `ready` hears the URL when a signal would already end it gracefully. Raises what `Recorder.start` does.
    """
    signals = Signals()
    address = await asyncio.to_thread(recorder.start)
    ending = Ending.FAILED
    try:
        async with Watch(places, recorder) as watch:
            news = News(watch)
            await news.begin()
            ready(address)
            telling = asyncio.Lock()
            ending = await _until_signal(signals, _tell_on(recorder, watch, news, tell, telling), telling)
            await asyncio.to_thread(recorder.stop, ending)
            with suppress(StoreError):  # what can't be read was said
                await _tell_rest(news, tell)
    finally:
        await asyncio.to_thread(recorder.stop, ending)
    return signals.interrupted


async def _until_signal(
    signals: Signals, follow: Coroutine[None, None, None], telling: asyncio.Lock
) -> Ending:
    """Tell until a signal comes, and what has begun to be told to its end; gives why to end.

    Raises what ends the telling first.
    """
    task = asyncio.create_task(follow)
    waiting = asyncio.create_task(signals.wait())
    try:
        await asyncio.wait({task, waiting}, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            task.result()
        return await waiting
    finally:
        async with telling:
            task.cancel()
        waiting.cancel()
        await asyncio.gather(task, waiting, return_exceptions=True)


async def _tell_on(recorder: Recorder, watch: Watch, news: News, tell: Tell, telling: asyncio.Lock) -> None:
    """Tell what is new until cancelled; what can't be read now is told when it can be read again.

    `telling` is held for each round: one that was cut off would leave out what it had read.
    """
    failure = unreadable = None
    while True:
        failure = _tell_failure(recorder, failure)
        began = perf_counter()
        try:
            async with telling:
                await tell(news, not _LAST)
            unreadable = None
        except NotFound:  # another file has just taken the place of the one that was read
            await asyncio.sleep(_BREATH)
        except StoreError as error:
            for line in news.faults():
                narrate(line)
            if str(error) != unreadable:
                unreadable = str(error)
                narrate(f"Can't tell what comes in: {clean(unreadable)}")
            await asyncio.sleep(_BREATH)
        rest = _BREATH if news.passed_over else (perf_counter() - began) * (_SHARE - 1)
        await asyncio.sleep(min(rest, _BREATH))
        if not news.behind:
            with suppress(TimeoutError):
                async with asyncio.timeout(_BREATH):
                    await watch.changed()


def _tell_failure(recorder: Recorder, told: str | None) -> str | None:
    """Say that listening failed, or works again; gives what is known of it now."""
    failure = recorder.health.failure
    if failure and failure != told:
        narrate(f"{failure} Tried again every few seconds.")
    if told and not failure:
        narrate(f"Listening again at {recorder.address}")
    return failure


async def _tell_rest(news: News, tell: Tell) -> None:
    await tell(news, _LAST)
    while news.behind:
        await tell(news, _LAST)
