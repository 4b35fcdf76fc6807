"""Owner, note and critical mark of a Service App, by keyboard alone."""

from sa_monitor.store.reader import Reader
from tests.ui.stage import Posed, gone, seen, shown


def told(places) -> dict[str, tuple[bool, str | None, str | None]]:
    with Reader.open(places.database) as reader:
        return {own.app_name: (own.critical, own.owner, own.note) for own in reader.authorizations()}


async def test_they_are_told_of_the_app_under_the_cursor_and_shown_with_it(seeded):
    async with shown(Posed(seeded), (200, 60)) as (_app, pilot):
        await pilot.press("o")
        await seen(pilot, "call-reporting ─")
        await pilot.press(*"Jane Doe +1 555 0100", "tab", *"nightly CDR export", "tab", "space", "enter")
        await seen(pilot, "Kept for call-reporting.")
        await seen(pilot, "* Jane Do..")
        await pilot.press("enter")
        await seen(pilot, "owner         Jane Doe +1 555 0100")
    assert told(seeded)["call-reporting"] == (True, "Jane Doe +1 555 0100", "nightly CDR export")


async def test_in_the_details_too_and_taken_back(seeded):
    async with shown(Posed(seeded)) as (_app, pilot):
        await pilot.press("enter")
        await seen(pilot, "is no longer authorized")
        await pilot.press("o")
        await seen(pilot, "Owner")
        await pilot.press(*"Jane", "enter")
        await seen(pilot, "owner         Jane")
        await pilot.press("o")
        await seen(pilot, "Owner")
        await pilot.press("ctrl+u", "backspace", "enter")
        await gone(pilot, "owner         Jane")
    assert told(seeded)["call-reporting"] == (False, None, None)


async def test_escape_leaves_everything_as_it_was_and_keys_type_meanwhile(seeded):
    async with shown(Posed(seeded)) as (app, pilot):
        await pilot.press("o")
        await seen(pilot, "Owner")
        await pilot.press(*"q5u?")
        await seen(pilot, "q5u?")
        await pilot.press("escape")
        await gone(pilot, "Owner")
        assert app.is_running
    assert told(seeded)["call-reporting"] == (False, None, None)


async def test_on_all_service_apps_it_says_what_to_do(seeded):
    async with shown(Posed(seeded)) as (_app, pilot):
        await pilot.press("h", "h", "o")
        await seen(pilot, "Put the cursor on one Service App first.")


async def test_on_an_organization_it_takes_the_name_that_it_then_goes_by(seeded):
    async with shown(Posed(seeded)) as (_app, pilot):
        await pilot.press("h", "o")
        await seen(pilot, "as Webex calls it")
        await pilot.press(*"Acme", "enter")
        await seen(pilot, "Kept for Acme.")
        await seen(pilot, "call-reporting        Acme")
        await pilot.press("o")
        await seen(pilot, "Name")
        await pilot.press("ctrl+u", "enter")
        await gone(pilot, "call-reporting        Acme")
