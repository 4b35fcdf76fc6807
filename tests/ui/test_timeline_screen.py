"""The timeline of a Service App or an organization, by keyboard alone."""

import pytest

from sa_monitor.model.delivery import Arrival, Verdict
from sa_monitor.model.instants import DAY, HOUR, rfc3339
from sa_monitor.model.listening import Ending
from sa_monitor.model.signature import GENERAL
from tests.store.conftest import body_of
from tests.ui.stage import NOW, Posed, fill, lines, seen, shown, text

START = NOW - 148 * DAY


def said(event: str, org: str, days: float, *, date: float | None = None, **data: object) -> Arrival:
    """Tell of an event heard so many days ago; `date` is its own, as many days ago, or that of its hearing."""
    heard = int(NOW - days * DAY)
    stated = heard if date is None else int(NOW - date * DAY)
    body = body_of(event, org=org, authorizationDate=rfc3339(stated), **data)
    return Arrival(
        received_at=heard, verdict=Verdict.VERIFIED, secret=GENERAL, remote="test", headers={}, body=body
    )


STORY = [
    said("authorized", "acme", 140),
    said("deauthorized", "acme", 7, date=140),
    said("authorized", "initech", 120, scopes=["spark:kms", "spark:all"]),
    said("authorized", "initech", 30, scopes=["spark:kms"]),
    said("deauthorized", "hooli", 60, date=100),
    said("authorized", "hooli", 50),
]
PERIODS = [(START, NOW - 90 * DAY, Ending.STOPPED), (NOW - 80 * DAY, NOW + HOUR, Ending.STOPPED)]


@pytest.fixture
def stored(places):
    fill(places, sorted(STORY, key=lambda one: one.received_at), PERIODS)
    return places


async def opened(pilot) -> None:
    """Open the timeline of the one Service App."""
    await pilot.press("shift+tab", "shift+tab", "shift+tab" if pilot.app.size.width > 80 else "j")
    await pilot.press("j", "enter")
    await seen(pilot, "3 organizations ─ 1 lost")
    await seen(pilot, "█")


def row_of(pilot, name: str) -> str:
    return next(line for line in lines(pilot) if name in line and ("█" in line or "_" in line))


async def test_a_row_tells_each_time_by_its_sign(stored):
    async with shown(Posed(stored), (120, 36)) as (_app, pilot):
        await opened(pilot)
        assert "✗" in row_of(pilot, "acme")
        bar = row_of(pilot, "acme").split("acme")[1]
        assert bar.strip()[0] == "█"
        assert "█░░" in bar
        assert bar.split("  ")[0].rstrip().endswith("_") or "_" in bar
        assert "?" in row_of(pilot, "hooli").split("hooli")[0]
        assert "~" in row_of(pilot, "hooli")
        assert "assumed until" in row_of(pilot, "hooli")


async def test_a_share_leaves_the_gaps_out_and_says_of_how_many_days_it_speaks(stored):
    async with shown(Posed(stored), (120, 36)) as (_app, pilot):
        await opened(pilot)
        assert "94.6 % of 130 days known" in row_of(pilot, "acme")
        assert "100 % of 110 days known" in row_of(pilot, "initech")


async def test_the_steps_of_a_row_tell_who_and_what_changed_and_what_was_missed(stored):
    async with shown(Posed(stored), (120, 36)) as (_app, pilot):
        await opened(pilot)
        await seen(pilot, "✗ lost        by")
        assert "after 133 d" in text(pilot)
        assert "− 2 scopes" in text(pilot)
        await pilot.press("j")
        await seen(pilot, "− spark:all")
        await seen(pilot, "already authorized: an event was probably missed, or came in the gap")


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_an_end_of_something_never_heard_says_so(stored, size):
    async with shown(Posed(stored), size) as (_app, pilot):
        await opened(pilot)
        await pilot.press("j", "j")
        await seen(pilot, "authorized before recording began, or its event was missed")


async def test_enter_on_a_step_shows_its_event_and_esc_comes_back_step_by_step(stored):
    async with shown(Posed(stored)) as (_app, pilot):
        await opened(pilot)
        await pilot.press("enter", "enter")
        await seen(pilot, "is no longer authorized by")
        await pilot.press("escape")
        await seen(pilot, "3 organizations")
        await pilot.press("escape", "escape")
        await seen(pilot, "Service Apps")


async def test_plus_and_minus_zoom_and_h_and_l_move(stored):
    async with shown(Posed(stored), (120, 36)) as (_app, pilot):
        await opened(pilot)
        await seen(pilot, "28 May to 14 Nov 2026")
        await pilot.press("plus")
        await seen(pilot, "16 Aug to 14 Nov 2026")
        await pilot.press("h")
        await seen(pilot, "to 23 Oct 2026")
        await pilot.press("l")
        await seen(pilot, "16 Aug to 14 Nov 2026")
        await pilot.press("minus", "minus")
        await seen(pilot, "to 14 Nov 2026")
        await seen(pilot, "2026")


async def test_of_all_together_enter_goes_to_the_log(stored):
    async with shown(Posed(stored)) as (app, pilot):
        await pilot.press("shift+tab", "shift+tab", "enter")
        assert app.focused is not None
        assert app.focused.id == "log"


async def test_former_names_stand_under_its_title(stored):
    renamed = said("authorized", "acme", 1, friendlyId="billing 2")
    fill(stored, [renamed], PERIODS)
    async with shown(Posed(stored)) as (_app, pilot):
        await pilot.press("shift+tab", "shift+tab", "j", "enter")
        await seen(pilot, "─ billing 2 ─ 3 organizations")
        await seen(pilot, " formerly name of app-1")
