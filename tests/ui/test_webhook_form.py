"""Writing a webhook, by keyboard, against a simulated Webex over HTTP."""

import pytest

from sa_monitor.model.health import Checks
from sa_monitor.model.reach import Probe, Reached
from sa_monitor.monitor.clocks import wall_clock
from sa_monitor.settings.credentials import CredentialsFile
from sa_monitor.simulator.server import Simulator
from sa_monitor.store.health import keep_checks
from tests.simulated import spoil
from tests.ui.stage import NOW, Posed, gone, lines, seen, shown, text, told, until
from tests.ui.webhook_stage import HERE, TOKEN, at_webex, opened, workplace, write


@pytest.fixture
def simulator():
    with Simulator(seed=7, token=TOKEN, rate=0) as simulator:
        yield simulator


def secrets(places):
    return CredentialsFile(places.credentials, wall_clock).read().secrets


async def test_the_proposal_alone_makes_a_pair_that_points_here(places, simulator):
    async with shown(Posed(places), workplace=workplace(places, simulator)) as (_app, pilot):
        await opened(pilot)
        await pilot.press("ctrl+s")
        await told(pilot, "✓ authorized created")
        await told(pilot, "✓ deauthorized created")
        await told(pilot, "Created 2 webhooks. Both secrets are known here.")
        made = at_webex(simulator)
        assert [(webhook["event"], webhook["targetUrl"]) for webhook in made] == [
            ("authorized", HERE),
            ("deauthorized", HERE),
        ]
        assert len({secret.value for secret in secrets(places)}) == 2
        await pilot.press("enter")
        await gone(pilot, "New webhook")


async def test_enter_goes_from_field_to_field_and_the_last_one_creates(places, simulator):
    async with shown(Posed(places), workplace=workplace(places, simulator)) as (_app, pilot):
        await opened(pilot)
        await write(pilot, "only gains")
        await pilot.press("enter", "enter", "right", "enter")
        await write(pilot, "an-app")
        await pilot.press("enter", "enter")
        await write(pilot, "one.example")
        await pilot.press("enter", "enter", "enter", "enter")
        await told(pilot, "Created 1 webhook. Its secret is known here.")
        (made,) = at_webex(simulator)
        assert (made["name"], made["event"]) == ("only gains", "authorized")
        assert made["filter"] == "id=an-app&trainSiteNames=one.example"


async def test_a_mistake_stands_under_its_field_after_a_pause_and_nothing_is_sent(places, simulator):
    async with shown(Posed(places), workplace=workplace(places, simulator)) as (_app, pilot):
        await opened(pilot)
        await pilot.press("end", "ctrl+u", "enter")
        await write(pilot, "abc")
        await seen(pilot, "✗ This is needed.")
        await seen(pilot, "✗ That is no URL such as https://hooks.example.com/webhook.")
        shows = lines(pilot)
        assert shows.index(next(row for row in shows if "This is needed" in row)) == 3
        await pilot.press("ctrl+s")
        await until(pilot, lambda: pilot.app.screen.focused is pilot.app.screen.query("Input").first())
        assert at_webex(simulator) == []


async def test_an_ampersand_in_a_filter_is_refused_where_it_stands(places, simulator):
    async with shown(Posed(places), workplace=workplace(places, simulator)) as (_app, pilot):
        await opened(pilot)
        await pilot.press("enter", "enter", "enter", "enter", *"R&D")
        await seen(pilot, 'It can\'t hold "&": Webex joins filters with it.')
        await pilot.press("ctrl+s")
        assert at_webex(simulator) == []


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("http://127.0.0.1:8787/webhook", "That is this computer itself: Webex can't reach it"),
        ("https://10.0.0.7/webhook", "That address is in a private network: Webex can't reach it"),
        ("http://hooks.example.com/x", "Webex posts to https addresses. This one is http."),
    ],
)
async def test_a_target_that_webex_cant_reach_is_a_warning_that_says_why(places, simulator, target, words):
    async with shown(Posed(places), workplace=workplace(places, simulator)) as (_app, pilot):
        await opened(pilot)
        await pilot.press("enter")
        await write(pilot, target)
        await told(pilot, words)
        await pilot.press("ctrl+s")
        await told(pilot, "Created 2 webhooks.")


async def test_an_untouched_form_closes_at_once_and_a_touched_one_asks(places, simulator):
    async with shown(Posed(places), workplace=workplace(places, simulator)) as (_app, pilot):
        await opened(pilot)
        await pilot.press("escape")
        await gone(pilot, "New webhook")
        await opened(pilot)
        await pilot.press("x", "escape")
        await seen(pilot, "Discard this webhook?")
        await pilot.press("enter")
        await gone(pilot, "Discard this webhook?")
        await seen(pilot, "New webhook")
        await pilot.press("escape")
        await seen(pilot, "Discard this webhook?")
        await pilot.press("tab", "enter")
        await gone(pilot, "New webhook")
        assert at_webex(simulator) == []


