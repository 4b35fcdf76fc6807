"""The clocks of this machine."""

import time

from sa_monitor.model.listening import Beat

_NANOSECONDS = 1_000_000


def _clock(*names: str) -> int:
    """Give the first of these clocks that the system has."""
    return next(int(getattr(time, name)) for name in names if hasattr(time, name))


_BOOT = _clock("CLOCK_BOOTTIME", "CLOCK_MONOTONIC_RAW", "CLOCK_MONOTONIC")
"""Runs on while the computer sleeps: Linux names it BOOTTIME, and on macOS the raw clock does so."""

_AWAKE = _clock("CLOCK_UPTIME_RAW", "CLOCK_MONOTONIC")


def wall_clock() -> int:
    """Give the time of day, in milliseconds since 1970 in UTC."""
    return time.time_ns() // _NANOSECONDS


def clocks() -> Beat:
    """Give all three clocks at once."""
    awake, boot = (time.clock_gettime_ns(clock) // _NANOSECONDS for clock in (_AWAKE, _BOOT))
    return Beat(wall_clock(), awake, boot)
