"""Alerts on the screen: the banner, acknowledging, the page, planned windows, and calling who doesn't look."""

import pytest
from msgspec.structs import replace

from sa_monitor.model.alert import Alert, Condition, Severity, Status
from sa_monitor.model.channel import ChannelSetting, Means
from sa_monitor.model.instants import HOUR, MINUTE, SECOND
from sa_monitor.model.rulebook import Channel, Rulebook
from sa_monitor.monitor.workplace import Workplace
from sa_monitor.settings.loading import load_settings
from sa_monitor.store.alerts import acknowledge
from sa_monitor.store.annotations import annotate
from sa_monitor.store.dispatch import Dispatch
from sa_monitor.store.reader import Reader
from sa_monitor.ui import monitor_app
from sa_monitor.ui.alarm import Alarm
from sa_monitor.ui.keys import Keys
from sa_monitor.ui.screens import alerts
from tests.ui.alarms import alerts_of, back, hear, held, lost, notice
from tests.ui.stage import NOW, Posed, gone, lines, seen, shown, text, told, until

RED = "✗ LOST"


@pytest.fixture
def stored(seeded):
    return seeded


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


async def test_a_loss_stands_on_three_lines_under_the_status_line(alarmed):
    async with shown(Posed(alarmed)) as (_app, pilot):
        await seen(pilot, RED)
        first, second, third = lines(pilot)[1:4]
    assert "✗ LOST  call-reporting at org org-1" in first
    assert "heard 14:22:00 CET, 2 min ago" in first
    assert "CRITICAL  verified  after 884 d  1 of 2 lost  call Jane Doe +1 555 0100" in second
    assert "a acknowledge   enter what happened   3 all alerts" in third


async def test_where_there_is_room_two_lines_do(alarmed):
    async with shown(Posed(alarmed), (120, 36)) as (_app, pilot):
        await seen(pilot, RED)
        rows = lines(pilot)
    assert "call Jane Doe" in rows[2]
    assert "a acknowledge   enter what happened   3 all alerts" in rows[2]
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


async def test_what_becomes_of_an_alert_while_its_dialog_is_left_ends_nothing(alarmed):
    async with shown(Posed(alarmed)) as (app, pilot):
        await seen(pilot, RED)
        await pilot.press("a")
        await seen(pilot, "It was intended")
        dialog = app.screen
        await pilot.press("escape")
        await gone(pilot, "It was intended")
        dialog.know(replace(dialog.alert, resolved_at=NOW))
        await seen(pilot, RED)


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
    assert len(alerts_of(alarmed)) == 1


async def test_without_an_open_alert_it_says_so(stored):
    async with shown(Posed(stored)) as (_app, pilot):
        await pilot.press("a")
        await seen(pilot, "No alert is open.")


async def test_acknowledged_elsewhere_it_goes_here_too(alarmed):
    async with shown(Posed(alarmed)) as (app, pilot):
        await seen(pilot, RED)
        (alert,) = alerts_of(alarmed)
        acknowledge(alarmed.database, alert.id, by="jane on ops-1", at=NOW, note=None, intended=False)
        app.facts_due.set()
        await gone(pilot, RED)


async def test_authorized_again_it_is_said_for_a_moment(alarmed):
    hear(alarmed, back(at=NOW - 10 * SECOND))
    async with shown(Posed(alarmed)) as (_app, pilot):
        await seen(pilot, "✓ BACK  call-reporting at org org-1, lost for 1 min")


async def test_the_page_shows_what_is_open_taken_on_and_over_with_the_evidence(alarmed):
    hear(alarmed, held(app="app-2", name="room-analytics"), lost(app="app-2", name="room-analytics"))
    (newest, _) = alerts_of(alarmed)
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
    assert alerts_of(alarmed) == []


async def test_a_window_for_everything_is_refused(stored):
    async with shown(Posed(stored)) as (_app, pilot):
        await pilot.press("h", "h", "w")
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


async def test_an_alert_stands_before_all_else_is_read_again(stored, monkeypatch):
    monkeypatch.setattr(monitor_app, "_SHARE", 10_000)
    async with shown(Posed(stored)) as (app, pilot):
        before = app.facts.authorizations
        hear(stored, held(), lost())
        app.facts_due.set()
        await seen(pilot, RED)
        assert app.facts.authorizations is before


# The keys that the banner names


async def test_it_says_that_enter_shows_what_happened_only_where_it_does(alarmed):
    async with shown(Posed(alarmed)) as (_app, pilot):
        await seen(pilot, "a acknowledge   enter what happened   3 all alerts")
        await pilot.press("j")
        await seen(pilot, "a acknowledge   3 what happened, all alerts")
        await pilot.press("k", "tab")
        await seen(pilot, "a acknowledge   3 what happened, all alerts")
        await pilot.press("3")
        await seen(pilot, "a acknowledge   enter what happened")
        assert "all alerts" not in text(pilot)


