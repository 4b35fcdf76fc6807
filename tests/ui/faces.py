"""The faces of `ux.md`, section 4: how each comes about, for tests and pictures."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from sa_monitor.model.delivery import Arrival
from sa_monitor.model.instants import DAY, HOUR, MINUTE, SECOND
from sa_monitor.model.listening import Ending
from sa_monitor.model.look import Look
from sa_monitor.monitor.looking import Looking
from sa_monitor.monitor.status import Role, Status
from sa_monitor.settings.places import Places
from sa_monitor.store.looks import keep_look
from sa_monitor.ui.attention import Attention
from sa_monitor.ui.monitor_app import MonitorApp
from tests.ui.alarms import NIGHT, night
from tests.ui.rejections import SEVERAL, reject
from tests.ui.stage import (
    LISTENING,
    NOW,
    Posed,
    Screens,
    all_read,
    gone,
    lay_story,
    places_in,
    seen,
    shown,
    until,
)
from tests.ui.watched import MOVED, TOKEN_ENDED, UNREACHABLE, gave_up, tested, watched

Size = tuple[int, int]
SMALL = (80, 24)

PERSON = "jane"
BESIDE = Status(role=Role.VIEWING, address=LISTENING.address, pid=4121, can_listen=True)
NOBODY = Status(role=Role.NOBODY, address=LISTENING.address, since=NOW - 8 * SECOND, can_listen=True)
LOST_PORT = Status(
    role=Role.RECORDING,
    address=LISTENING.address,
    failure="Port 8787 was lost (address gone).",
    since=NOW - 22 * MINUTE,
    can_listen=True,
)
FULL = Status(
    role=Role.RECORDING,
    address=LISTENING.address,
    fault="disk full",
    since=NOW - 22 * MINUTE,
    advice="Free space on the disk of events.db; storing goes on by itself.",
)
SLEPT = NOW - 7 * HOUR - 20 * MINUTE, NOW - 8 * MINUTE
"""From when to when the computer slept."""


async def _nothing(_pilot: Screens) -> None:
    """Press nothing."""


class Face(NamedTuple):
    """One face: who listens, what is stored, what is pressed, and the words that then stand on 80x24.

    `look` is how far the reader had looked before; with it the store is one of the face's own. `told` lays another
    story than the usual one, up to `now`.
    """

    words: tuple[str, ...]
    status: Status = LISTENING
    stored: bool = True
    look: Look | None = None
    periods: tuple[tuple[int, int, Ending], ...] | None = None
    act: Callable[[Screens], Awaitable[None]] = _nothing
    size: Size | None = None
    rejections: tuple[Arrival, ...] = ()
    health: Callable[[Places], None] | None = None
    told: Callable[[Places], None] | None = None
    now: int = NOW

    @property
    def own_store(self) -> bool:
        """Whether it needs a store that it may write to."""
        hooks = (self.look, self.health, self.told)
        return not self.stored or bool(self.rejections) or any(hook is not None for hook in hooks)


def pressing(*keys: str) -> Callable[[Screens], Awaitable[None]]:
    """Press keys."""

    async def press(pilot: Screens) -> None:
        await pilot.press(*keys)

    return press


async def _query_without_match(pilot: Screens) -> None:
    await pilot.press("slash", *"org:nobody", "enter")
    await seen(pilot, "No event matches")


async def _deliveries(pilot: Screens) -> None:
    await pilot.press("5")
    await seen(pilot, "claims")


async def _rejected_delivery(pilot: Screens) -> None:
    await _deliveries(pilot)
    await pilot.press("enter")
    await seen(pilot, "nothing it claims is believed")


async def _annotate(pilot: Screens) -> None:
    await pilot.press("o")
    await seen(pilot, "its loss is of")


async def without_toast(pilot: Screens) -> None:
    """Wait for what is said of a dead channel, and let it go."""
    await seen(pilot, "Alerts to")
    pilot.app.clear_notifications()
    await gone(pilot, "Alerts to")


async def _alerts(pilot: Screens) -> None:
    await without_toast(pilot)
    await pilot.press("3")
    await seen(pilot, "8th try in 4 s")


async def _told_rejected(pilot: Screens) -> None:
    await seen(pilot, "3 deliveries rejected. 5 shows them.")


async def _told_unreachable(pilot: Screens) -> None:
    await seen(pilot, "Webex can't be reached since 13:58")


async def _told_token(pilot: Screens) -> None:
    await seen(pilot, "The token of Jane Doe has ended.")


async def _told(pilot: Screens) -> None:
    await seen(pilot, "Another sa-monitor")


FACES: dict[str, Face] = {
    "no-event": Face(("No event yet.", "Webex reports changes only."), stored=False),
    "no-event-all-set": Face(
        (
            "✓ 2 webhooks",
            "✓ reachable",
            "no event yet",
            "No event yet.",
            "Webex reports changes only; the test delivery came through at 14:02.",
            "Nothing is left to do. v tests again, n new webhook",
        ),
        stored=False,
        health=tested,
    ),
    "no-match": Face(
        ("No event matches  org:nobody", "among", "esc clears it, / changes it"), act=_query_without_match
    ),
    "paused": Face(("paused", "g follows"), act=pressing("p")),
    "viewer": Face(
        ("VIEWER", "✓ pid 4121 listens", "Another sa-monitor listens. This screen", "watches its events."),
        BESIDE,
        act=_told,
    ),
    "nobody-listens": Face(
        (
            "✗ NOBODY LISTENS for 8 s",
            "L listens here",
            "Nobody listens since 14:23. What Webex sends is lost. L listens here.",
        ),
        NOBODY,
    ),
    "not-listening": Face(
        ("✗ NOT LISTENING since 14:02", "Port 8787 was lost (address gone). L tries again; tried every 5 s"),
        LOST_PORT,
    ),
    "not-storing": Face(
        (
            "✗ NOT STORING since 14:02: disk full",
            "Webex is answered 503 and may disable the webhooks. Free space on the disk",
            "of events.db; storing goes on by itself.",
        ),
        FULL,
    ),
    "slept": Face(
        (
            "! gap 7 h 12 min",
            "Nobody listened 07:04 to 14:16 (this computer slept). What changed meanwhile",
            "isn't known; standings are as of 07:04.",
        ),
        look=Look(at=NOW - 8 * HOUR, event=10**6, gap=NOW - 9 * HOUR),
        periods=((NOW - 200 * DAY, SLEPT[0], Ending.SLEPT), (SLEPT[1], NOW + MINUTE, Ending.STOPPED)),
    ),
    "since-you-last-looked": Face(
        (
            "Since you last looked",
            "✗ 4 lost, 67 authorized since Mon 14:24.",
            "enter shows them, esc goes to Monitor",
            "✗ DEAUTHORIZED call-reporting",
            "Thu 12 Nov 2026",
        ),
        look=Look(at=NOW - 5 * DAY, event=720, gap=NOW),
    ),
    "alert": Face(
        (
            "✗ LOST  call-reporting at Acme Corp",
            "heard 03:12:44 CET, 2 min ago",
            "2 of 12 lost  call Jane Doe +1 555 0100",
            "a acknowledge   enter what happened   3 all alerts",
            "3✗",
        ),
        told=night,
        now=NIGHT,
        act=without_toast,
    ),
    "alerts": Face(
        (
            "Alerts ─ 1 open ─ 1 taken on ─ 1 over",
            "open 2 min",
            "sam is on it",
            "back after 28 min",
            "owner Jane Doe +1 555 0100   note nightly CDR export, runbook CDR-7",
            "✗ pager: HTTP 502 at 03:13:54, 8th try in 4 s",
        ),
        told=night,
        now=NIGHT,
        act=_alerts,
    ),
    "alert-since-you-last-looked": Face(
        (
            "✗ LOST  call-reporting at Acme Corp",
            "Since you last looked",
            "✗ 1 alert open, 1 taken on, 2 lost since Sat 13:14.",
            "enter shows them, 3 shows all alerts, esc goes to Monitor",
            "CRITICAL",
            "sam is on it",
            "✗ DEAUTHORIZED call-reporting",
        ),
        look=Look(at=NIGHT - 14 * HOUR, event=796, gap=NIGHT),
        told=night,
        now=NIGHT,
        act=without_toast,
    ),
    "rejected": Face(("! 3 rejected",), replace(LISTENING, rejected=3), act=_told_rejected),
    "deliveries": Face(
        ("Deliveries ─ 4 rejected ─ 794 taken", "✗ rejected  webhook id unknown here  from 203.0.113.7"),
        act=_deliveries,
        rejections=tuple(SEVERAL),
    ),
    "rejected-delivery": Face(
        ("✗ rejected: wrong signature: webhook id unknown here", "nothing it claims is believed"),
        act=_rejected_delivery,
        rejections=tuple(SEVERAL),
    ),
    "owner-and-note": Face(("┌─ call-reporting ─", "Owner", "Note", "[ ] its loss is of"), act=_annotate),
    "webhook-inactive": Face(
        (
            "✗ 1 of 2 webhooks inactive",
            'Webex gave up on "reporting lost" (seen 14:20). Its events are lost until it',
            "is reactivated. 2 shows it",
            '───── 14:20  "reporting lost" inactive: Webex gave up on it ─────',
            "2✗",
        ),
        health=gave_up,
    ),
    "url-changed": Face(
        (
            "✗ URL changed",
            "The tunnel is now https://def.example.net/webhook; 2 of our webhooks point",
            "to https://abc.example.net/webhook. 2, then m updates them",
            "2✗",
        ),
        health=partial(watched, checks=MOVED),
    ),
    "webex-unreachable": Face(
        ("? webhooks as of 13:58", "Webex can't be reached since 13:58", "Receiving isn't"),
        health=partial(watched, checks=UNREACHABLE),
        act=_told_unreachable,
    ),
    "token-ended": Face(
        ("? webhooks as of 09:12  T token", "The token of Jane Doe has ended."),
        health=partial(watched, checks=TOKEN_ENDED),
        act=_told_token,
    ),
    "too-small": Face(("80x24 is needed, this is 62x20. Recording goes on. q quits",), size=(62, 20)),
}


@asynccontextmanager
async def showing(
    face: Face, seeded: Places, folder: Path, size: Size = SMALL
) -> AsyncIterator[tuple[MonitorApp, Screens]]:
    """Show a face; `seeded` has the story; the folder is for a store of the face's own."""
    places, options = seeded, {}
    if face.own_store:
        places = places_in(folder)
        if face.told is not None:
            face.told(places)
        elif face.stored:
            lay_story(seeded, places, face.periods)
            reject(places, [*face.rejections])
    if face.health is not None:
        face.health(places)
    if face.look is not None:
        keep_look(places.database, PERSON, face.look)
    watch = Posed(places, face.status, face.now)
    if face.look is not None:
        options = {"attention": attentive(watch)}
    async with shown(watch, face.size or size, **options) as (app, pilot):
        await face.act(pilot)
        await until(pilot, partial(all_read, app))
        yield app, pilot


def attentive(watch: Posed) -> Attention:
    """Follow what a person sees in a store of the test's own."""
    return Attention(Looking(watch.places, watch.history, PERSON), watch.clock)
