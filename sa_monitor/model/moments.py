"""Moments as people write them in a query: a day, a time, `24h`, `7d`, `yesterday`."""

import re
from datetime import UTC, datetime, time, timedelta, tzinfo

from msgspec import Struct

from sa_monitor.model.instants import DAY, HOUR, MINUTE, from_datetime, to_datetime

_AGO = re.compile(r"(\d{1,6})([mhdw])")
_UNITS = {"m": MINUTE, "h": HOUR, "d": DAY, "w": 7 * DAY}
_DAY_ONLY = re.compile(r"\d{4}-\d{2}-\d{2}")
_DAYS_AGO = {"today": 0, "yesterday": 1}


class Clock(Struct, frozen=True):
    """What relative moments refer to: now in milliseconds, and the zone of a time written without one."""

    now: int
    zone: tzinfo = UTC


def moment_range(text: str, clock: Clock) -> tuple[int, int] | None:
    """Give the first instant that the text means and the first after it; None when it can't be read.

    A day lasts a day, so that `until:2026-11-01` includes that day; any other moment is one instant.
    """
    text = text.strip().lower()
    if ago := _AGO.fullmatch(text):
        instant = clock.now - int(ago[1]) * _UNITS[ago[2]]
        return instant, instant
    try:
        if text in _DAYS_AGO:
            today = to_datetime(clock.now).astimezone(clock.zone).date()
            return _day(datetime.combine(today - timedelta(days=_DAYS_AGO[text]), time()), clock)
        moment = datetime.fromisoformat(text.upper())
        if _DAY_ONLY.fullmatch(text):
            return _day(moment, clock)
        zoned = moment if moment.tzinfo else moment.replace(tzinfo=clock.zone)
        return from_datetime(zoned), from_datetime(zoned)
    except (ValueError, OverflowError):
        return None


def _day(midnight: datetime, clock: Clock) -> tuple[int, int]:
    starts = midnight.replace(tzinfo=clock.zone)
    return from_datetime(starts), from_datetime(starts + timedelta(days=1))