@pytest.mark.parametrize("key", ["slash", "t", "T", "n", "colon"])
async def test_where_its_key_is_text_it_says_which_key_goes_before(alarmed, key):
    async with shown(Posed(alarmed)) as (_app, pilot):
        await seen(pilot, RED)
        await pilot.press(key)
        await seen(pilot, "esc, then a acknowledges")
        await pilot.press("escape")
        await seen(pilot, "a acknowledge   enter what happened   3 all alerts")
        await pilot.press("a")
        await seen(pilot, "It was intended")


@pytest.mark.parametrize("key", ["question_mark", "q"])
async def test_its_key_works_over_help_and_questions(alarmed, key):
    async with shown(Posed(alarmed), asks=True) as (_app, pilot):
        await seen(pilot, RED)
        await pilot.press(key)
        await seen(pilot, "   a acknowledge ")
        assert RED in text(pilot)
        await pilot.press("a")
        await seen(pilot, "It was intended")


async def test_help_makes_room_for_what_happens_meanwhile(stored):
    async with shown(Posed(stored)) as (app, pilot):
        await pilot.press("question_mark")
        await seen(pilot, "─ Keys ─")
        hear(stored, held(), lost())
        app.facts_due.set()
        await seen(pilot, RED)
        assert "─ Keys ─" in lines(pilot)[4]


async def test_it_names_the_keys_in_force(alarmed):
    keys = Keys({"acknowledge": "A", "alerts": "f7", "open": "O"})
    async with shown(Posed(alarmed), keys=keys) as (_app, pilot):
        await seen(pilot, "A acknowledge   O what happened   F7 all alerts")
        await pilot.press("question_mark", "A")
        await seen(pilot, "It was intended")


async def test_what_is_no_loss_wants_a_look_and_isnt_red(stored):
    notice(stored, Condition.WEBHOOK, name="old pair", what="inactive")
    async with shown(Posed(stored)) as (app, pilot):
        await seen(pilot, '! WEBHOOK  "old pair" inactive')
        assert "✗ WEBHOOK" not in text(pilot)
        alarm = app.screen.get_component_styles("tone--alarm").background
        first = app.screen._compositor.render_strips()[1]
        assert all(part.style is None or part.style.bgcolor != alarm.rich_color for part in first)
        await seen(pilot, "2 3! 4")


# What is in hand


async def test_a_names_the_alert_of_what_the_cursor_is_on(alarmed):
    other = {"app": "app-2", "name": "room-analytics"}
    hear(alarmed, held(**other), lost(at=NOW - MINUTE, **other))
    async with shown(Posed(alarmed)) as (_app, pilot):
        await seen(pilot, "2 Service Apps")
        await pilot.press("a")
        await seen(pilot, "room-analytics at org org-1, lost, heard 14:23:00 CET")
        await pilot.press("escape", "j", "a")
        await seen(pilot, "call-reporting at org org-1, lost, heard 14:22:00 CET")


async def test_w_on_monitor_plans_for_the_organization_under_the_cursor(alarmed):
    async with shown(Posed(alarmed)) as (app, pilot):
        await seen(pilot, RED)
        await pilot.press("w")  # the log stands on the loss
        await seen(pilot, "Planned window")
        assert [app.screen.query_one(f"#{field}").value for field in ("of", "at")] == [
            "call-reporting",
            "org-1",
        ]


async def test_w_beside_a_selected_app_plans_for_the_organization_too(alarmed):
    async with shown(Posed(alarmed)) as (app, pilot):
        await pilot.press("slash", *"org-1,org-2", "enter")
        await seen(pilot, "3 match")
        await pilot.press("h", "h", "j", "l")
        await seen(pilot, "Organizations of call-reporting")
        await pilot.press("w")
        await seen(pilot, "Planned window")
        assert app.screen.query_one("#at").value == "org-1"
        await pilot.press("escape", "h", "w")
        await seen(pilot, "Planned window")
        assert app.screen.query_one("#at").value == ""


@pytest.mark.parametrize("keys", [("enter",), ("slash", *"org-1", "enter", "h", "h", "j", "enter")])
async def test_w_on_details_and_timelines_plans_for_what_they_show(alarmed, keys):
    async with shown(Posed(alarmed)) as (app, pilot):
        await seen(pilot, RED)
        await pilot.press(*keys)
        await until(pilot, lambda: len(app.screen_stack) == 2)
        await pilot.press("w")
        await seen(pilot, "Planned window")
        assert [app.screen.query_one(f"#{field}").value for field in ("of", "at")] == [
            "call-reporting",
            "org-1",
        ]


# Others, meanwhile


