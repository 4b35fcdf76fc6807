"""Moments as people write them in a query: a day, a time, `24h`, `7d`, `yesterday`."""

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from msgspec import Struct

from sa_monitor.errors import QueryError
from sa_monitor.model.instants import DAY, HOUR, MINUTE, SECOND, from_datetime, to_datetime

_AGO = re.compile(r"(\d{1,6})([mhdw])")
_UNITS = {"m": MINUTE, "h": HOUR, "d": DAY, "w": 7 * DAY}
_DAYS_AGO = {"today": 0, "yesterday": 1}


class Clock(Struct, frozen=True):
    """What relative words of a query refer to.

    `now` is in milliseconds, `zone` that of a time written without one, and `seen` the id of the newest event that the
    reader has seen: those recorded after it are new to them.
    """

    now: int
    zone: tzinfo = UTC
    seen: int = 0


def moment_range(text: str, clock: Clock) -> tuple[int, int] | None:
    """Give the first instant that the text means and the first after it; None when it can't be read.

    A day lasts a day, so that `until:2026-11-01` includes that day; any other moment is one instant.
    """
    text = text.strip().lower()
    if ago := _AGO.fullmatch(text):
        instant = clock.now - int(ago[1]) * _UNITS[ago[2]]
        return instant, instant
    try:
        if (day := _day(text, clock)) is not None:
            return _whole(day, clock)
        moment = datetime.fromisoformat(text.upper())
        zoned = moment if moment.tzinfo else moment.replace(tzinfo=clock.zone)
        return from_datetime(zoned), from_datetime(zoned)
    except (ValueError, OverflowError):
        return None


def _day(text: str, clock: Clock) -> date | None:
    if text in _DAYS_AGO:
        today = to_datetime(clock.now).astimezone(clock.zone).date()
        return today - timedelta(days=_DAYS_AGO[text])
    try:
        return date.fromisoformat(text.upper())
    except ValueError:
        return None


def _whole(day: date, clock: Clock) -> tuple[int, int]:
    starts = datetime.combine(day, time(), clock.zone)
    return from_datetime(starts), from_datetime(starts + timedelta(days=1))


_TIME_OF_DAY = re.compile(r"\d{1,2}:\d{2}(:\d{2})?")


def end_of(text: str, clock: Clock) -> int:
    """Give the first instant after what the text means: a day, a minute or second of today, or any other moment.

    A time of day that is still to come is that of yesterday. Raises QueryError.
    """
    if (at := _time_of_day(text.strip(), clock)) is not None:
        return at
    bounds = moment_range(text, clock)
    if bounds is None:
        raise QueryError(
            f"Can't read {text.strip()} (column 1).",
            "Write 14:21, 2026-11-01, 2026-11-01T08:00Z, 24h, 7d or yesterday.",
            column=1,
        )
    return bounds[1] + (bounds[0] == bounds[1])


def _time_of_day(text: str, clock: Clock) -> int | None:
    if not (found := _TIME_OF_DAY.fullmatch(text)):
        return None
    try:
        hour, minute, second = (*map(int, text.split(":")), 0)[:3]
        at = time(hour, minute, second, tzinfo=clock.zone)
    except ValueError:
        return None
    now = to_datetime(clock.now).astimezone(clock.zone)
    day = now.date() if at.replace(tzinfo=None) <= now.time() else now.date() - timedelta(days=1)
    return from_datetime(datetime.combine(day, at)) + (SECOND if found[1] else MINUTE)
