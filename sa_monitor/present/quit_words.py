"""What quitting means where it ends a recording, before it and after it."""

from collections.abc import Sequence

from sa_monitor.present.quantities import counted
from sa_monitor.present.trace import kind_of, place_of


def quitting_means(active: int | None) -> str:
    """Say what is lost; `active` is how many active webhooks of ours were last listed, None where nobody knows."""
    if not active:
        return "Nothing listens after this; events that come meanwhile are lost."
    return f"Nothing listens after this; events meant for {counted(active, 'webhook')} will be lost."


def stopped(when: str, active: int | None) -> str:
    """Say that recording ended, and what at Webex still counts on it."""
    if not active:
        return f"Stopped at {when}."
    still = "points" if active == 1 else "point"
    return f"Stopped at {when}. {counted(active, 'active webhook')} at Webex still {still} here."


def failed(mistake: BaseException, log: str | None) -> Sequence[str]:
    """Say that a mistake of ours ended the screen, and where more is told; `log` is None where it is gone by then."""
    more = "With --verbose it shows where." if log is None else f"Its log shows where: {log}"
    place = place_of(mistake)
    return (
        f"sa-monitor: Unexpected {kind_of(mistake)}{f' in {place}' if place else ''}.",
        f"This is a fault of sa-monitor, and ended it. {more}",
    )
