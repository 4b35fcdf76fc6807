"""The page of checks and of the program's messages, by keyboard alone."""

import logging

import pytest

from sa_monitor.model.checkup import Grade
from sa_monitor.model.message import Message
from sa_monitor.monitor.clocks import wall_clock
from sa_monitor.monitor.messages import Messages
from sa_monitor.monitor.workplace import Workplace
from sa_monitor.settings.credentials import CredentialsFile
from sa_monitor.settings.schema import Settings
from sa_monitor.simulator.server import Simulator
from tests.ui.checkup import Examined
from tests.ui.faces import NOBODY
from tests.ui.stage import LISTENING, NOW, Posed, gone, lines, seen, shown, text, until
from tests.ui.watched import UNREACHABLE, watched
from tests.ui.webhook_stage import HERE, TOKEN, make, workplace


@pytest.fixture
def bare(seeded):
    """Give a workplace with neither token nor public URL, where nobody listens."""
    return Workplace(Settings(port=0), seeded, {})


async def examined(pilot):
    await pilot.press("6")
    await seen(pilot, "checked ")


def row(pilot, name):
    return next(line for line in lines(pilot)[2:] if line[3:].startswith(name))


async def test_each_check_has_a_line_with_its_sign_and_what_is_so(seeded, bare):
    async with shown(Posed(seeded), (200, 60), workplace=bare) as (_app, pilot):
        await examined(pilot)
        assert row(pilot, "store")[1] == "✓"
        assert "can be written" in row(pilot, "store")
        assert row(pilot, "listener").startswith(" ! listener     Nobody listens.")
        assert row(pilot, "token").startswith(" ! token        None. Needed to create and check webhooks")
        assert row(pilot, "public URL").startswith(" ! public URL   None. Webex reaches public https")
        assert "to look at" in lines(pilot)[1]


async def test_it_is_the_same_with_a_webex_that_answers(seeded):
    with Simulator(seed=7, token=TOKEN, rate=0) as simulator:
        make(simulator, "old pair", targetUrl="https://old.example.net/webhook")
        async with shown(Posed(seeded), (120, 36), workplace=workplace(seeded, simulator)) as (_app, pilot):
            await examined(pilot)
            assert row(pilot, "token").startswith(" ✓ token        Token of Jane Doe")
            assert row(pilot, "clock").startswith(" ✓ clock        It agrees with Webex's.")
            assert HERE in row(pilot, "public URL")


async def test_the_one_under_the_cursor_is_told_whole_with_what_to_do_and_what_enter_does(seeded, bare):
    async with shown(Posed(seeded), workplace=bare) as (_app, pilot):
        await examined(pilot)
        await to(pilot, "listener")
        await seen(pilot, 'Start "sa-monitor", or "sa-monitor listen" as a service.')
        await seen(pilot, "enter  Listen here: nobody listens, or listening failed")


async def to(pilot, name):
    """Put the cursor on a check."""
    await pilot.press("g")
    for _ in range(20):
        if row(pilot, name).startswith(">"):
            return
        await pilot.press("j")
    raise AssertionError(name)


async def test_enter_opens_what_helps_and_what_it_changed_is_checked_again(seeded, bare):
    async with shown(Posed(seeded), workplace=bare) as (_app, pilot):
        await examined(pilot)
        await to(pilot, "token")
        await pilot.press("enter")
        await seen(pilot, "Webex token")
        CredentialsFile(seeded.credentials, wall_clock).add_secret("w", "made-meanwhile-made-meanwhile")
        await pilot.press("escape")
        await seen(pilot, "✓ credentials  1 signing secret known")


async def test_r_checks_again_and_the_cursor_stays(seeded, bare):
    async with shown(Posed(seeded), workplace=bare) as (_app, pilot):
        await examined(pilot)
        assert row(pilot, "credentials")[1] == "!" or row(pilot, "credentials").startswith(">!")
        await to(pilot, "token")
        CredentialsFile(seeded.credentials, wall_clock).add_secret("w", "made-meanwhile-made-meanwhile")
        await pilot.press("r")
        await seen(pilot, "✓ credentials  1 signing secret known")
        await seen(pilot, "checked ")
        assert row(pilot, "token").startswith(">")


async def test_enter_says_the_advice_where_nothing_here_helps(seeded):
    async with shown(Posed(seeded), (120, 36), workplace=Examined(seeded)) as (_app, pilot):
        await examined(pilot)
        await to(pilot, "disk")
        await pilot.press("enter")
        await seen(pilot, "▌ Free some space.")


