"""The main screen, by keyboard."""

import asyncio

import pytest
from msgspec.structs import replace

from sa_monitor.model.delivery import Verdict
from sa_monitor.model.instants import DAY, MINUTE, SECOND
from sa_monitor.monitor.status import Role, Status
from sa_monitor.monitor.watch import Watch
from tests.store.conftest import arrival, body_of
from tests.ui.stage import LISTENING, NOW, Posed, fill, gone, lines, seen, shown, text, until


def log_lines(pilot) -> list[str]:
    return lines(pilot)[9:23]


def cursor_line(pilot) -> str:
    return next((line for line in log_lines(pilot) if line.startswith(">")), "")


async def test_the_log_begins_at_the_newest_event_and_follows(seeded):
    async with shown(Posed(seeded)) as (_app, pilot):
        assert cursor_line(pilot).startswith(">14:21:00 ✗ DEAUTHORIZED call-reporting")
        assert "following" in lines(pilot)[8]


async def test_moving_away_pauses_and_the_top_follows_again(seeded):
    async with shown(Posed(seeded)) as (_app, pilot):
        await pilot.press("j", "j")
        assert "paused" in lines(pilot)[8]
        assert cursor_line(pilot).startswith(">19:50:24")
        await pilot.press("k", "k")
        await seen(pilot, "following")


async def test_the_oldest_event_is_one_key_away_and_the_newest_another(seeded):
    async with shown(Posed(seeded)) as (_app, pilot):
        await pilot.press("G")
        await seen(pilot, "first heard")
        assert cursor_line(pilot) == next(line for line in reversed(log_lines(pilot)) if line.strip())
        await pilot.press("g")
        await until(pilot, lambda: "14:21:00" in cursor_line(pilot))


async def test_pages_keep_the_cursor_on_its_line(seeded):
    async with shown(Posed(seeded)) as (_app, pilot):
        await pilot.press("space", "space", "space")
        await until(pilot, lambda: "14:21:00" not in text(pilot))
        at = log_lines(pilot).index(cursor_line(pilot))
        await pilot.press("pageup")
        await until(pilot, lambda: cursor_line(pilot) != "")
        assert log_lines(pilot).index(cursor_line(pilot)) == at


async def test_d_goes_down_to_the_next_loss_and_up_with_shift(seeded):
    async with shown(Posed(seeded)) as (_app, pilot):
        await pilot.press("d")
        await until(
            pilot, lambda: "DEAUTHORIZED" in cursor_line(pilot) and "14:21:00" not in cursor_line(pilot)
        )
        await pilot.press("D")
        await until(pilot, lambda: "14:21:00" in cursor_line(pilot))


async def test_selecting_an_app_narrows_the_panes_and_the_log_and_says_what_it_hides(seeded):
    async with shown(Posed(seeded), (120, 36)) as (_app, pilot):
        await pilot.press("h", "h", "h", "j")
        await seen(pilot, "Events of calendar-bridge")
        assert "Organizations of calendar-bridge" in lines(pilot)[1]
        assert "of other apps hidden, 4 ✗, esc shows all" in lines(pilot)[11]
        await until(
            pilot,
            lambda: all("calendar-bridge" in line for line in lines(pilot)[13:20] if "authorized" in line),
        )
        await pilot.press("escape")
        await seen(pilot, "Organizations of all apps ─")
        assert "hidden" not in lines(pilot)[11]


async def test_the_scopes_pane_shows_what_was_lost(seeded):
    async with shown(Posed(seeded), (120, 36)) as (_app, pilot):
        await pilot.press("h", "h", "h", "j", "j")
        await seen(pilot, "org 193cc5db: scopes")
        await seen(pilot, "│ − spark")


async def test_enter_on_an_organization_narrows_to_it_and_shows_its_timeline(seeded):
    async with shown(Posed(seeded)) as (_app, pilot):
        await pilot.press("h", "enter")
        await seen(pilot, "─ org 193cc5db ─ ")
        await seen(pilot, "known")
        await pilot.press("escape")
        await seen(pilot, "Events of org 193cc5db")
        await pilot.press("escape")
        await gone(pilot, "Events of org 193cc5db")


async def test_each_escape_undoes_one_step(seeded):
    async with shown(Posed(seeded)) as (_app, pilot):
        await pilot.press("h", "h", "j", "j", "l", "j")
        await seen(pilot, "Events of call-reporting at org")
        await pilot.press("escape")
        await gone(pilot, " at org")
        assert "Events of call-reporting" in text(pilot)
        await pilot.press("escape")
        await gone(pilot, "Events of call-reporting")
        await pilot.press("escape")
        assert "─ Events ─" in text(pilot)


async def test_letters_typed_into_the_query_are_no_commands(seeded):
    async with shown(Posed(seeded)) as (app, pilot):
        await pilot.press("slash", *"qpdgu?:")
        assert app.is_running
        await seen(pilot, "qpdgu?:")
        await pilot.press("escape")
        assert len(app.screen_stack) == 1