async def test_a_refusal_is_told_with_its_tracking_id_and_the_form_keeps_what_was_typed(places, simulator):
    async with shown(Posed(places), workplace=workplace(places, simulator)) as (_app, pilot):
        await opened(pilot)
        await write(pilot, "mine")
        spoil(simulator, "403", after=1)
        await pilot.press("ctrl+s")
        await told(pilot, "✗ authorized refused:")
        await told(pilot, "application:webhooks_write")
        assert "racking id" in text(pilot)
        await told(pilot, "- deauthorized not sent")
        await pilot.press("escape")
        await gone(pilot, "not sent")
        await seen(pilot, "[mine")
        assert at_webex(simulator) == []


async def test_a_webex_that_asks_to_wait_is_waited_for_and_that_is_said(places, simulator):
    async with shown(Posed(places), workplace=workplace(places, simulator)) as (_app, pilot):
        await opened(pilot)
        spoil(simulator, "429", after=1)
        await pilot.press("ctrl+s")
        await told(pilot, "Webex asks to wait 1 s (429). Trying again by itself.")
        await told(pilot, "Created 2 webhooks.")
        assert len(at_webex(simulator)) == 2


async def test_a_lost_answer_is_looked_for_in_the_list_and_nothing_is_created_twice(places, simulator):
    async with shown(Posed(places), workplace=workplace(places, simulator)) as (_app, pilot):
        await opened(pilot)
        spoil(simulator, "drop-after", after=1)
        await pilot.press("ctrl+s")
        await told(pilot, "✓ authorized created, though its answer was lost")
        await told(pilot, "Created 2 webhooks.")
        assert len(at_webex(simulator)) == 2


async def test_a_probed_target_is_said_to_reach_this(places, simulator):
    probe = Probe(HERE, NOW, Reached(84))
    keep_checks(places.database, Checks(target=HERE, owner="Jane Doe", probe=probe, reached_at=NOW))
    async with shown(Posed(places), workplace=workplace(places, simulator)) as (_app, pilot):
        await opened(pilot)
        await seen(pilot, "✓ reaches this")
        await pilot.press("enter")
        await write(pilot, "https://elsewhere.example/webhook")
        await gone(pilot, "✓ reaches this")


class TestHalfDone:
    @pytest.fixture
    async def pilot(self, places, simulator):
        async with shown(Posed(places), workplace=workplace(places, simulator)) as (_app, pilot):
            await opened(pilot)
            spoil(simulator, "403", after=2)
            await pilot.press("ctrl+s")
            await told(pilot, "✓ authorized created")
            await told(pilot, "✗ deauthorized refused:")
            await told(pilot, "One of two exists. Losses aren't watched.")
            yield pilot

    async def test_enter_tries_the_second_again(self, pilot, simulator):
        await pilot.press("enter")
        await told(pilot, "✓ deauthorized created")
        assert [webhook["event"] for webhook in at_webex(simulator)] == ["authorized", "deauthorized"]

    async def test_x_deletes_the_first(self, pilot, simulator):
        await pilot.press("x")
        await told(pilot, "deleted")
        assert at_webex(simulator) == []
        await pilot.press("enter")
        await seen(pilot, "New webhook")

    async def test_esc_leaves_it_so(self, pilot, simulator):
        await pilot.press("escape")
        await gone(pilot, "New webhook")
        assert [webhook["event"] for webhook in at_webex(simulator)] == ["authorized"]


async def test_what_exists_already_is_not_created_again_and_the_form_stays(places, simulator):
    async with shown(Posed(places), workplace=workplace(places, simulator)) as (_app, pilot):
        await opened(pilot)
        await pilot.press("ctrl+s")
        await told(pilot, "Created 2 webhooks.")
        await pilot.press("enter")
        await gone(pilot, "New webhook")
        await opened(pilot)
        await pilot.press("ctrl+s")
        await told(pilot, '"sa-monitor" has this event, filter and target already. Nothing was created.')
        await pilot.press("enter")
        await gone(pilot, "Nothing was created.")
        await seen(pilot, "New webhook")
        assert len(at_webex(simulator)) == 2


