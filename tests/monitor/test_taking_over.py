"""Listening where nobody does any more, and listening again where it failed."""

import asyncio
import socket

import httpx
import pytest

from sa_monitor.errors import AlreadyListening, ListenerError, PortTaken
from sa_monitor.monitor.binding import bind_again
from sa_monitor.monitor.recorder import Recorder
from sa_monitor.monitor.status import Role
from sa_monitor.monitor.watch import Watch
from sa_monitor.settings.places import Places, find_places
from sa_monitor.settings.schema import Settings
from tests.listener.wire import break_listening
from tests.monitor.test_recorder import SECRET, _post, body_of

PATIENCE = 30


@pytest.fixture
def places(tmp_path) -> Places:
    return find_places(tmp_path / "data", tmp_path / "config" / "config.toml", {})


def recorder_of(places: Places, **settings: object) -> Recorder:
    return Recorder(Settings(**{"port": 0, **settings}), places, environ={"SA_MONITOR_SECRET": SECRET})


async def becomes(watch: Watch, holds) -> None:
    async with asyncio.timeout(PATIENCE):
        while not holds(watch.status()):
            await watch.changed()


async def test_a_viewer_takes_the_place_of_the_recorder_that_went_where_that_one_listened(places):
    first, second = recorder_of(places, path="/hook"), recorder_of(places)
    address = first.start()
    async with Watch(places, second) as watch:
        assert (watch.status().role, watch.recording) == (Role.VIEWING, False)
        first.stop()
        await becomes(watch, lambda status: status.role is Role.NOBODY)
        assert (watch.status().can_listen, watch.status().address) == (True, address)
        assert watch.status().since is not None
        await watch.listen()
        await becomes(watch, lambda status: status.role is Role.RECORDING)
        assert (watch.status().address, watch.recording) == (address, True)
        answer = await asyncio.to_thread(_post, second, body_of())
        assert answer.status_code == 200
        while await watch.history.count() != 1:
            await watch.changed()
    second.stop()


async def test_where_another_was_quicker_it_stays_a_viewer(places):
    first, second, third = recorder_of(places), recorder_of(places), recorder_of(places)
    first.start()
    async with Watch(places, second) as watch:
        first.stop()
        await becomes(watch, lambda status: status.role is Role.NOBODY)
        third.start()
        with pytest.raises(AlreadyListening):
            await watch.listen()
        await becomes(watch, lambda status: status.role is Role.VIEWING)
        assert not watch.recording
        third.stop()


async def test_what_keeps_it_from_listening_is_said_and_it_can_be_tried_again(places):
    first, second = recorder_of(places), recorder_of(places)
    port = int(first.start().split(":")[2].partition("/")[0])
    async with Watch(places, second) as watch:
        first.stop()
        await becomes(watch, lambda status: status.role is Role.NOBODY)
        with socket.socket() as other:
            other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            other.bind(("127.0.0.1", port))
            other.listen()
            with pytest.raises(PortTaken):
                await watch.listen()
        await watch.listen()
        await becomes(watch, lambda status: status.role is Role.RECORDING)
    second.stop()


async def test_a_screen_that_only_watches_never_listens(places):
    async with Watch(places) as watch:
        assert not watch.status().can_listen
        with pytest.raises(ListenerError, match="--view"):
            await watch.listen()


async def test_a_listener_that_nobody_reaches_is_told_with_the_time_and_listens_again_when_asked(places):
    with recorder_of(places) as recorder:
        address = recorder.address
        port = int(address.split(":")[2].partition("/")[0])
        async with Watch(places, recorder) as watch:
            break_listening(port)
            await becomes(watch, lambda status: status.failure)
            assert watch.status().failure == f"Port {port} was lost (it takes no connections any more)."
            assert watch.status().since is not None
            await watch.listen()
            await becomes(watch, lambda status: not status.failure)
            assert watch.status().address == address
            health = address.replace("/webhook", "/healthz")
            answer = await asyncio.to_thread(httpx.get, health, trust_env=False)
            assert answer.status_code == 200


async def test_it_listens_again_by_itself(places, monkeypatch):
    monkeypatch.setattr("sa_monitor.monitor.watch._MEND", 0.01)
    with recorder_of(places) as recorder:
        address = recorder.address
        async with Watch(places, recorder) as watch:
            break_listening(int(address.split(":")[2].partition("/")[0]))
            async with asyncio.timeout(PATIENCE):
                while len(gaps := await watch.history.gaps(0)) != 1:
                    await watch.changed()
            await becomes(watch, lambda status: not status.failure)
            assert gaps[0].reason == "failed"
            assert recorder.address == address


def test_the_place_of_a_url_needs_a_certificate_only_where_it_spoke_https():
    from sa_monitor.listener.server import Bind

    bind = bind_again("http://[::1]:9000/hook", Bind(port=1))
    assert (bind.host, bind.port, bind.path) == ("::1", 9000, "/hook")
    with pytest.raises(ListenerError, match="certificate"):
        bind_again("https://127.0.0.1:9000/hook", Bind())
