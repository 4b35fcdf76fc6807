"""What the question says before recording ends."""

import pytest

from sa_monitor.model.event import Kind
from sa_monitor.model.health import Checks
from sa_monitor.model.webhook import Webhook
from sa_monitor.monitor.status import Role, Status
from sa_monitor.store.health import keep_list
from sa_monitor.store.targets import remember_target
from tests.ui.stage import NOW, Posed, seen, shown, text, until

HERE = "https://abc.example.net/webhook"


def listed(places, *kinds, target=HERE, status="active"):
    """Let Webex have given this list."""
    remember_target(places.database, HERE, 1)
    hooks = [
        Webhook(id=kind, name=kind, target_url=target, resource="serviceApp", event=kind, status=status)
        for kind in kinds
    ]
    keep_list(places.database, hooks, Checks(listed_at=NOW, target=HERE), NOW)


async def test_it_counts_the_webhooks_whose_events_would_be_lost(places):
    listed(places, *Kind)
    async with shown(Posed(places), asks=True) as (_app, pilot):
        await pilot.press("q")
        await seen(pilot, "Stop recording?")
        await seen(pilot, "Nothing listens after this; events meant for 2 webhooks will be lost.")
        await seen(pilot, "Quit (y)")


async def test_one_webhook_is_one(places):
    listed(places, Kind.DEAUTHORIZED)
    async with shown(Posed(places), asks=True) as (_app, pilot):
        await pilot.press("q")
        await seen(pilot, "events meant for 1 webhook will be lost.")


@pytest.mark.parametrize("other", [{"status": "inactive"}, {"target": "https://other.example/webhook"}])
async def test_webhooks_that_bring_nothing_here_are_not_counted(places, other):
    listed(places, *Kind, **other)
    async with shown(Posed(places), asks=True) as (_app, pilot):
        await pilot.press("q")
        await seen(pilot, "Nothing listens after this; events that come meanwhile are lost.")


async def test_where_no_list_is_known_it_names_no_number(places):
    async with shown(Posed(places), asks=True) as (_app, pilot):
        await pilot.press("q")
        await seen(pilot, "Nothing listens after this; events that come meanwhile are lost.")
        assert "webhooks will" not in text(pilot)


@pytest.mark.parametrize("key", ["q", "ctrl+q"])
async def test_a_viewer_quits_at_once(places, key):
    viewing = Status(role=Role.VIEWING, address="http://127.0.0.1:8787/webhook", pid=4121)
    async with shown(Posed(places, viewing), asks=True) as (app, pilot):
        await pilot.press(key)
        await until(pilot, lambda: not app.is_running)
