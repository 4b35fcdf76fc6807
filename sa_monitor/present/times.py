"""Points in time, written in a zone. UTC is written so that it can't be taken for a local time."""

from datetime import UTC, datetime, tzinfo

from sa_monitor.model.instants import DAY, to_datetime

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def there(instant: int, zone: tzinfo) -> datetime:
    """Give the instant as a datetime in the zone, or in UTC where the calendar ends."""
    try:
        return to_datetime(instant).astimezone(zone)
    except (OverflowError, ValueError):
        return datetime.max.replace(tzinfo=UTC) if instant > 0 else datetime.min.replace(tzinfo=UTC)


def day_minute(instant: int, now: int, zone: tzinfo) -> str:
    """`14:21`, from a day on `12 Jun 14:21`: the reader would take it for today's."""
    on = f"{short_date(instant, zone)} " if now - instant >= DAY else ""
    return f"{on}{minute(instant, zone)}"


def time_of_day(instant: int, zone: tzinfo) -> str:
    """`14:21:03`, in UTC `14:21:03Z`."""
    return f"{there(instant, zone):%H:%M:%S}" + _zulu(zone)


def exact_time(instant: int, zone: tzinfo) -> str:
    """`14:21:03.120`, in UTC with a `Z`."""
    moment = there(instant, zone)
    return f"{moment:%H:%M:%S}.{moment.microsecond // 1000:03}" + _zulu(zone)


def minute(instant: int, zone: tzinfo) -> str:
    """`14:21`, in UTC `14:21Z`."""
    return f"{there(instant, zone):%H:%M}" + _zulu(zone)


def date(instant: int, zone: tzinfo) -> str:
    """`12 Jun 2024`, in UTC `2024-06-12`."""
    moment = there(instant, zone)
    if zone is UTC:
        return f"{moment.year:04}-{moment.month:02}-{moment.day:02}"
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"


def short_date(instant: int, zone: tzinfo) -> str:
    """`12 Jun`, in UTC `06-12`: beside something that tells the year."""
    moment = there(instant, zone)
    return f"{moment:%m-%d}" if zone is UTC else f"{moment.day} {_MONTHS[moment.month - 1]}"


def month(instant: int, zone: tzinfo) -> str:
    """`Jun`."""
    return _MONTHS[there(instant, zone).month - 1]


def weekday(instant: int, zone: tzinfo) -> str:
    """`Fri`."""
    return _DAYS[there(instant, zone).weekday()]


def day(instant: int, zone: tzinfo) -> str:
    """`Fri 13 Nov 2026`, in UTC `Fri 2026-11-13`."""
    return f"{_DAYS[there(instant, zone).weekday()]} {date(instant, zone)}"


def zone_name(instant: int, zone: tzinfo) -> str:
    """Name the zone at that instant: `CET`, `UTC`."""
    return there(instant, zone).tzname() or "UTC"


def zone_offset(instant: int, zone: tzinfo) -> str:
    """How far the zone is from UTC at that instant: `UTC+1`, `UTC-3:30`; nothing for UTC itself."""
    offset = there(instant, zone).utcoffset()
    minutes = int(offset.total_seconds()) // 60 if offset else 0
    if not minutes:
        return ""
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '-'}{hours}" + (f":{rest:02}" if rest else "")


def moment(instant: int, zone: tzinfo) -> str:
    """`12 Jun 2024 16:19:52 CEST`, in UTC `2024-06-12 14:19:52Z`."""
    return f"{date(instant, zone)} {time_of_day(instant, zone)}" + _named(instant, zone)


def exact_moment(instant: int, zone: tzinfo) -> str:
    """`Sat 14 Nov 2026 14:21:03.120 CET`, in UTC `Sat 2026-11-14 13:21:03.120Z`."""
    return f"{day(instant, zone)} {exact_time(instant, zone)}" + _named(instant, zone)


def _zulu(zone: tzinfo) -> str:
    return "Z" if zone is UTC else ""


def _named(instant: int, zone: tzinfo) -> str:
    return "" if zone is UTC else f" {zone_name(instant, zone)}"