async def test_a_typed_secret_is_sent_and_never_shown(places, simulator):
    secret = "hunter2-hunter2-hunter2"
    async with shown(Posed(places), workplace=workplace(places, simulator)) as (app, pilot):
        await opened(pilot)
        for _ in range(7):
            await pilot.press("enter")
        await pilot.press("right", "enter", *secret)
        await seen(pilot, f"{len(secret)} characters")
        await pilot.press("ctrl+o")
        await seen(pilot, "(not shown)")
        assert secret not in text(pilot) + app.export_screenshot()
        await pilot.press("ctrl+s")
        await told(pilot, "Created 2 webhooks.")
        assert secret not in text(pilot)
        assert {kept.value for kept in secrets(places)} == {secret}


async def test_a_secret_that_is_to_be_typed_must_be(places, simulator):
    async with shown(Posed(places), workplace=workplace(places, simulator)) as (_app, pilot):
        await opened(pilot)
        for _ in range(7):
            await pilot.press("enter")
        await pilot.press("right", "ctrl+s")
        await seen(pilot, "This is needed.")
        assert at_webex(simulator) == []


async def test_read_only_says_why_and_opens_nothing(places, simulator):
    tools = workplace(places, simulator, read_only=True)
    async with shown(Posed(places), workplace=tools) as (_app, pilot):
        await pilot.press("n")
        await seen(pilot, "Nothing is changed at Webex: --read-only")
        assert "New webhook" not in text(pilot)


async def test_without_a_token_it_says_so_and_what_helps(places, simulator):
    tools = workplace(places, simulator)
    tools.environ = {}
    async with shown(Posed(places), workplace=tools) as (_app, pilot):
        await pilot.press("n")
        await seen(pilot, "no token")
        await pilot.press("ctrl+s")
        await told(pilot, "No Webex token is set.")


class TestWithHistory:
    async def test_the_stored_events_that_it_would_have_reported_are_counted_live(self, seeded, simulator):
        async with shown(Posed(seeded), workplace=workplace(seeded, simulator)) as (_app, pilot):
            await opened(pilot)
            await told(pilot, "would have matched 764 of 764 stored events: 12 apps, 40 organizations")
            await pilot.press("enter", "enter", "enter", "enter", *"call-reporting")
            await told(pilot, "of 764 stored events: 1 app,")
            await pilot.press("x")
            await told(pilot, "! would have matched 0 of 764 stored events")

    async def test_down_suggests_apps_by_name_and_takes_the_id(self, seeded, simulator):
        async with shown(Posed(seeded), workplace=workplace(seeded, simulator)) as (app, pilot):
            await opened(pilot)
            await pilot.press("enter", "enter", "enter", *"call-rep", "down")
            await seen(pilot, "call-reporting  ")
            await pilot.press("enter")
            await until(pilot, lambda: app.focused.value.startswith("Y2lzY29zcGFyazovL3VzL0FQUExJQ0FUSU9O"))
            await seen(pilot, "]  call-reporting")
            await pilot.press("enter", *"x")
            await seen(pilot, "! not needed beside the id")

    async def test_esc_closes_the_suggestions_before_it_leaves(self, seeded, simulator):
        async with shown(Posed(seeded), workplace=workplace(seeded, simulator)) as (_app, pilot):
            await opened(pilot)
            await pilot.press("enter", "enter", "enter", "down")
            await seen(pilot, "license-optimizer")
            await pilot.press("escape")
            await gone(pilot, "license-optimizer")
            await seen(pilot, "New webhook")

    async def test_the_selected_service_app_is_proposed(self, seeded, simulator):
        async with shown(Posed(seeded), workplace=workplace(seeded, simulator)) as (_app, pilot):
            await pilot.press("h", "h", "j", "j")
            await seen(pilot, "Organizations of call-reporting")
            await opened(pilot)
            await seen(pilot, "[call-reporting")
            await told(pilot, "Only for app call-reporting")


class TestPreview:
    async def test_wide_the_exact_bodies_stand_beside_the_form(self, places, simulator):
        tools = workplace(places, simulator)
        async with shown(Posed(places), (120, 36), workplace=tools) as (_app, pilot):
            await opened(pilot)
            await seen(pilot, '"event": "deauthorized"')
            await seen(pilot, "POST /v1/webhooks 2/2")
            await seen(pilot, '"secret": "(not shown)"')
            await write(pilot, 'a "name"')
            await seen(pilot, r'"name": "a \"name\""')

    async def test_narrow_it_is_folded_to_a_line_and_unfolds(self, places, simulator):
        async with shown(Posed(places), workplace=workplace(places, simulator)) as (_app, pilot):
            await opened(pilot)
            assert lines(pilot)[-2].startswith(" POST /v1/webhooks 1/2 {")
            await pilot.press("ctrl+o")
            await seen(pilot, '"event": "deauthorized"')
            await gone(pilot, "Only for")
            await pilot.press("escape")
            await seen(pilot, "Only for")
