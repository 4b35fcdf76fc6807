"""What is said while known authorizations are entered."""

from sa_monitor.errors import SaMonitorError
from sa_monitor.present.clean import clean
from sa_monitor.present.paragraph import Said
from sa_monitor.present.quantities import counted
from sa_monitor.present.tone import Tone

PURPOSE: Said = (
    "Webex reports changes only. What you enter stands as ~ assumed until it is first heard of.",
    Tone.TEXT,
)


def entered(count: int, org: str) -> list[Said]:
    """Say what was entered, and that another can follow."""
    return [
        (
            f"Entered, assumed until heard: {clean(org)}. {counted(count, 'authorization')} so far.",
            Tone.SUCCESS,
        ),
        ("Another organization of the same Service App, or esc.", Tone.QUIET),
    ]


def refused(error: SaMonitorError, *, title: str | None = None) -> list[Said]:
    """Say why it wasn't entered."""
    return [(clean(title or error.title), Tone.ERROR), (clean(error.advice), Tone.TEXT)]
