"""A store full of the simulator's story on a fixed clock, and the screens over it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from shutil import copytree
from typing import Any

from textual.pilot import Pilot

from sa_monitor.cli.history import arrivals_of, listened
from sa_monitor.model.delivery import Arrival
from sa_monitor.model.event import Kind
from sa_monitor.model.instants import DAY, MINUTE, SECOND, rfc3339
from sa_monitor.model.listening import Ending
from sa_monitor.model.webhook import Webhook
from sa_monitor.monitor.backfill import backfill
from sa_monitor.monitor.status import Role, Status
from sa_monitor.monitor.watch import Watch
from sa_monitor.monitor.workplace import Workplace
from sa_monitor.settings.places import Places, find_places
from sa_monitor.settings.schema import Settings
from sa_monitor.simulator.occurrence import Occurrence
from sa_monitor.simulator.past import tell_past
from sa_monitor.ui.monitor_app import MonitorApp
from tests.ui.samples import ZONE, at

NOW = at("2026-11-14T13:24:00Z")
PATIENCE = 30
LISTENING = Status(role=Role.RECORDING, address="http://127.0.0.1:8787/webhook")


def webhook(name: str, kind: Kind) -> Webhook:
    """Make one of our webhooks."""
    target = "https://abc.example.net/webhook"
    return Webhook(id=name, name=name, target_url=target, resource="serviceApp", event=kind)


WEBHOOKS = {
    webhook("reporting gained", Kind.AUTHORIZED): "secret-1",
    webhook("reporting lost", Kind.DEAUTHORIZED): "secret-2",
}
EVERY = {webhook("every app", kind): "secret-3" for kind in Kind}


def story() -> list[Arrival]:
    """Tell the simulator's story up to now, and what the screens should have to show at its end."""
    told = tell_past(1, NOW)
    occurrences = [occurrence for occurrence in told.told if occurrence.at < NOW - 3 * DAY / 24]
    *_, changed, lost = held_of(occurrences, "call-reporting")
    scopes = [*changed.data["scopes"][1:], "spark-admin:devices_write", "spark:all"]
    late = {**changed.data, "scopes": scopes, "authorizationDate": rfc3339(NOW - 8 * MINUTE)}
    last = [
        Occurrence(NOW - 4 * MINUTE, Kind.AUTHORIZED, late, changed.actor_id),
        Occurrence(NOW - 3 * MINUTE, Kind.DEAUTHORIZED, lost.data, lost.actor_id),
    ]
    repeated = [Occurrence(last[1].at + 224, Kind.DEAUTHORIZED, lost.data, lost.actor_id)]
    return [*arrivals_of([*occurrences, *last], WEBHOOKS), *arrivals_of(repeated, EVERY)]


def held_of(occurrences: Iterable[Occurrence], app: str) -> list[Occurrence]:
    """Give the authorizations of an app that nothing came after, newest first."""
    newest: dict[str, Occurrence] = {}
    for occurrence in occurrences:
        if occurrence.data["friendlyId"] == app:
            newest[occurrence.data["authorizerOrgId"]] = occurrence
    held = [occurrence for occurrence in newest.values() if occurrence.kind is Kind.AUTHORIZED]
    return sorted(held, key=lambda occurrence: -occurrence.at)


def places_in(folder: Path) -> Places:
    """Name the places of a folder."""
    return find_places(folder / "data", folder / "config.toml", {})


def fill(
    places: Places, arrivals: Sequence[Arrival], periods: Sequence[tuple[int, int, Ending]] | None = None
) -> None:
    """Lay arrivals into the store; without periods somebody listened but for the gaps of the simulator's story."""
    listening = listened(list(arrivals), NOW + 60 * SECOND) if periods is None else periods
    backfill(places, arrivals, listening)


def lay_story(
    seeded: Places, places: Places, periods: Sequence[tuple[int, int, Ending]] | None = None
) -> None:
    """Lay the story into a store of the test's own; as `seeded` has it, it is copied."""
    if periods is None:
        copytree(seeded.data, places.data)
    else:
        fill(places, story(), periods)


class Posed(Watch):
    """A watch at a fixed moment, whose status is said and not looked up."""

    def __init__(self, places: Places, status: Status = LISTENING, now: int = NOW) -> None:
        super().__init__(places, clock=lambda: now)
        self.posed = status

    def status(self) -> Status:
        """Give the status as said."""
        return self.posed


Screens = Pilot[None]


@asynccontextmanager
async def shown(
    watch: Watch, size: tuple[int, int] = (80, 24), *, workplace: Workplace | None = None, **options: Any
) -> AsyncIterator[tuple[MonitorApp, Screens]]:
    """Show a watch, with everything read that the first picture needs."""
    async with watch:
        tools = workplace or Workplace(Settings(), watch.places, {})
        app = MonitorApp(watch, tools, zone=ZONE, **options)
        async with app.run_test(size=size, notifications=True) as pilot:
            await until(pilot, partial(all_read, app))
            yield app, pilot


def all_read(app: MonitorApp) -> bool:
    """Tell whether all is read that the main screen shows."""
    feed = app.screen_stack[0]._feed  # type: ignore[attr-defined]
    return app.facts.known and not feed.window.need() and feed.ladder is not None


async def until(pilot: Screens, holds: Callable[[], bool]) -> None:
    """Wait until something holds."""
    async with asyncio.timeout(PATIENCE):
        while not holds():
            await pilot.pause(0.02)
    await pilot.pause()


async def seen(pilot: Screens, words: str) -> None:
    """Wait until words stand on the screen."""
    try:
        await until(pilot, lambda: words in text(pilot))
    except TimeoutError:
        raise AssertionError(f"{words!r} never stood on the screen:\n{text(pilot)}") from None


async def gone(pilot: Screens, words: str) -> None:
    """Wait until words don't stand on the screen any more."""
    try:
        await until(pilot, lambda: words not in text(pilot))
    except TimeoutError:
        raise AssertionError(f"{words!r} still stands on the screen:\n{text(pilot)}") from None


async def told(pilot: Screens, words: str) -> None:
    """Wait until a dialog says this, wherever its lines are broken."""
    await until(pilot, lambda: words in " ".join(text(pilot).replace("│", " ").split()))


def lines(pilot: Screens) -> list[str]:
    """Give what stands on the screen, line by line."""
    return [
        "".join(segment.text for segment in strip) for strip in pilot.app.screen._compositor.render_strips()
    ]


def text(pilot: Screens) -> str:
    """Give what stands on the screen."""
    return "\n".join(lines(pilot))
