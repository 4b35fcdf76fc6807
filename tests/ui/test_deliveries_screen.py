"""The page of deliveries, by keyboard alone."""

import re

import pytest

from sa_monitor.monitor.status import Role, Status
from sa_monitor.monitor.workplace import Workplace
from sa_monitor.settings.schema import Settings
from tests.ui.rejections import CLAIMS, SEVERAL, UNKNOWN, reject, rejected
from tests.ui.stage import LISTENING, NOW, Posed, gone, lines, seen, shown, text, until


@pytest.fixture
def stored(seeded):
    reject(seeded, SEVERAL)
    return seeded


async def test_rejected_ones_stand_first_with_the_reason_and_whose_they_say_they_are(stored):
    async with shown(Posed(stored), (120, 36)) as (_app, pilot):
        await pilot.press("5")
        await seen(pilot, "Deliveries")
        await seen(pilot, "claims webhook")
        rows = [line.strip() for line in lines(pilot)[2:7]]
        assert rows[0].startswith(">14:20:00 ✗ rejected")
        assert "webhook id unknown here" in rows[0]
        assert "from 203.0.113.7" in rows[0]
        assert 'claims webhook "My Service App Auth"' in rows[0]
        assert "another webhook's secret" in rows[1]
        assert "not hexadecimal" in rows[2]
        assert "no signature header" in rows[3]
        assert "✓ repeated" in rows[4]
        await seen(pilot, "4 rejected")


async def test_one_is_shown_whole_and_its_neighbours_without_going_back(stored):
    async with shown(Posed(stored)) as (_app, pilot):
        await pilot.press("5")
        await seen(pilot, "claims")
        await pilot.press("enter")
        await seen(pilot, f"✗ rejected: {UNKNOWN}")
        await seen(pilot, "nothing it claims is believed")
        await seen(pilot, "user-agent          curl/8.5.0")
        await seen(pilot, CLAIMS["id"])
        await pilot.press("h")
        await seen(pilot, "made with the secret of another webhook")
        await pilot.press("l", "G")
        await seen(pilot, '"resource": "serviceApp"')
        await pilot.press("b")
        await seen(pilot, "laid out")
        await pilot.press("escape")
        await seen(pilot, "✗ rejected  webhook id unknown here")
        await pilot.press("escape")
        await seen(pilot, "Service Apps")


async def test_it_follows_what_arrives_until_the_reader_goes_elsewhere(stored):
    watch = Posed(stored)
    async with shown(watch) as (_app, pilot):
        await pilot.press("5")
        await seen(pilot, "following")
        reject(stored, [rejected("no signature header", 1)])
        await seen(pilot, ">14:23:00 ✗ rejected  no signature header")
        await pilot.press("j")
        await seen(pilot, "g follows")
        reject(stored, [rejected("no signature header", 0)])
        await seen(pilot, "6 rejected")
        assert "14:24:00 ✗" not in text(pilot)
        await pilot.press("g")
        await seen(pilot, ">14:24:00 ✗ rejected")


async def test_the_oldest_of_very_many_is_one_key_away(stored):
    async with shown(Posed(stored)) as (_app, pilot):
        await pilot.press("5")
        await seen(pilot, "following")
        await pilot.press("G")
        await seen(pilot, "g follows")
        last = lines(pilot)[22]
        assert last.startswith(">")
        await pilot.press("pageup", "pagedown")
        await until(pilot, lambda: lines(pilot)[22] == last)


async def test_times_have_seconds_and_their_day_stands_as_a_rule_above_them(stored):
    async with shown(Posed(stored)) as (_app, pilot):
        await pilot.press("5")
        await seen(pilot, "following")
        await pilot.press("G")
        await seen(pilot, "g follows")
        assert lines(pilot)[2].startswith(" ───────── ")
        times = [line[1:9] for line in lines(pilot)[2:23] if not line.startswith(" ──")]
        assert all(re.fullmatch(r"\d\d:\d\d:\d\d", time) for time in times)


async def test_before_anything_came_it_says_so(places):
    async with shown(Posed(places)) as (_app, pilot):
        await pilot.press("5")
        await seen(pilot, "No delivery yet.")


async def test_that_allowing_unsigned_ones_has_no_effect_is_said_there(stored):
    settings = Settings(allow_unsigned=True)
    workplace = Workplace(settings, stored, {"SA_MONITOR_SECRET": "s3cret"})
    async with shown(Posed(stored), workplace=workplace) as (_app, pilot):
        await pilot.press("5")
        await seen(pilot, "! Unsigned deliveries are still rejected: 1 secret is known.")


async def test_rejections_are_told_for_a_moment_with_the_reason_and_marked_until_they_are_looked_at(seeded):
    watch = Posed(seeded)
    async with shown(watch) as (app, pilot):
        reject(seeded, [rejected(UNKNOWN, 0, **CLAIMS) for _ in range(3)])
        watch.posed = Status(role=Role.RECORDING, address=LISTENING.address, rejected=3)
        await seen(pilot, "! 3 rejected")
        await seen(pilot, "3 deliveries rejected: wrong signature.")
        await seen(pilot, 'webhook "My Service App Auth",')
        await seen(pilot, "secret isn't known here. 5 shows")
        await pilot.press("5")
        await seen(pilot, "My Service")
        await gone(pilot, "! 3 rejected")
        assert app.facts.rejected == 0


async def test_they_are_told_at_most_once_a_minute(places):
    from sa_monitor.ui.toasts import Toasts

    now, told = [NOW], []
    toasts = Toasts(lambda: now[0], lambda words, **_how: told.append(words))
    for seconds in (0, 30, 59, 61):
        now[0] = NOW + seconds * 1000
        toasts.tell(f"after {seconds}", wrong=True, cause="rejected", every=60)
    assert told == ["after 0", "after 61"]