async def test_of_what_is_over_the_newest_stand_there_and_it_says_so(alarmed, monkeypatch):
    monkeypatch.setattr(alerts, "RESOLVED_MOST", 1)
    hear(alarmed, back())
    hear(alarmed, lost("org-2"))
    hear(alarmed, back("org-2"))
    async with shown(Posed(alarmed)) as (_app, pilot):
        await pilot.press("3")
        await seen(pilot, "─ 1 over, the newest ─")
        assert "at org org-2" in text(pilot)
        assert "at org org-1" not in text(pilot)


async def test_what_is_over_has_nothing_to_acknowledge(alarmed):
    hear(alarmed, back())
    async with shown(Posed(alarmed)) as (app, pilot):
        await pilot.press("3")
        await seen(pilot, "back after 2 min")
        await pilot.press("a")
        await toasted(pilot, "Back: org org-1 authorized call-reporting at 14:24:00. Lost for 2 min.")
        assert len(app.screen_stack) == 2


async def test_the_page_says_how_it_ended(alarmed):
    hear(alarmed, back())
    async with shown(Posed(alarmed)) as (_app, pilot):
        await pilot.press("3")
        await seen(pilot, "Back: org org-1 authorized call-reporting at 14:24:00. Lost for 2 min.")


async def test_acknowledged_elsewhere_the_open_dialog_says_so_and_the_last_word_counts(alarmed):
    (alert,) = alerts_of(alarmed)
    async with shown(Posed(alarmed)) as (app, pilot):
        await seen(pilot, RED)
        await pilot.press("a")
        await seen(pilot, "It was intended")
        acknowledge(alarmed.database, alert.id, by="bob on ops-2", at=NOW, note="mine", intended=True)
        app.facts_due.set()
        await told(pilot, "bob on ops-2 says that it was intended, now. What you say goes over it.")
        await pilot.press("enter")
        await toasted(pilot, "is on it: call-reporting")
    (alert,) = alerts_of(alarmed, Status.ACKNOWLEDGED)
    assert (alert.intended, alert.note) == (False, "mine")


async def test_a_word_just_before_ones_own_isnt_overwritten_unseen(alarmed):
    (alert,) = alerts_of(alarmed)
    async with shown(Posed(alarmed)) as (app, pilot):
        await seen(pilot, RED)
        await pilot.press("a")
        await seen(pilot, "It was intended")
        app.facts_due.clear()
        acknowledge(alarmed.database, alert.id, by="bob on ops-2", at=NOW, note=None, intended=True)
        await pilot.press("enter")
        await told(pilot, "bob on ops-2 says that it was intended")
        await pilot.press("escape")
        await gone(pilot, "It was intended")
    (alert,) = alerts_of(alarmed, Status.ACKNOWLEDGED)
    assert (alert.acknowledged_by, alert.intended) == ("bob on ops-2", True)


async def test_authorized_again_the_open_dialog_has_nothing_to_ask(alarmed):
    async with shown(Posed(alarmed)) as (app, pilot):
        await seen(pilot, RED)
        await pilot.press("a")
        await seen(pilot, "It was intended")
        hear(alarmed, back())
        app.facts_due.set()
        await told(pilot, "Back: org org-1 authorized call-reporting at 14:24:00. Lost for 2 min.")
        await pilot.press("enter")
        await gone(pilot, "Acknowledge")
    assert alerts_of(alarmed, Status.ACKNOWLEDGED) == []


async def test_what_was_said_before_stands_in_the_dialog(alarmed):
    (alert,) = alerts_of(alarmed)
    acknowledge(alarmed.database, alert.id, by="jane on ops-1", at=NOW, note="planned", intended=True)
    async with shown(Posed(alarmed)) as (app, pilot):
        await pilot.press("3")
        await seen(pilot, "intended, says jane")
        await pilot.press("a")
        await seen(pilot, "(x) It was intended")
        assert app.screen.query_one("#note").value == "planned"


async def test_a_note_of_odd_characters_is_kept_and_shown_harmlessly(alarmed):
    note = "[b]say \u202e\x1b]0;x\x07 'hi'[/b]; $(id) 通知"
    async with shown(Posed(alarmed), (120, 36)) as (app, pilot):
        await seen(pilot, RED)
        await pilot.press("a")
        await seen(pilot, "It was intended")
        app.screen.query_one("#note").value = note
        await pilot.press("enter")
        await gone(pilot, RED)
        await pilot.press("3")
        await seen(pilot, "they say: [b]say")
        await seen(pilot, "$(id) 通知")
        assert not set("\x1b\x07\u202e") & set(text(pilot))
    (alert,) = alerts_of(alarmed, Status.ACKNOWLEDGED)
    assert alert.note == note


# Channels


