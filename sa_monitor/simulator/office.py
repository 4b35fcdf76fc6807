"""When people work: maps a share of the story to a moment, so that days are busy and nights and weekends quiet."""

from bisect import bisect_right
from itertools import accumulate

from sa_monitor.model.instants import DAY, HOUR, to_datetime

_BY_HOUR = (1, 1, 1, 1, 1, 2, 5, 12, 18, 20, 20, 18, 14, 16, 19, 19, 17, 14, 9, 6, 4, 3, 2, 1)
"""How much happens in each hour of a working day, in UTC."""

_WEEKEND = 0.12
_SATURDAY = 5


class Office:
    """The working time of the `days` before `now`, as shares from 0 to 1; a greater share is a later moment."""

    def __init__(self, now: int, days: int) -> None:
        self._start = now - days * DAY
        weights = [_weight(self._start + hour * HOUR) for hour in range(days * DAY // HOUR)]
        self._done = [0.0, *accumulate(weights)]

    def at(self, share: float) -> int:
        """Give the moment (ms) by which this share of all the work is done."""
        work = share * self._done[-1]
        hour = min(bisect_right(self._done, work), len(self._done) - 1) - 1
        within = (work - self._done[hour]) / (self._done[hour + 1] - self._done[hour])
        return self._start + int((hour + within) * HOUR)


def _weight(moment: int) -> float:
    when = to_datetime(moment)
    return _BY_HOUR[when.hour] * (_WEEKEND if when.weekday() >= _SATURDAY else 1.0)
