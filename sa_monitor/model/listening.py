"""When somebody listened, and when nobody did."""

from enum import StrEnum

from msgspec import Struct

from sa_monitor.model.instants import SECOND

BEAT = 5 * SECOND
"""Milliseconds between two beats of a listening period."""

LATE = 15 * SECOND
"""Milliseconds by which a beat may be late before the time in between is a gap."""


class Ending(StrEnum):
    """Why a listening period ended."""

    STOPPED = "stopped"
    TERMINAL_CLOSED = "terminal closed"
    KILLED = "killed"
    SLEPT = "slept"
    STALLED = "stalled"
    FAILED = "failed"


class Period(Struct, frozen=True, kw_only=True):
    """A time in which one process listened. `until` and `reason` are None while it goes on, or after a kill."""

    id: int
    started: int
    seen: int
    until: int | None
    reason: Ending | None
    pid: int


class Gap(Struct, frozen=True):
    """A time in which nobody listened; `until` is None while it lasts. The reason is why the period before ended."""

    since: int
    until: int | None
    reason: Ending

    def extent(self, now: int) -> tuple[int, int]:
        """Give the instants from and up to which it lasted; while it lasts, up to now."""
        return self.since, now if self.until is None else self.until


class Beat(Struct, frozen=True):
    """The three clocks at one moment, in milliseconds.

    `wall` is the time of day, `awake` runs only while the computer is awake, `boot` also while it sleeps.
    """

    wall: int
    awake: int
    boot: int


def missed(before: Beat, now: Beat) -> Ending | None:
    """Tell why nobody listened between two beats; None where somebody did. A clock that was set is no gap."""
    slept = (now.boot - before.boot) - (now.awake - before.awake)
    if slept > LATE:
        return Ending.SLEPT
    if now.boot - before.boot > BEAT + LATE:
        return Ending.STALLED
    return None
