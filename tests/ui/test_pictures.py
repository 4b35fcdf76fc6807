"""The pictures of the README are what the screens show."""

import os
from collections.abc import Awaitable, Callable
from functools import partial

import pytest

from sa_monitor.monitor.clocks import wall_clock
from sa_monitor.settings.credentials import CredentialsFile
from sa_monitor.simulator.server import Simulator
from sa_monitor.store.targets import remember_target
from tests.ui.alarms import NIGHT, night
from tests.ui.checkup import Examined, said
from tests.ui.faces import without_toast
from tests.ui.pictures import COMMAND, FOLDER, RENEW, picture
from tests.ui.stage import NOW, Posed, Screens, all_read, fill, places_in, seen, shown, story, told, until
from tests.ui.webhook_stage import HERE, TOKEN, make, opened, workplace

OLD = "https://old.example.net/webhook"

Scene = Callable[[Screens], Awaitable[None]]


async def one_app(pilot: Screens) -> None:
    await pilot.press("h", "h", "j", "j", *["tab"] * (2 if pilot.app.size.width == 80 else 3))
    await seen(pilot, "Organizations of call-reporting")
    await seen(pilot, "of other apps hidden, 4 ✗" if pilot.app.size.width > 80 else "hidden, 4 ✗")
    if pilot.app.size.width > 80:
        await seen(pilot, "− spark-admin:calling_cdr_read")


async def timeline(pilot: Screens) -> None:
    await pilot.press("h", "h", "j", "j", "enter")
    await seen(pilot, "call-reporting ─")
    await seen(pilot, "known")
    await seen(pilot, "authorized  by")


async def activity(pilot: Screens) -> None:
    await pilot.press("4")
    await seen(pilot, "by day")
    await seen(pilot, "█")


async def every_app(pilot: Screens) -> None:
    await seen(pilot, "is no longer authorized by org 193cc5db")


async def details(pilot: Screens) -> None:
    await pilot.press("enter")
    await seen(pilot, "is no longer authorized by org 193cc5db")


async def webhooks(pilot: Screens) -> None:
    await pilot.press("2")
    await seen(pilot, "Webhooks of Jane Doe")
    await seen(pilot, "old URL")


async def doctor(pilot: Screens) -> None:
    await pilot.press("6")
    await seen(pilot, "checked ")
    await pilot.press("G")


async def form(pilot: Screens) -> None:
    await pilot.press("h", "h", "h" if pilot.app.size.width > 80 else "j", "j", "j")
    await opened(pilot)
    await told(pilot, "1 app,")


async def ready(pilot: Screens) -> None:
    await seen(pilot, "waits for 2 and 3")


async def alarm(pilot: Screens) -> None:
    await seen(pilot, "✗ LOST  call-reporting at Acme Corp")
    await without_toast(pilot)


async def alerts(pilot: Screens) -> None:
    await without_toast(pilot)
    await pilot.press("3")
    await seen(pilot, "8th try in 4 s")


SCENES: dict[str, tuple[tuple[int, int], Scene]] = {
    "monitor-80x24": ((80, 24), one_app),
    "monitor-120x36": ((120, 36), one_app),
    "monitor-200x60": ((200, 60), every_app),
    "timeline-80x24": ((80, 24), timeline),
    "timeline-120x36": ((120, 36), timeline),
    "alarm-80x24": ((80, 24), alarm),
    "alarm-120x36": ((120, 36), alarm),
    "alerts-80x24": ((80, 24), alerts),
    "alerts-120x36": ((120, 36), alerts),
    "activity-80x24": ((80, 24), activity),
    "activity-120x36": ((120, 36), activity),
    "details-80x24": ((80, 24), details),
    "details-120x36": ((120, 36), details),
    "webhooks-80x24": ((80, 24), webhooks),
    "webhooks-120x36": ((120, 36), webhooks),
    "doctor-80x24": ((80, 24), doctor),
    "doctor-120x36": ((120, 36), doctor),
    "form-80x24": ((80, 24), form),
    "form-120x36": ((120, 36), form),
    "ready-80x24": ((80, 24), ready),
    "ready-120x36": ((120, 36), ready),
}


@pytest.fixture(scope="module")
def at_webex(tmp_path_factory):
    """Give a store, and a Webex with webhooks: ours, one of them left behind by a new URL, and another system's."""
    places = places_in(tmp_path_factory.mktemp("at-webex"))
    fill(places, story())
    with Simulator(seed=7, token=TOKEN, rate=0) as simulator:
        for target in (HERE, OLD):
            remember_target(places.database, target, 1)
        limit = "friendlyName=call-reporting"
        pair = [make(simulator, "reporting gained", filter=limit)]
        pair.append(make(simulator, "reporting lost", "deauthorized", filter=limit))
        pair.append(make(simulator, "old pair", targetUrl=OLD))
        for webhook in pair:
            CredentialsFile(places.credentials, wall_clock).add_secret(webhook["id"], "known-here-known-here")
        make(simulator, "prod receiver", targetUrl="https://hooks.example.com/in")
        make(simulator, "room bot", "created", resource="rooms")
        yield places, workplace(places, simulator)


async def draw(seeded, at_webex, empty, name: str) -> str:
    size, act = SCENES[name]
    places, tools = at_webex if act in (webhooks, form) else (empty if act is ready else seeded, None)
    now = NOW
    if act in (alarm, alerts):
        places, now = empty, NIGHT
        night(places)
    if act is doctor:
        tools = Examined(seeded)
        said(tools)
    async with shown(Posed(places, now=now), size, workplace=tools, greets=True) as (app, pilot):
        if act in (one_app, timeline) and size[0] > 80:
            await pilot.press("h")  # there is one pane more to go back over
        await act(pilot)
        await until(pilot, partial(all_read, app))
        return picture(app, "sa-monitor")


@pytest.mark.parametrize("name", SCENES)
async def test_a_picture_shows_what_the_screen_shows(seeded, at_webex, places, name):
    drawn = await draw(seeded, at_webex, places, name)
    file = FOLDER / f"{name}.svg"
    if os.environ.get(RENEW):
        FOLDER.mkdir(exist_ok=True)
        file.write_text(drawn, encoding="utf-8")
    kept = file.read_text(encoding="utf-8") if file.exists() else ""
    assert kept == drawn, f"screenshots/{name}.svg is out of date. Renew the pictures: {COMMAND}"


def test_no_picture_is_kept_that_nothing_draws():
    assert {file.stem for file in FOLDER.glob("*.svg")} == set(SCENES)


def test_a_picture_tells_nothing_of_the_computer_that_drew_it():
    for file in FOLDER.glob("*.svg"):
        drawn = file.read_text(encoding="utf-8")
        assert "http://www.w3.org/2000/svg" in drawn
        for trace in ("/tmp", "/home", "/root", "cdnjs", os.environ.get("USER") or "/root"):
            assert trace not in drawn
