"""The zone that times are shown in."""

import time
from datetime import UTC, datetime, timedelta, tzinfo

__all__ = ["LOCAL", "UTC", "Local"]

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - tzinfo counts in naive times


class Local(tzinfo):
    """The computer's own zone, with the offset that held at each instant."""

    def fromutc(self, moment: datetime) -> datetime:
        """Give the local time of a moment in UTC."""
        return moment + timedelta(seconds=self._at((moment.replace(tzinfo=None) - _EPOCH).total_seconds())[0])

    def utcoffset(self, moment: datetime | None) -> timedelta:
        """Give the offset that holds at a local time."""
        return timedelta(seconds=self._of(moment)[0])

    def tzname(self, moment: datetime | None) -> str:
        """Give the zone's name at a local time."""
        return self._of(moment)[1]

    def dst(self, _moment: datetime | None) -> timedelta | None:
        """Answer that it isn't known how much of the offset is daylight saving."""
        return None

    def _of(self, moment: datetime | None) -> tuple[int, str]:
        if moment is None:
            return self._at(0)
        wall = (moment.replace(tzinfo=None) - _EPOCH).total_seconds()
        return self._at(wall - self._at(wall)[0])

    def _at(self, seconds: float) -> tuple[int, str]:
        try:
            there = time.localtime(seconds)
        except (OverflowError, ValueError, OSError):
            return 0, "UTC"
        return there.tm_gmtoff, there.tm_zone


LOCAL = Local()
