"""Whether the public URL leads here."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from sa_monitor.errors import Unreachable
from sa_monitor.model.checkup import Check, doubtful, failed, passed
from sa_monitor.model.reach import Reached, Unreached
from sa_monitor.monitor.history import History
from sa_monitor.monitor.way_in import WayIn
from sa_monitor.present.reach_words import outcome_words
from sa_monitor.settings.schema import Settings

_NAME = "public URL"
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


async def check_public_url(
    settings: Settings, way_in: WayIn, history: History, clock: Callable[[], int]
) -> Sequence[Check]:
    """Go through it once around."""
    target = await way_in.target()
    if target is None:
        found = await way_in.tunnels()
        words = "None. Webex reaches public https addresses only."
        if found:
            advice = f"{found[0].tool} forwards here from {found[0].url}: use it with --public-url."
        else:
            advice = "Put a tunnel or a proxy in front, and name it with --public-url."
        return [doubtful(_NAME, words, advice)]
    try:
        outcome = await way_in.probe()
    except Unreachable:
        return [
            doubtful(_NAME, f"{target} can't be tried while nobody listens.", "Start it, and check again.")
        ]
    assert outcome is not None, "there is a target"  # noqa: S101 (for the type checker)
    heard_at = (await history.health()).heard_at
    words = outcome_words(target, outcome, way_in.address, heard_at=heard_at, now=clock())
    match outcome:
        case Reached():
            return [passed(_NAME, words)]
        case Unreached():
            return [doubtful(_NAME, words, f"Is {target} right, and the tunnel up?")]
    return [failed(_NAME, words, _container(settings))]


def _container(settings: Settings) -> str:
    """Say what a container needs, in one."""
    inside = Path("/.dockerenv").exists() or Path("/run/.containerenv").exists()
    inside = inside or "KUBERNETES_SERVICE_HOST" in os.environ
    return "In a container, start with --host 0.0.0.0." if inside and settings.host in _LOOPBACK else ""