async def test_times_turn_to_utc_and_back(seeded):
    async with shown(Posed(seeded)) as (_app, pilot):
        assert lines(pilot)[0].endswith("14:24 CET ")
        await pilot.press("u")
        await seen(pilot, "13:21:00Z")
        assert lines(pilot)[0].endswith("13:24 UTC ")
        await pilot.press("u")
        await seen(pilot, "14:21:00 ")


async def test_a_normal_event_has_no_remark(places):
    fill(places, [arrival(body_of(authorizationDate=None), at=NOW - MINUTE), arrival(at=NOW - MINUTE)], ())
    async with shown(Posed(places)) as (_app, pilot):
        assert "name of app-1" in text(pilot)
        assert "verified" not in text(pilot)


# The store changes while one looks


async def test_it_follows_what_another_process_records_and_says_that_it_is_a_viewer(places):
    fill(places, [arrival(at=NOW - MINUTE)], ())
    watch = Posed(places, Status(role=Role.VIEWING, address="http://127.0.0.1:8787/webhook", pid=4121))
    async with shown(watch) as (_app, pilot):
        assert lines(pilot)[0].startswith("  VIEWER  ✓ pid 4121 listens")
        fill(places, [arrival(body_of(app="app-2", org="org-2"), at=NOW)], ())
        await seen(pilot, "name of app-2")
        assert "following" in text(pilot)


async def test_what_arrives_while_paused_is_counted_and_moves_nothing(places):
    fill(
        places, [arrival(body_of(org=f"org-{number}"), at=NOW - MINUTE + number) for number in range(40)], ()
    )
    async with shown(Posed(places)) as (_app, pilot):
        await pilot.press("j", "j", "j")
        before = log_lines(pilot)
        late = [
            arrival(body_of(org="org-x"), at=NOW),
            arrival(body_of("deauthorized", org="org-0"), at=NOW + SECOND),
        ]
        fill(places, late, ())
        await seen(pilot, "paused, 2 new, 1 ✗ above, g follows")
        assert [row[:-1] for row in log_lines(pilot)] == [
            row[:-1] for row in before
        ]  # beside it stands the strip
        await seen(pilot, "✗ 1 lost")
        await pilot.press("g")
        await seen(pilot, "DEAUTHORIZED")
        assert "following" in text(pilot)


async def test_nobody_listening_is_the_first_thing_it_says(seeded):
    async with shown(Posed(seeded, Status(role=Role.NOBODY, since=NOW - 8 * SECOND))) as (_app, pilot):
        assert lines(pilot)[0].startswith(" ✗ NOBODY LISTENS for 8 s  ✗ 5 lost")


async def test_since_when_names_the_day_where_it_isnt_today(seeded):
    async with shown(Posed(seeded, Status(role=Role.NOBODY, since=NOW - 8 * DAY))) as (_app, pilot):
        assert "Nobody listens since 6 Nov 14:24. What Webex sends is lost." in text(pilot)


async def test_a_fault_of_storing_keeps_its_words_on_a_narrow_screen(seeded):
    status = Status(
        role=Role.RECORDING, address=LISTENING.address, fault="disk full", since=NOW - 22 * MINUTE, rejected=3
    )
    async with shown(Posed(seeded, status)) as (_app, pilot):
        assert lines(pilot)[0].startswith(" ✗ NOT STORING since 14:02: disk full  ! 3 rejected  ✗ 5 lost")


async def test_more_than_can_be_stored_is_said_calmly_as_long_as_it_comes(seeded):
    watch = Posed(seeded, replace(LISTENING, sheds_since=NOW - 22 * MINUTE))
    async with shown(watch) as (_app, pilot):
        assert lines(pilot)[0].startswith(" ✓ listening  ! more comes than can be stored  ✗ 5 lost")
        assert "More comes than can be stored since 14:02. Part of it is answered 503; what" in text(pilot)
        assert "is answered 200 is kept. 5 shows from where." in text(pilot)
        watch.posed = LISTENING
        watch._tell()
        await gone(pilot, "can be stored")


class _Passing(Posed):
    """What is said of storing is over before all is read, and nobody tells."""

    def __init__(self, places) -> None:
        super().__init__(places, replace(LISTENING, sheds_since=NOW - 22 * MINUTE))
        self.history.health = self._health_at_last

    async def _health_at_last(self):
        self.posed = LISTENING
        return await type(self.history).health(self.history)

    async def changed(self) -> None:
        await asyncio.Event().wait()


async def test_what_was_over_before_all_was_read_doesnt_stand_on_the_screen(seeded):
    async with shown(_Passing(seeded)) as (_app, pilot):
        await seen(pilot, "5 lost")
        assert "can be stored" not in text(pilot)


