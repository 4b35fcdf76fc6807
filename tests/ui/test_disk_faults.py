"""What the screen says while the disk fails under its own listener, and that it goes on by itself."""

import asyncio
from contextlib import asynccontextmanager
from pathlib import Path

from sa_monitor.errors import StoreError
from sa_monitor.monitor.recorder import Recorder
from sa_monitor.monitor.watch import Watch
from sa_monitor.settings.schema import Settings
from sa_monitor.store.connection import open_writer
from tests.monitor.test_recorder import SECRET, _post, body_of
from tests.ui.stage import seen, shown, text


async def posted(recorder: Recorder, org: str) -> int:
    return (await asyncio.to_thread(_post, recorder, body_of(org=org))).status_code


@asynccontextmanager
async def recording(places):
    """Give the screen of what records, with one event on it."""
    with Recorder(Settings(port=0), places, environ={"SA_MONITOR_SECRET": SECRET}) as recorder:
        async with shown(Watch(places, recorder)) as (_app, pilot):
            assert await posted(recorder, "org-1") == 200
            await seen(pilot, "name of app-1")
            yield pilot, recorder


async def test_a_store_that_is_moved_away_is_said_and_what_was_shown_stays_until_it_is_back(places):
    async with recording(places) as (pilot, recorder):
        away = places.database.rename(places.data / "away.db")
        assert await posted(recorder, "org-2") == 503
        await seen(pilot, "✗ NOT STORING since ")
        await seen(pilot, "events.db was removed")
        await seen(pilot, "Webex is answered 503 and may disable the webhooks.")
        await seen(pilot, "Put it back")
        assert "name of app-1" in text(pilot)
        away.rename(places.database)
        assert await posted(recorder, "org-3") == 200
        await seen(pilot, "✓ listening")
        await seen(pilot, "org-3")
        assert "NOT STORING" not in text(pilot)


async def test_a_folder_that_is_moved_is_said_and_nothing_on_the_screen_begins_another(places):
    async with recording(places) as (pilot, recorder):
        away = places.data.rename(places.data.with_name("away"))
        assert await posted(recorder, "org-2") == 503
        await seen(pilot, "the folder of events.db was moved")
        assert await asyncio.to_thread(_refused, places.database)
        assert not places.data.exists()
        away.rename(places.data)
        assert await posted(recorder, "org-3") == 200
        await seen(pilot, "✓ listening")


async def test_a_store_that_is_gone_ends_no_page_and_no_recording(places):
    async with recording(places) as (pilot, recorder):
        away = places.database.rename(places.data / "away.db")
        assert await posted(recorder, "org-2") == 503
        for key in "234561":
            await pilot.press(key)
            await seen(pilot, "✗ NOT STORING since ")
        await pilot.press("enter", "escape", "a", "escape", "r")
        away.rename(places.database)
        assert await posted(recorder, "org-3") == 200
        await seen(pilot, "✓ listening")
        assert pilot.app.is_running


def _refused(database: Path) -> bool:
    """Tell whether a use case of the screen is kept from making a store, as all of them open it."""
    try:
        open_writer(database).close()
    except StoreError:
        return True
    return False
