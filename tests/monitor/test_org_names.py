"""What organizations are called, as the simulated Webex tells."""

import asyncio

import pytest

from sa_monitor.errors import NotFound, Refused, Unreachable
from sa_monitor.model.instants import DAY
from sa_monitor.model.moments import Clock
from sa_monitor.model.query import parse_query
from sa_monitor.monitor.org_names import ask_names
from sa_monitor.simulator.cast import make_cast
from sa_monitor.store.org_names import call_org, keep_org_name
from sa_monitor.store.reader import Reader
from sa_monitor.webex.client import WebexClient
from tests.cli.laying import NOON, delivery, lay
from tests.monitor.conftest import TOKEN

ACME = make_cast(7).organizations[0]


def _ask(places, connect, now=NOON):
    return asyncio.run(ask_names(places.database, connect, lambda: now))


def _names(places, text=""):
    with Reader.open(places.database) as reader:
        found = reader.page(parse_query(text, Clock(NOON)))
    return [step.event.org_name for step in found]


@pytest.fixture
def connect(webex):
    """Connect to the simulated Webex, and count how often that is done."""
    made = []

    def connect():
        made.append(1)
        return WebexClient(webex.api_url, TOKEN)

    connect.made = made
    return connect


def test_an_organization_is_called_by_the_name_that_webex_gives(places, connect):
    lay(places, [delivery(org=ACME.id)], ())
    assert _names(places) == [None]
    assert _ask(places, connect) == 1
    assert _names(places) == [ACME.name]
    assert _names(places, f'org:"{ACME.name}"') == [ACME.name]


def test_it_is_asked_again_after_a_day_and_not_before(places, connect):
    lay(places, [delivery(org=ACME.id)], ())
    _ask(places, connect)
    assert _ask(places, connect, NOON + DAY - 1) == 0
    assert len(connect.made) == 1
    assert _ask(places, connect, NOON + DAY) == 1


def test_one_that_webex_doesnt_tell_isnt_asked_about_again_and_again(places, connect):
    lay(places, [delivery(org="nobody"), delivery(org=ACME.id, minutes=1)], ())
    assert _ask(places, connect) == 2
    assert _names(places) == [ACME.name, None]
    assert _ask(places, connect, NOON + DAY // 2) == 0


def test_without_a_token_nothing_is_remembered(places, connect):
    def tokenless():
        raise NotFound("No Webex token is set.")

    lay(places, [delivery(org=ACME.id)], ())
    assert _ask(places, tokenless) == 0
    assert _ask(places, connect) == 1


@pytest.mark.parametrize(
    "error", [Unreachable("gone"), Refused("ended", status=401), Refused("slow", status=429)]
)
def test_where_webex_cant_be_asked_now_the_round_ends(places, connect, error):
    class Failing:
        async def __aenter__(self):
            raise error

        async def __aexit__(self, *_):
            pass

    lay(places, [delivery(org=ACME.id)], ())
    assert _ask(places, Failing) == 0
    assert _ask(places, connect) == 1


def test_a_former_name_still_finds_it(places, connect):
    lay(places, [delivery(org=ACME.id)], ())
    keep_org_name(places.database, ACME.id, "Old Name Inc", NOON - 2 * DAY)
    assert _names(places) == ["Old Name Inc"]
    _ask(places, connect)
    assert _names(places, '"old name"') == _names(places, 'org:"old name inc"') == [ACME.name]


def test_the_name_that_people_give_goes_before_the_one_of_webex_and_both_find_it(places, connect):
    lay(places, [delivery(org=ACME.id)], ())
    _ask(places, connect)
    assert call_org(places.database, ACME.id, "our best customer") == [ACME.id]
    assert _names(places) == ["our best customer"]
    assert _names(places, f'org:"{ACME.name}"') == ["our best customer"]
    assert _names(places, 'org:"our best customer"') == ["our best customer"]


def test_what_webex_answers_later_changes_nothing_until_the_name_is_taken_back(places):
    lay(places, [delivery(org=ACME.id)], ())
    call_org(places.database, ACME.id, "ours")
    keep_org_name(places.database, ACME.id, "Acme Corp", NOON)
    assert _names(places) == ["ours"]
    assert _names(places, 'org:"Acme Corp"') == ["ours"]
    call_org(places.database, "ours", "")
    assert _names(places) == ["Acme Corp"]
    assert _names(places, "org:ours") == []


def test_the_standings_that_a_query_leaves_are_found_by_either_name_too(places):
    lay(places, [delivery(org=ACME.id)], ())
    keep_org_name(places.database, ACME.id, "Acme Corp", NOON)
    call_org(places.database, "acme corp", "ours")
    with Reader.open(places.database) as reader:
        for text in ("org:ours", 'org:"Acme Corp"', "acme", "ours"):
            found = reader.authorizations(parse_query(text, Clock(NOON)))
            assert [own.org_name for own in found] == ["ours"], text
        assert reader.authorizations(parse_query("-acme", Clock(NOON))) == []
        assert reader.org_called(ACME.id) == "ours"


def test_one_that_was_never_heard_of_is_called_nothing(places):
    lay(places, [delivery(org=ACME.id)], ())
    assert call_org(places.database, "nobody", "somebody") == []
