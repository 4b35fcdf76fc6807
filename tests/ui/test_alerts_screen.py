"""Alerts on the screen: the banner, acknowledging, the page, planned windows, and calling who doesn't look."""

import pytest

from sa_monitor.model.alert import Alert, Condition, Severity
from sa_monitor.model.channel import ChannelSetting, Means
from sa_monitor.model.instants import HOUR, MINUTE, SECOND
from sa_monitor.model.listening import Beat, Ending
from sa_monitor.store.alerts import acknowledge
from sa_monitor.store.annotations import annotate
from sa_monitor.store.keeper import Keeper
from sa_monitor.store.reader import Reader
from sa_monitor.ui.alarm import Alarm
from tests.store.conftest import arrival
from tests.ui.stage import NOW, Posed, fill, gone, lines, seen, shown, story, text, told, until

AUTHORIZED = {"authorizationDate": "2024-06-12T14:19:52.000Z"}
RED = "✗ LOST"


@pytest.fixture
def stored(places):
    fill(places, story())
    return places


def hear(places, *arrivals):
    """Keep deliveries as a listener does, rules and all."""
    keeper = Keeper(places.database, lambda: Beat(NOW, NOW, NOW))
    keeper.open()
    keeper.append(arrivals)
    while keeper.project(64):
        pass
    keeper.close(Ending.STOPPED)


def lost(org="org-1", at=NOW - 2 * MINUTE, app="app-1", name="call-reporting"):
    return arrival(event="deauthorized", app=app, org=org, at=at, friendlyId=name, **AUTHORIZED)


def held(org="org-1", app="app-1", name="call-reporting"):
    return arrival(app=app, org=org, at=NOW - 5 * HOUR, friendlyId=name, **AUTHORIZED)


@pytest.fixture
def alarmed(stored):
    """Have one critical Service App of two organizations lost at one of them."""
    hear(stored, held(), held("org-2"))
    annotate(stored.database, "app-1", critical=True, owner="Jane Doe +1 555 0100", note="runbook CDR-7")
    hear(stored, lost())
    return stored


async def toasted(pilot, words):
    """Wait until this was said for a moment."""
    await until(pilot, lambda: any(words in said.message for said in pilot.app._notifications))


def open_alerts(places):
    with Reader.open(places.database) as reader:
        return [alert for alert in reader.alerts() if alert.status == "open"]


async def test_a_loss_stands_on_three_lines_under_the_status_line(alarmed):
    async with shown(Posed(alarmed)) as (_app, pilot):
        await seen(pilot, RED)
        first, second, third = lines(pilot)[1:4]
    assert "✗ LOST  call-reporting at org org-1" in first
    assert "heard 14:22:00 CET, 2 min ago" in first
    assert "CRITICAL  verified  after 884 d  1 of 2 lost  call Jane Doe +1 555 0100" in second
    assert "a acknowledge   3 all alerts" in third


async def test_where_there_is_room_two_lines_do(alarmed):
    async with shown(Posed(alarmed), (120, 36)) as (_app, pilot):
        await seen(pilot, RED)
        rows = lines(pilot)
    assert "call Jane Doe" in rows[2]
    assert "a acknowledge   3 all alerts" in rows[2]
    assert "Service Apps" in rows[3]


@pytest.mark.parametrize("key", ["2", "4", "5", "6", "n"])
async def test_it_stands_on_every_page_and_over_forms(alarmed, key):
    async with shown(Posed(alarmed)) as (app, pilot):
        await seen(pilot, RED)
        await pilot.press(key)
        await seen(pilot, RED)
        assert len(app.screen_stack) == 2


async def test_a_query_hides_it_from_nobody(alarmed):
    async with shown(Posed(alarmed)) as (_app, pilot):
        await pilot.press("slash", *"room-analytics", "enter")
        await seen(pilot, "room-analytics")
        await seen(pilot, RED)


async def test_several_are_summed_up(alarmed):
    hear(alarmed, held(app="app-2", name="room-analytics"), lost(app="app-2", name="room-analytics"))
    async with shown(Posed(alarmed)) as (_app, pilot):
        await seen(pilot, "✗ LOST  2 Service Apps at 2 organizations")


async def test_a_wave_tells_how_many_of_how_many(stored):
    hear(stored, *(held(f"org-{n}") for n in range(12)))
    hear(stored, *(lost(f"org-{n}", at=NOW - 6 * MINUTE + n * 20 * SECOND) for n in range(11)))
    async with shown(Posed(stored)) as (_app, pilot):
        await seen(pilot, "✗ WAVE  call-reporting lost 11 of 12 organizations in 3 min")
        await pilot.press("a")
        await seen(pilot, "call-reporting lost 11 organizations in 3 min, wave")


