"""What the footer says of the numbered pages: which there are, and which want a look."""

from collections.abc import Sequence

from msgspec import Struct

from sa_monitor.model.health import Trouble
from sa_monitor.model.reach import Elsewhere, WrongPath
from sa_monitor.model.webhook import Webhook
from sa_monitor.present import signs
from sa_monitor.present.tone import Tone
from sa_monitor.ui.actions import ACTIONS
from sa_monitor.ui.facts import Facts
from sa_monitor.ui.keys import Keys

NUMBERED = ("monitor", "webhooks", "alerts", "activity", "deliveries", "doctor")
"""The pages that have a number, by the names of their actions."""


class PageMark(Struct, frozen=True):
    """A page with its key, and a sign where something on it wants a look."""

    name: str
    key: str
    title: str
    sign: str = ""
    tone: Tone = Tone.TEXT


def page_marks(facts: Facts, keys: Keys) -> Sequence[PageMark]:
    """Give the pages that there are, in their order."""
    wanting = _wanting(facts)
    return [
        PageMark(name, keys.shown(name), ACTIONS[name].label, *wanting.get(name, ("", Tone.TEXT)))
        for name in NUMBERED
        if ACTIONS[name].places
    ]


def _lacking(own: Sequence[Webhook]) -> bool:
    """Tell whether something isn't watched; before webhooks were listed nothing is imported to find that out."""
    from sa_monitor.model.finding import unwatched

    return not own or bool(unwatched(own))


def _wanting(facts: Facts) -> dict[str, tuple[str, Tone]]:
    """Give the signs of the pages on which something wants a look."""
    look, health = (signs.LOOK, Tone.WARNING), facts.health
    wanting = {}
    if health.inactive or health.misdirected:
        wanting["webhooks"] = (signs.LOST, Tone.ERROR)
    elif health.checks.listed_at is not None and _lacking(health.own):
        wanting["webhooks"] = look
    if facts.alerts:
        alarming = any(alert.alarming for alert in facts.alerts)
        wanting["alerts"] = (signs.LOST, Tone.ERROR) if alarming else look
    elif facts.dead_channels:
        wanting["alerts"] = look
    if facts.rejected:
        wanting["deliveries"] = look
    if _wants_checking(facts):
        wanting["doctor"] = look
    return wanting


def _wants_checking(facts: Facts) -> bool:
    """Tell whether something is wrong that Doctor says more of: here, on the way in, or with Webex."""
    status, checks = facts.status, facts.health.checks
    here = (status.failure, status.fault, status.credentials, facts.unreadable)
    led_astray = checks.probe is not None and isinstance(checks.probe.outcome, Elsewhere | WrongPath)
    unasked = checks.unlisted is not None and checks.unlisted.trouble is not Trouble.NO_TOKEN
    return any(trouble is not None for trouble in here) or led_astray or unasked
