"""Narrowing the main screen by keyboard: what is selected, swapped, and written into the query."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sa_monitor.model.event import Kind
from sa_monitor.model.instants import MINUTE
from sa_monitor.model.moments import Clock
from sa_monitor.model.query import parse_query
from sa_monitor.model.webex_id import webex_id
from sa_monitor.present.things import Thing
from sa_monitor.ui.only_this import only, value_for
from sa_monitor.ui.selection import Selection
from tests.present.made import NOW as HERE
from tests.present.made import event
from tests.store.conftest import arrival, body_of
from tests.ui.stage import NOW, Posed, fill, lines, seen, shown, text, until

SAME_START = ("05a705d7-61ca-41a4-924e-45e166c0ee93", "05a705d7-61ca-41a4-924e-45e166c0ee13")


def rule(pilot, row: int = 1) -> str:
    return lines(pilot)[row]


# Swapping


async def test_s_lists_organizations_first_and_keeps_what_is_selected(seeded):
    async with shown(Posed(seeded), (120, 36)) as (app, pilot):
        await pilot.press("h", "h", "h", "j", "j")
        await seen(pilot, "Events of call-reporting")
        await pilot.press("s")
        await seen(pilot, "All organizations")
        assert rule(pilot).startswith("─ Organizations ─")
        assert "Service Apps" in rule(pilot)
        assert "│>✗ call-reporting" in text(pilot)
        assert "Events of call-reporting" in text(pilot)
        assert app.focused is not None
        assert app.focused.id == "apps"
        await pilot.press("s")
        await seen(pilot, "All Service Apps")
        assert "Organizations of call-reporting" in rule(pilot)


async def test_with_organizations_first_narrowing_works_the_other_way_round(seeded):
    async with shown(Posed(seeded)) as (_app, pilot):
        await pilot.press("s", "tab", "j")
        await seen(pilot, "Events of org 193cc5db")
        assert "Service Apps of org 193cc5db" in rule(pilot)
        assert "others hidden, 4 ✗" in text(pilot)
        await pilot.press("tab", "j", "k")
        await seen(pilot, "Events of call-reporting at org 193cc5db")
        await pilot.press("escape")
        await seen(pilot, "Events of org 193cc5db")
        await pilot.press("escape")
        await until(pilot, lambda: "hidden" not in text(pilot))


def test_selecting_in_the_first_pane_begins_the_second_anew():
    chosen = Selection(app_id="app-1", org_id="org-1")
    assert chosen.choose(Thing.APP, "app-2") == Selection(app_id="app-2")
    assert chosen.choose(Thing.ORG, "org-2") == Selection(app_id="app-1", org_id="org-2")
    swapped = chosen.swapped()
    assert swapped.choose(Thing.ORG, "org-2") == Selection(org_id="org-2", outer=Thing.ORG)


@given(st.booleans(), st.booleans(), st.booleans(), st.sampled_from(Thing))
def test_so_many_steps_back_as_forward_lead_to_everything(asked, app, org, outer):
    query = parse_query("a" if asked else "", Clock(NOW))
    chosen = Selection(query, "app-1" if app else None, "org-1" if org else None, outer)
    for _ in range(asked + app + org):
        assert chosen
        chosen = chosen.back()
    assert chosen == Selection(outer=outer)


# Only this


async def test_f_on_an_event_asks_for_its_app_and_organization(seeded):
    async with shown(Posed(seeded)) as (app, pilot):
        await pilot.press("f")
        await seen(pilot, "Events matching app:call-reporting org:193cc5db")
        assert "calendar-bridge" not in text(pilot)
        assert app.focused is not None
        assert app.focused.id == "log"
        await pilot.press("escape")
        await seen(pilot, "calendar-bridge")


async def test_f_on_an_app_asks_for_it_and_on_an_organization_for_both(seeded):
    async with shown(Posed(seeded)) as (_app, pilot):
        await pilot.press("h", "h", "j", "j", "f")
        await seen(pilot, "Events matching app:call-reporting ")
        await pilot.press("escape", "j", "j", "l", "f")
        await seen(pilot, "Events matching app:call-reporting org:")


async def test_one_escape_undoes_f_with_the_row_that_it_was_pressed_on(seeded):
    async with shown(Posed(seeded)) as (_app, pilot):
        await pilot.press("h", "h", "j", "j", "f")
        await seen(pilot, "Events matching app:call-reporting ")
        await pilot.press("escape")
        await seen(pilot, "─ Events ─")
        await pilot.press("j", "j", "l", "j", "f")
        await seen(pilot, "Events matching app:call-reporting org:")
        await pilot.press("escape")
        await seen(pilot, "Events of call-reporting ─")


async def test_each_escape_leads_back_to_the_query_before(seeded):
    async with shown(Posed(seeded), (120, 36)) as (_app, pilot):
        await pilot.press("slash", *"event:deauthorized", "enter")
        await seen(pilot, "Events matching event:deauthorized ")
        await pilot.press("f")
        await seen(pilot, "Events matching event:deauthorized app:call-reporting org:193cc5db")
        await pilot.press("escape")
        await until(pilot, lambda: "Events matching event:deauthorized ─" in text(pilot))
        await pilot.press("escape")
        await seen(pilot, "─ Events ─")


def test_only_this_replaces_what_the_query_said_of_apps_and_organizations():
    chosen = {Thing.ORG: "Acme Corp", Thing.APP: "call-reporting"}
    assert only("event:deauthorized App:x -app:y acme", chosen) == (
        'event:deauthorized -app:y acme app:call-reporting org:"Acme Corp"'
    )


def test_a_name_that_two_have_or_that_no_query_can_say_is_asked_for_by_its_uuid():
    one, other = (webex_id("ORGANIZATION", uuid) for uuid in SAME_START)
    assert value_for(one, {one: "Acme", other: "Initech"}) == "Acme"
    assert value_for(one, {one: "Acme", other: "ACME"}) == SAME_START[0]
    assert value_for(one, {one: 'Ac"me', other: None}) == SAME_START[0]
    assert value_for(one, {one: "Ac*me"}) == SAME_START[0]
    assert value_for(one, {one: "Ac\u200bme"}) == SAME_START[0]
    assert value_for("plain", {}) == "plain"


@given(st.text(min_size=1), st.text(min_size=1))
def test_what_is_written_finds_the_event_and_none_of_another_name(name, other):
    found = event(app_name=name, app_id="id-1")
    names = {"id-1": name, "id-2": other}
    query = parse_query(only("", {Thing.APP: value_for("id-1", names)}), Clock(HERE))
    assert query.matches(found)
    assert not query.matches(event(app_name=other, app_id="id-2"))


# What is told apart


async def test_ids_that_begin_alike_are_told_apart_in_panes_and_log(places):
    ids = [webex_id("ORGANIZATION", uuid) for uuid in SAME_START]
    fill(places, [arrival(body_of(org=one), at=NOW - MINUTE + at) for at, one in enumerate(ids)], ())
    async with shown(Posed(places)) as (_app, pilot):
        for short in ("org 05a705d7..93", "org 05a705d7..13"):
            assert sum(short in line for line in lines(pilot)) == 2


async def test_two_apps_of_one_name_are_told_apart(places):
    fill(
        places, [arrival(body_of(app=one, friendlyId="same"), at=NOW) for one in ("11111111", "22222222")], ()
    )
    async with shown(Posed(places)) as (_app, pilot):
        for label in ("same 11111111", "same 22222222"):
            assert sum(label in line for line in lines(pilot)) == 2


async def test_of_many_rows_the_rule_says_which_one_it_is_and_the_pane_how_many_follow(places):
    arrivals = [
        arrival(body_of(app=f"app-{number}", org="org-1", friendlyId=f"name-{number:03}"), at=NOW - MINUTE)
        for number in range(200)
    ]
    fill(places, arrivals, ())
    async with shown(Posed(places), (200, 60)) as (_app, pilot):
        assert " 200 " in rule(pilot)
        assert "   188 more" in text(pilot)
        await pilot.press("tab", "tab", "G")
        await seen(pilot, "200 of 200")
        assert "more" not in lines(pilot)[15]


@pytest.mark.parametrize("kind", Kind)
async def test_all_comes_first_and_losses_before_names(places, kind):
    arrivals = [
        arrival(body_of(app="a", friendlyId="a-first"), at=NOW - MINUTE),
        arrival(body_of(str(kind), app="z", friendlyId="z-last"), at=NOW - MINUTE),
    ]
    fill(places, arrivals, ())
    async with shown(Posed(places)) as (_app, pilot):
        rows = [lines(pilot)[at].split()[0].lstrip(">") for at in (2, 3, 4)]
        lost = kind is Kind.DEAUTHORIZED
        assert rows == (["All", "z-last", "a-first"] if lost else ["All", "a-first", "z-last"])