async def test_taken_on_the_banner_goes_and_it_stays_lost(alarmed):
    async with shown(Posed(alarmed)) as (_app, pilot):
        await seen(pilot, RED)
        await pilot.press("a")
        await seen(pilot, "call-reporting at org org-1, lost, heard 14:22:00")
        await pilot.press("tab", *"calling them", "enter")
        await toasted(pilot, "is on it: call-reporting at org org-1. Stays lost until authorized again.")
        await gone(pilot, RED)
        await seen(pilot, "lost")
    with Reader.open(alarmed.database) as reader:
        (alert,) = reader.alerts()
    assert (alert.status, alert.intended, alert.note) == ("acknowledged", False, "calling them")


async def test_intended_it_is_listed_as_ended(alarmed):
    async with shown(Posed(alarmed)) as (_app, pilot):
        await seen(pilot, RED)
        await pilot.press("a")
        await seen(pilot, "It was intended")
        await pilot.press("down", "enter")
        await gone(pilot, RED)
    with Reader.open(alarmed.database) as reader:
        standing = next(s for s in reader.authorizations() if s.app_id == "app-1" and s.org_id == "org-1")
    assert (standing.expected, standing.lost) == (True, False)


async def test_escape_acknowledges_nothing(alarmed):
    async with shown(Posed(alarmed)) as (_app, pilot):
        await seen(pilot, RED)
        await pilot.press("a")
        await seen(pilot, "Acknowledge")
        await pilot.press("escape")
        await gone(pilot, "It was intended")
    assert len(open_alerts(alarmed)) == 1


async def test_without_an_open_alert_it_says_so(stored):
    async with shown(Posed(stored)) as (_app, pilot):
        await pilot.press("a")
        await seen(pilot, "No alert is open.")


async def test_acknowledged_elsewhere_it_goes_here_too(alarmed):
    async with shown(Posed(alarmed)) as (app, pilot):
        await seen(pilot, RED)
        (alert,) = open_alerts(alarmed)
        acknowledge(alarmed.database, alert.id, by="jane on ops-1", at=NOW, note=None, intended=False)
        app.facts_due.set()
        await gone(pilot, RED)


async def test_authorized_again_it_is_said_for_a_moment(alarmed):
    hear(
        alarmed,
        arrival(at=NOW - 10 * SECOND, friendlyId="call-reporting", authorizationDate="2026-11-14T13:23:50Z"),
    )
    async with shown(Posed(alarmed)) as (_app, pilot):
        await seen(pilot, "✓ BACK  call-reporting at org org-1, lost for 1 min")


async def test_the_page_shows_what_is_open_taken_on_and_over_with_the_evidence(alarmed):
    hear(alarmed, held(app="app-2", name="room-analytics"), lost(app="app-2", name="room-analytics"))
    (newest, _) = open_alerts(alarmed)
    acknowledge(
        alarmed.database, newest.id, by="jane on ops-1", at=NOW - MINUTE, note="on the phone", intended=False
    )
    async with shown(Posed(alarmed), (120, 36)) as (_app, pilot):
        await pilot.press("3")
        await seen(pilot, "Alerts ─ 1 open ─ 1 taken on")
        await seen(pilot, "owner Jane Doe +1 555 0100")
        await seen(pilot, "rule: any unexpected loss (built in)")
        await seen(pilot, "lost: spark:kms, meeting:admin_schedule_write")
        assert "CRITICAL" in text(pilot)
        await pilot.press("j")
        await seen(pilot, "jane on ops-1 is on it, 1 min ago")
        await seen(pilot, "they say: on the phone")


async def test_enter_on_the_page_shows_the_event_whole(alarmed):
    async with shown(Posed(alarmed)) as (_app, pilot):
        await pilot.press("3")
        await seen(pilot, "rule: any unexpected loss")
        await pilot.press("enter")
        await seen(pilot, "is no longer authorized by")


async def test_without_alerts_the_page_says_what_would_stand_there(stored):
    async with shown(Posed(stored)) as (_app, pilot):
        await pilot.press("3")
        await seen(pilot, "No alert in the last 30 days.")
        await told(pilot, "stands here until somebody has acknowledged it.")