async def test_enter_on_a_finding_of_webhooks_goes_to_their_page(seeded):
    async with shown(Posed(seeded), workplace=Examined(seeded)) as (app, pilot):
        await examined(pilot)
        await to(pilot, "webhooks")
        await pilot.press("enter")
        await until(pilot, lambda: getattr(app.screen, "PAGE", None) == "webhooks")


@pytest.mark.parametrize("key", ["escape", "q"])
async def test_it_is_left_for_monitor(seeded, key):
    async with shown(Posed(seeded), workplace=Examined(seeded)) as (_app, pilot):
        await examined(pilot)
        await pilot.press(key)
        await seen(pilot, "Service Apps")


async def test_what_stood_for_a_moment_is_kept_below_the_newest_first(seeded):
    async with shown(Posed(seeded), (120, 36), workplace=Examined(seeded)) as (_app, pilot):
        await pilot.press("ctrl+c")
        await seen(pilot, "▌ ctrl+c doesn't quit. q does.")
        await pilot.press("r")
        await examined(pilot)
        at = next(number for number, line in enumerate(lines(pilot)) if line.startswith("─ Messages ─ 2"))
        assert lines(pilot)[at + 1].startswith(" 14:24:00   Only the sa-monitor that listens asks Webex.")
        assert lines(pilot)[at + 2].startswith(" 14:24:00   ctrl+c doesn't quit. q does.")


async def test_what_stood_on_every_page_is_kept_too(seeded):
    watch = Posed(seeded)
    async with shown(watch, (120, 36), workplace=Examined(seeded)) as (_app, pilot):
        watch.posed = NOBODY
        watched(seeded)
        await seen(pilot, "NOBODY LISTENS")
        watch.posed = LISTENING
        await examined(pilot)
        await seen(pilot, "14:24:00 ! Nobody listens since 14:23. What Webex sends is lost. L listens here.")


async def test_lines_of_the_log_come_while_it_is_open_and_are_clean(seeded):
    tools = Examined(seeded)
    with tools.messages.of_the_log():
        async with shown(Posed(seeded), (120, 36), workplace=tools) as (_app, pilot):
            await examined(pilot)
            logging.getLogger("sa_monitor.listener").error("from \x1b[31m%s", "outside\r\nand on")
            await seen(pilot, "✗ from [31moutside and on")


async def test_tab_goes_to_the_messages_and_back(seeded):
    tools = Examined(seeded)
    for number in range(60):
        tools.messages.tell(Message(NOW, f"message {number}"))
    async with shown(Posed(seeded), workplace=tools) as (_app, pilot):
        await examined(pilot)
        await pilot.press("tab", "G")
        await seen(pilot, ">14:24:00   message 0")
        await pilot.press("tab", "G")
        await seen(pilot, ">✗ webhooks")


async def test_a_page_that_wants_a_look_is_marked(seeded):
    watched(seeded, UNREACHABLE)
    async with shown(Posed(seeded), (120, 36)) as (_app, pilot):
        await seen(pilot, "6!")


async def test_nothing_is_marked_while_all_is_in_order(seeded):
    watched(seeded)
    async with shown(Posed(seeded), (120, 36)) as (_app, pilot):
        await seen(pilot, "✓ reachable")
        await gone(pilot, "6!")
        assert "2!" not in text(pilot)


def test_the_newest_two_hundred_are_kept():
    messages = Messages()
    for number in range(1000):
        messages.tell(Message(number, f"message {number}"))
    assert [message.at for message in messages.newest] == list(range(999, 799, -1))


def test_what_is_told_again_and_again_is_kept_once_with_its_last_time():
    messages = Messages()
    for at in (1, 2, 3):
        messages.tell(Message(at, "the same"))
    messages.tell(Message(4, "the same", Grade.WARN))
    assert [message.at for message in messages.newest] == [4, 3]


def test_the_trace_of_a_mistake_stays_in_the_file():
    messages, log = Messages(), logging.getLogger("sa_monitor.test")
    with messages.of_the_log():
        log.error("it went wrong", exc_info=ValueError("the-secret"))
    log.error("nobody keeps this")
    assert [message.words for message in messages.newest] == [
        "it went wrong: ValueError, the log has the rest"
    ]
