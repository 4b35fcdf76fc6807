"""The zone that times are shown in."""

import time
from datetime import UTC, datetime, timedelta, tzinfo

__all__ = ["LOCAL", "UTC", "Local"]

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 (tzinfo counts in naive times)
_DAY = 86_400
_SET_BACK = (3_600, 1_800)
"""Seconds by which clocks are set back in autumn; an hour but for one island."""


class Local(tzinfo):
    """The computer's own zone, with the offset that held at each instant."""

    def fromutc(self, moment: datetime) -> datetime:
        """Give the local time of a moment in UTC; in the hour that comes twice it knows which one it is."""
        instant = _seconds(moment)
        wall = instant + _at(instant)[0]
        again = any(instant - back + _at(instant - back)[0] == wall for back in _SET_BACK)
        return (moment + timedelta(seconds=wall - instant)).replace(fold=int(again))

    def utcoffset(self, moment: datetime | None) -> timedelta:
        """Give the offset that holds at a local time."""
        return timedelta(seconds=_of(moment)[0])

    def tzname(self, moment: datetime | None) -> str:
        """Give the zone's name at a local time."""
        return _of(moment)[1]

    def dst(self, _moment: datetime | None) -> timedelta | None:
        """Answer that it isn't known how much of the offset is daylight saving."""
        return None


def _seconds(moment: datetime) -> float:
    return (moment.replace(tzinfo=None) - _EPOCH).total_seconds()


def _of(moment: datetime | None) -> tuple[int, str]:
    """Give offset and name at a local time, of the two instants that may have it the one that `fold` means."""
    if moment is None:
        return _at(0)
    wall = _seconds(moment)
    offsets = {_at(wall - _DAY)[0], _at(wall + _DAY)[0]}
    instants = sorted(wall - offset for offset in offsets if _at(wall - offset)[0] == offset)
    return _at(instants[-moment.fold] if instants else wall - min(offsets))


def _at(seconds: float) -> tuple[int, str]:
    try:
        there = time.localtime(seconds)
    except (OverflowError, ValueError, OSError):
        return 0, "UTC"
    return there.tm_gmtoff, there.tm_zone


LOCAL = Local()