async def test_a_window_is_planned_for_what_is_under_the_cursor(alarmed):
    async with shown(Posed(alarmed)) as (_app, pilot):
        await pilot.press("3")
        await seen(pilot, "rule: any unexpected loss")
        await pilot.press("w")
        await seen(pilot, "Planned window")
        await pilot.press("enter")
        await toasted(pilot, "Planned: a loss of call-reporting at org-1 is expected until")
    with Reader.open(alarmed.database) as reader:
        (window,) = reader.expectations(until_after=0)
    assert (window.app, window.org, window.until - window.since) == ("call-reporting", "org-1", 2 * HOUR)


async def test_a_name_with_a_star_widens_no_window(stored):
    hear(stored, lost(name="call-*"))
    async with shown(Posed(stored)) as (_app, pilot):
        await pilot.press("3")
        await seen(pilot, "rule: any unexpected loss")
        await pilot.press("w")
        await seen(pilot, "Planned window")
        await pilot.press("enter")
        await toasted(pilot, "Planned: a loss of app-1 at org-1")
    with Reader.open(stored.database) as reader:
        (window,) = reader.expectations(until_after=0)
    assert window.app == "app-1"


async def test_a_pressed_twice_asks_once_and_loses_no_answer(alarmed):
    async with shown(Posed(alarmed)) as (app, pilot):
        await seen(pilot, RED)
        await pilot.press("a", "a")
        await seen(pilot, "It was intended")
        assert len(app.screen_stack) == 2
        await pilot.press("enter")
        await gone(pilot, RED)
    assert open_alerts(alarmed) == []


async def test_a_window_for_everything_is_refused(stored):
    async with shown(Posed(stored)) as (_app, pilot):
        await pilot.press("w")
        await seen(pilot, "Planned window")
        await pilot.press("enter")
        await seen(pilot, "That would expect every loss")


async def test_hostile_names_are_shown_and_do_nothing(stored):
    hear(stored, lost(name="[red]\x1b]0;x\x07\u202eevil\n"))
    async with shown(Posed(stored)) as (_app, pilot):
        await seen(pilot, RED)
        shown_text = text(pilot)
        await pilot.press("a")
        await seen(pilot, "It was intended")
        await pilot.press("escape", "3")
        await seen(pilot, "rule: any")
        assert not set("\x1b\x07\u202e") & set(shown_text + text(pilot))
        assert "[red]" in text(pilot)
        await pilot.press("w")
        await seen(pilot, "Planned window")
        assert not set("\x1b\x07\u202e") & set(text(pilot))


def an_alert(number, severity=Severity.WARNING, lost=1):
    return Alert(
        id=number, rule="lost", what=Condition.LOSS, severity=severity, raised_at=0, last_at=0, lost=lost
    )


class Terminal:
    def __init__(self, *channels, environ=None):
        self.rung, self.written = 0, []
        self.alarm = Alarm("sa-monitor", self.ring, self.written.append, channels, environ or {})

    def ring(self):
        self.rung += 1


def test_one_bell_for_each_new_alert_and_the_title_tells_how_much_is_lost():
    terminal = Terminal()
    terminal.alarm.tell([an_alert(1)])
    terminal.alarm.tell([an_alert(1)])
    assert (terminal.rung, terminal.written) == (1, ["\x1b]2;1 LOST - sa-monitor\x07"])
    terminal.alarm.tell([an_alert(2, lost=11), an_alert(1)])
    assert (terminal.rung, terminal.written[-1]) == (2, "\x1b]2;12 LOST - sa-monitor\x07")
    terminal.alarm.tell([])
    assert terminal.written[-1] == "\x1b]2;sa-monitor\x07"


def test_bell_and_desktop_have_a_least_severity_each():
    bell = ChannelSetting(name="bell", means=Means.BELL, min_severity=Severity.CRITICAL)
    desktop = ChannelSetting(name="desktop", means=Means.DESKTOP, min_severity=Severity.WARNING)
    terminal = Terminal(bell, desktop)
    terminal.alarm.tell([an_alert(1)])
    assert terminal.rung == 0
    assert terminal.written[0] == "\x1b]9;sa-monitor: LOST (warning)\x07"
    terminal.alarm.tell([an_alert(2, Severity.CRITICAL)])
    assert terminal.rung == 1


def test_a_terminal_that_takes_the_other_notice_gets_that():
    desktop = ChannelSetting(name="desktop", means=Means.DESKTOP)
    terminal = Terminal(desktop, environ={"TERM": "foot"})
    terminal.alarm.tell([an_alert(1)])
    assert terminal.written[0] == "\x1b]777;notify;sa-monitor;LOST (warning)\x07"
