"""What is said for a moment goes by itself, and never holds up the screen."""

import pytest

from sa_monitor.ui.toasts import Toast
from tests.ui.stage import Posed, gone, seen, shown


@pytest.fixture
def stored(seeded):
    return seeded


async def test_one_that_is_over_when_it_is_drawn_goes_at_once(stored, monkeypatch):
    monkeypatch.setattr(Toast, "has_expired", False)  # as when it was looked at, a moment before
    async with shown(Posed(stored)) as (app, pilot):
        app.notify("Said too late", timeout=-1)
        await pilot.pause()
        await gone(pilot, "Said too late")
        await pilot.press("question_mark")
        await seen(pilot, "Keys")


def test_its_time_is_over_once_it_has_passed_and_never_less_than_none():
    over, lasting = Toast("words", timeout=-1), Toast("words", timeout=60)
    assert (over.has_expired, lasting.has_expired) == (True, False)
    assert over.time_left > 0
