"""What the footer says of the numbered pages: which there are, and which want a look."""

from collections.abc import Sequence

from msgspec import Struct

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
    wanting = {"deliveries": (signs.LOOK, Tone.WARNING)} if facts.rejected else {}
    if facts.health.inactive or facts.health.misdirected:
        wanting["webhooks"] = (signs.LOST, Tone.ERROR)
    return [
        PageMark(name, keys.shown(name), ACTIONS[name].label, *wanting.get(name, ("", Tone.TEXT)))
        for name in NUMBERED
        if ACTIONS[name].places
    ]
