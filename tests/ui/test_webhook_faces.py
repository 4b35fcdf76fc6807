"""What the screens say of webhooks that bring nothing, of a Webex that can't be asked, and of what became of them."""

from msgspec.structs import replace

from sa_monitor.model.health import Happened, HealthRecord
from sa_monitor.model.instants import DAY, HOUR, MINUTE
from sa_monitor.store.health import keep_list, keep_record
from tests.ui.stage import NOW, Posed, gone, lines, seen, shown, text
from tests.ui.watched import FINE, LOST, PAIR, gave_up, watched


async def test_a_webhook_that_webex_gives_up_appears_in_the_log_and_on_top_while_somebody_looks(seeded):
    watched(seeded)
    async with shown(Posed(seeded)) as (_app, pilot):
        await seen(pilot, "✓ 2 webhooks")
        assert "inactive" not in text(pilot)
        keep_list(seeded.database, (PAIR[0], replace(LOST, status="inactive")), FINE, NOW)
        await seen(pilot, "✗ 1 of 2 webhooks inactive")
        await seen(pilot, '14:23  "reporting lost" inactive: Webex gave up on it')
        await seen(pilot, "1 Monitor 2✗")


async def test_the_alarm_ends_when_it_is_active_again_and_the_log_keeps_both(seeded):
    gave_up(seeded)
    async with shown(Posed(seeded)) as (_app, pilot):
        await seen(pilot, "Webex gave up on")
        keep_list(seeded.database, PAIR, FINE, NOW)
        await gone(pilot, "Its events are lost")
        await seen(pilot, '14:23  "reporting lost" active again')
        await seen(pilot, '14:20  "reporting lost" inactive')


async def test_what_became_of_webhooks_stands_where_the_reader_is_and_nowhere_else(seeded):
    old = HealthRecord(at=NOW - 100 * DAY, what=Happened.INACTIVE, webhook_id="w", name="old pair")
    keep_record(seeded.database, old)
    async with shown(Posed(seeded)) as (_app, pilot):
        assert "old pair" not in text(pilot)
        await pilot.press("t", *"2026-08-06", "enter")
        await seen(pilot, '"old pair" inactive: Webex gave up on it')
        await pilot.press("g")
        await gone(pilot, "old pair")


async def test_a_record_that_comes_above_moves_nothing_under_a_reader(seeded):
    async with shown(Posed(seeded)) as (_app, pilot):
        await pilot.press("j", "j", "j")
        before = [line[1:40] for line in lines(pilot)[11:22]]
        keep_record(
            seeded.database,
            HealthRecord(at=NOW - HOUR, what=Happened.VANISHED, webhook_id="w", name="every app"),
        )
        await seen(pilot, '"every app" gone from Webex')
        assert [line[1:40] for line in lines(pilot)[11:22]] == before


async def test_since_when_it_is_inactive_is_when_it_was_first_noticed(seeded):
    gave_up(seeded)
    later = replace(FINE, listed_at=NOW + 30 * MINUTE)
    keep_list(seeded.database, (PAIR[0], replace(LOST, status="inactive")), later, NOW)
    async with shown(Posed(seeded, now=NOW + 30 * MINUTE)) as (_app, pilot):
        await seen(pilot, "(seen 14:20)")
