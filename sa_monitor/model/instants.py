"""Instants: whole milliseconds since 1970 in UTC, read from and written as RFC 3339."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_FIRST = (datetime.min.replace(tzinfo=UTC) - _EPOCH) // _MILLISECOND
_LAST = (datetime.max.replace(tzinfo=UTC) - _EPOCH) // _MILLISECOND

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR


def from_datetime(moment: datetime) -> int:
    """Milliseconds since 1970 of `moment`; without a zone it is UTC. Finer parts are cut off."""
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return (moment - _EPOCH) // _MILLISECOND


def to_datetime(instant: int) -> datetime:
    """Give the instant as a datetime in UTC."""
    return _EPOCH + timedelta(milliseconds=instant)


def parse_instant(text: str) -> int | None:
    """Read an ISO 8601 date or date and time; None when it can't be read, or written in the years 1 to 9999 of UTC.

    Without a zone it is UTC.
    """
    try:
        instant = from_datetime(datetime.fromisoformat(text.strip().upper()))
    except (ValueError, OverflowError):
        return None
    return instant if _FIRST <= instant <= _LAST else None


def rfc3339(instant: int) -> str:
    """Write the instant in UTC with milliseconds: `2026-11-14T13:21:03.120Z`."""
    hour, rest = divmod(instant, HOUR)
    second, rest = divmod(rest, SECOND)
    return f"{_hour(hour)}:{_second(second)}.{rest:03}Z"


@lru_cache(maxsize=1024)
def _hour(hour: int) -> str:
    """Write an hour; those of one page are few, and making a datetime is most of the work of writing a time."""
    return to_datetime(hour * HOUR).replace(tzinfo=None).isoformat(timespec="hours")


@lru_cache(maxsize=3600)
def _second(second: int) -> str:
    """Write a second of an hour with its minute."""
    return f"{second // 60:02}:{second % 60:02}"


def http_date(instant: int) -> str:
    """Write the instant as HTTP does, in whole seconds: `Sat, 14 Nov 2026 13:21:03 GMT`."""
    moment = to_datetime(instant)
    day, month = _DAYS[moment.weekday()], _MONTHS[moment.month - 1]
    return f"{day}, {moment.day:02} {month} {moment.year:04} {moment:%H:%M:%S} GMT"
