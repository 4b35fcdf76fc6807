"""How old a state is: an age while it is young, then the date."""

from datetime import tzinfo

from sa_monitor.model.instants import DAY, SECOND
from sa_monitor.present.durations import rough, span
from sa_monitor.present.times import date

_NOW = SECOND
_DATED = 30 * DAY


def age(instant: int, now: int, zone: tzinfo) -> str:
    """`now`, `8 s`, `3 min`, `2 h 14 min`, `5 d`, from 30 days on `12 Jun 2024`."""
    passed = now - instant
    if passed >= _DATED:
        return date(instant, zone)
    if passed <= -_NOW:
        return f"{rough(-passed)} ahead"
    return span(passed) if passed >= _NOW else "now"


def ago(instant: int, now: int, zone: tzinfo) -> str:
    """Write it as words of a sentence: `now`, `3 min ago`, `12 Jun 2024`, `4 min ahead of this clock`."""
    passed = now - instant
    words = age(instant, now, zone)
    if passed <= -_NOW:
        return f"{words} of this clock"
    return words if passed >= _DATED or passed < _NOW else f"{words} ago"


def rough_ago(instant: int, now: int, zone: tzinfo) -> str:
    """Write it in one unit, for narrow columns: `2 h ago`."""
    passed = now - instant
    return f"{rough(passed)} ago" if _NOW <= passed < _DATED else ago(instant, now, zone)


def rough_age(instant: int, now: int) -> str:
    """Write the age in one unit beside a time that gives the rest: `now`, `8 s`, `2 h`, `885 d`, `ahead`."""
    passed = now - instant
    if passed <= -_NOW:
        return "ahead"
    return rough(passed) if passed >= _NOW else "now"