def fail(places, times, error="HTTP 502"):
    """Let telling the pager fail so often."""
    dispatch = Dispatch.open(places.database)
    for number in range(times):
        at = NOW - 60 * SECOND + number * MINUTE
        errand = dispatch.next("pager", at)
        assert errand is not None
        dispatch.failed(errand, at, error)
    dispatch.close()


@pytest.fixture
def paged(stored):
    """Have a loss that a pager is to be told of."""
    hear(stored, held(), lost(), rulebook=Rulebook(channels=(Channel("pager"),)))
    return stored


async def test_a_dead_channel_is_told_once_and_so_is_that_it_lives(paged):
    fail(paged, 3)
    async with shown(Posed(paged), (120, 36)) as (app, pilot):
        await toasted(
            pilot,
            'Alerts to "pager" haven\'t gone out since 14:22 (HTTP 502). Kept, tried again every minute.',
        )
        dispatch = Dispatch.open(paged.database)
        errand = dispatch.next("pager", NOW + HOUR)
        dispatch.sent(errand, NOW + HOUR)
        dispatch.close()
        app.facts_due.set()
        await toasted(pilot, 'Alerts to "pager" go out again.')


async def test_a_channel_that_failed_once_isnt_called_dead(paged):
    fail(paged, 2)
    async with shown(Posed(paged)) as (app, pilot):
        await seen(pilot, RED)
        assert app.facts.dead_channels == []


async def test_v_on_the_page_tries_every_channel_and_says_how_that_went(alarmed, tmp_path):
    heard = tmp_path / "heard"
    alarmed.config.parent.mkdir(parents=True, exist_ok=True)
    alarmed.config.write_text(
        f'[[channels]]\nname = "team"\ncommand = ["/bin/sh", "-c", "cat > {heard}"]\n'
        '[[channels]]\nname = "pager"\ncommand = ["/bin/sh", "-c", "echo no such pager >&2; exit 3"]\n'
        '[[channels]]\nname = "ring"\nterminal = "bell"\n'
    )
    tools = Workplace(load_settings({}, {}, alarmed.config), alarmed, {})
    async with shown(Posed(alarmed), workplace=tools) as (_app, pilot):
        await pilot.press("3")
        await seen(pilot, "rule: any unexpected loss")
        await pilot.press("v")
        await seen(pilot, "Trial of 3 channels")
        await seen(pilot, "✓ team: told in")
        await seen(pilot, "✗ pager: exit code 3: no such pager")
        await seen(pilot, "? ring: the bell of this terminal was rung")
        assert '"about":"test"' in heard.read_text()
        heard.unlink()
        await seen(pilot, "v again")
        await pilot.press("v")
        await until(pilot, heard.exists)
        await seen(pilot, "v again")
        await pilot.press("enter")
        await gone(pilot, "Trial of 3 channels")


async def test_without_channels_v_says_where_they_are_written(alarmed):
    async with shown(Posed(alarmed)) as (_app, pilot):
        await pilot.press("3")
        await seen(pilot, "rule: any unexpected loss")
        await pilot.press("v")
        await told(pilot, "No channel is configured: write [[channels]] in config.toml;")
        await pilot.press("enter")
        await gone(pilot, "No channel is configured")


async def test_the_page_says_how_telling_a_channel_goes(paged):
    fail(paged, 2)
    async with shown(Posed(paged), (120, 36)) as (_app, pilot):
        await pilot.press("3")
        await seen(pilot, "told: pager ✗")
        await seen(pilot, "✗ pager: HTTP 502 at 14:24:00, third try in 2 s")


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


def test_several_that_rise_together_are_one_notice_of_the_desktop():
    desktop = ChannelSetting(name="desktop", means=Means.DESKTOP)
    terminal = Terminal(desktop)
    terminal.alarm.tell([an_alert(1), an_alert(2, Severity.CRITICAL), an_alert(3, Severity.NOTICE)])
    assert terminal.written[0] == "\x1b]9;sa-monitor: 2 ALERTS (critical)\x07"


def test_a_terminal_that_takes_the_other_notice_gets_that():
    desktop = ChannelSetting(name="desktop", means=Means.DESKTOP)
    terminal = Terminal(desktop, environ={"TERM": "foot"})
    terminal.alarm.tell([an_alert(1)])
    assert terminal.written[0] == "\x1b]777;notify;sa-monitor;LOST (warning)\x07"


def test_inside_tmux_a_notice_is_wrapped_so_that_it_can_go_through():
    desktop = ChannelSetting(name="desktop", means=Means.DESKTOP)
    terminal = Terminal(desktop, environ={"TERM": "tmux-256color", "TMUX": "/tmp/tmux-0/default,1,0"})
    terminal.alarm.tell([an_alert(1)])
    assert terminal.written[0] == "\x1bPtmux;\x1b\x1b]9;sa-monitor: LOST (warning)\x07\x1b\\"