async def test_a_recorder_that_dies_is_noticed_by_its_viewer(places):
    from sa_monitor.store.lock import ListenerLock

    fill(places, [arrival(at=NOW)], ())
    lock = ListenerLock(places.lock)
    lock.take()
    lock.announce("http://127.0.0.1:1/webhook")
    async with shown(Watch(places, clock=lambda: NOW)) as (_app, pilot):
        await seen(pilot, "VIEWER")
        lock.release()
        await seen(pilot, "✗ NOBODY LISTENS")


async def test_where_nothing_was_ever_heard_it_says_why_and_what_helps(places):
    async with shown(Posed(places), kept_in="~/events.db") as (_app, pilot):
        await seen(pilot, "No event yet.")
        assert "Webex reports changes only." in text(pilot)
        assert "http://127.0.0.1:8787/webhook" in text(pilot)
        assert "~/events.db" in text(pilot)
        await pilot.press("j", "k", "G", "g", "d", "p", "enter", "space")
        fill(places, [arrival(at=NOW)], ())
        await seen(pilot, "name of app-1")


async def test_an_unsigned_and_a_synthetic_event_say_so(places):
    fill(
        places,
        [
            arrival(body_of(org="org-1"), at=NOW - MINUTE, verdict=Verdict.UNSIGNED, secret=None),
            arrival(body_of("deauthorized", org="org-2"), at=NOW, secret="local"),
        ],
        (),
    )
    async with shown(Posed(places)) as (_app, pilot):
        assert "? authorized " in text(pilot)
        assert "unsigned" in text(pilot)
        assert "? DEAUTHORIZED" in text(pilot)
        assert "synthetic" in text(pilot)
        assert "lost  " not in lines(pilot)[0]


# Wide


async def test_on_a_wide_screen_the_details_stand_beside_the_log_and_follow_it(seeded):
    async with shown(Posed(seeded), (200, 60)) as (app, pilot):
        await seen(pilot, "is no longer authorized by org 193cc5db")
        await pilot.press("j")
        await seen(pilot, "call-reporting is authorized by org ea07e398")
        await pilot.press("enter")
        assert app.focused is not None
        assert app.focused.id == "details"
        await pilot.press("h")
        await seen(pilot, "device-inventory is authorized by")
        await pilot.press("escape")
        assert app.focused.id == "log"
        assert len(app.screen_stack) == 1


@pytest.mark.parametrize("size", [(80, 24), (200, 60)])
async def test_panes_are_reached_in_turn(seeded, size):
    async with shown(Posed(seeded), size) as (app, pilot):
        met = []
        for _ in range(6):
            met.append(app.focused.id if app.focused else None)
            await pilot.press("tab")
        wide = ["log", "details", "apps", "orgs", "scopes", "log"]
        assert met == (wide if size[0] == 200 else ["log", "apps", "orgs", "log", "apps", "orgs"])


# The strip beside the log


def strip(pilot) -> str:
    return "".join(line[-1] for line in log_lines(pilot))


async def test_beside_the_log_stands_where_losses_are_and_what_is_in_sight(seeded):
    async with shown(Posed(seeded)) as (_app, pilot):
        await until(pilot, lambda: _marks_losses(pilot))
        await pilot.press("G")
        await until(pilot, lambda: _seen_at(pilot) == [13])
        await pilot.press("g")
        await until(pilot, lambda: _seen_at(pilot) == [0])


def _marks_losses(pilot) -> bool:
    return not set("✗=:").isdisjoint(strip(pilot))


def _seen_at(pilot) -> list[int]:
    drawn = pilot.app.screen.query_one("#losses").lines
    return [at for at, line in enumerate(drawn) if line[0].tone in ("badge", "accent")]


async def test_a_click_beside_the_log_goes_there_and_on_its_top_to_the_newest(seeded):
    async with shown(Posed(seeded)) as (_app, pilot):
        await until(pilot, lambda: _seen_at(pilot) == [0])
        await pilot.click("#losses", offset=(0, 7))
        await until(pilot, lambda: 7 in _seen_at(pilot))
        assert "paused" in lines(pilot)[8]
        await pilot.click("#losses", offset=(0, 0))
        await seen(pilot, "following")


async def test_the_strip_is_of_what_the_log_is_narrowed_to(seeded):
    async with shown(Posed(seeded)) as (_app, pilot):
        await until(pilot, lambda: _marks_losses(pilot))
        await pilot.press("slash", *"event:authorized", "enter")
        await until(pilot, lambda: "┃" in strip(pilot))
        assert not _marks_losses(pilot)


async def test_where_the_log_shows_all_there_is_nothing_stands_beside_it(places):
    fill(places, [arrival(at=NOW - MINUTE)], ())
    async with shown(Posed(places)) as (app, pilot):
        await until(pilot, lambda: app.screen._feed.ladder is not None)
        assert strip(pilot).strip() == ""
