"""How long, in two units at most."""

from sa_monitor.model.instants import DAY, HOUR, MINUTE, SECOND

_DAYS_ALONE = 3 * DAY
"""Milliseconds from which the hours beside the days say nothing."""


def duration(milliseconds: int) -> str:
    """Write a length of time: `224 ms`, `8 s`, `28 min`, `2 h 28 min`, `1 d 3 h`, `885 d`."""
    if milliseconds < DAY:
        return span(milliseconds)
    if milliseconds < _DAYS_ALONE:
        return _two(milliseconds, (DAY, "d"), (HOUR, "h"))
    return f"{milliseconds // DAY} d"


def span(milliseconds: int) -> str:
    """Write it with whole days alone, as ages are: `8 s`, `3 min`, `2 h 14 min`, `5 d`."""
    if milliseconds < HOUR or milliseconds >= DAY:
        return rough(milliseconds)
    return _two(milliseconds, (HOUR, "h"), (MINUTE, "min"))


def rough(milliseconds: int) -> str:
    """Write it in one unit, for narrow columns: `224 ms`, `8 s`, `14 min`, `2 h`, `5 d`."""
    if milliseconds < SECOND:
        return f"{max(0, milliseconds)} ms"
    for length, unit in ((DAY, "d"), (HOUR, "h"), (MINUTE, "min")):
        if milliseconds >= length:
            return f"{milliseconds // length} {unit}"
    return f"{milliseconds // SECOND} s"


def _two(milliseconds: int, large: tuple[int, str], small: tuple[int, str]) -> str:
    whole, rest = divmod(milliseconds, large[0])
    first, second = f"{whole} {large[1]}", rest // small[0]
    return f"{first} {second} {small[1]}" if second else first
