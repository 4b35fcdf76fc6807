"""Taking over and listening again, by keyboard alone, with real listeners."""

import asyncio
import socket

import httpx

from sa_monitor.monitor.recorder import Recorder
from sa_monitor.monitor.watch import Watch
from sa_monitor.monitor.workplace import Workplace
from sa_monitor.settings.schema import Settings
from tests.listener.wire import break_listening
from tests.monitor.test_recorder import SECRET, _post, body_of
from tests.ui.stage import seen, shown, text, until


def recorder_of(places, **settings) -> Recorder:
    return Recorder(Settings(**{"port": 0, **settings}), places, environ={"SA_MONITOR_SECRET": SECRET})


def port_of(recorder: Recorder) -> int:
    return int((recorder.address or "").split(":")[2].partition("/")[0])


async def test_a_viewer_whose_recorder_died_becomes_the_recorder_without_a_restart(places):
    first, second = recorder_of(places, path="/hook"), recorder_of(places)
    first.start()
    try:
        async with shown(Watch(places, second), asks=True) as (app, pilot):
            await seen(pilot, "VIEWER")
            await asyncio.to_thread(first.stop)
            await seen(pilot, "✗ NOBODY LISTENS for ")
            await seen(pilot, "L listens here")
            await pilot.press("L")
            await seen(pilot, "✓ listening")
            await seen(pilot, "This program listens")
            assert "NOBODY LISTENS" not in text(pilot)
            assert second.address == first.address
            answer = await asyncio.to_thread(_post, second, body_of())
            assert answer.status_code == 200
            await seen(pilot, "name of app-1")
            await pilot.press("q")
            await seen(pilot, "Stop recording?")
            await pilot.press("y")
            await until(pilot, lambda: not app.is_running)
    finally:
        first.stop()
        second.stop()


async def test_what_keeps_it_from_listening_is_said_and_it_stays_as_it_was(places):
    first, second = recorder_of(places), recorder_of(places)
    first.start()
    port = port_of(first)
    async with shown(Watch(places, second)) as (_app, pilot):
        await seen(pilot, "VIEWER")
        await asyncio.to_thread(first.stop)
        await seen(pilot, "L listens here")
        with socket.socket() as other:
            other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            other.bind(("127.0.0.1", port))
            other.listen()
            await pilot.press("L")
            await seen(pilot, f"Port {port} is taken by")
            await seen(pilot, "NOBODY LISTENS")


async def test_one_that_only_watches_says_how_to_listen(places):
    async with shown(Watch(places)) as (_app, pilot):
        await seen(pilot, "Nobody listens. What Webex sends is lost. To listen: start sa-monitor")
        assert "L listens here" not in text(pilot)
        await pilot.press("L")
        await seen(pilot, "This screen only watches (--view).")


async def test_a_port_that_was_lost_is_told_and_listened_at_again_by_a_key(places):
    with recorder_of(places) as recorder:
        port = port_of(recorder)
        async with shown(Watch(places, recorder)) as (_app, pilot):
            await seen(pilot, "✓ listening")
            break_listening(port)
            await seen(pilot, "✗ NOT LISTENING since ")
            await seen(pilot, f"Port {port} was lost (it takes no connections any more). L tries again;")
            await pilot.press("L")
            await seen(pilot, "✓ listening")
            health = (recorder.address or "").replace("/webhook", "/healthz")
            assert (await asyncio.to_thread(httpx.get, health, trust_env=False)).status_code == 200


async def test_where_unsigned_deliveries_are_allowed_it_is_said_at_the_start_what_comes_of_it(places):
    recorder = Recorder(Settings(port=0, allow_unsigned=True), places, environ={})
    workplace = Workplace(Settings(allow_unsigned=True), places, {})
    with recorder:
        async with shown(Watch(places, recorder), workplace=workplace) as (_app, pilot):
            await seen(pilot, "Unsigned deliveries are taken: anyone")
