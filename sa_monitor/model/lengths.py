"""Lengths of time as people write them: `30m`, `2h`, `3d`, `1w`."""

import re

from sa_monitor.errors import UsageError
from sa_monitor.model.instants import DAY, HOUR, MINUTE

_UNITS = {"m": MINUTE, "h": HOUR, "d": DAY, "w": 7 * DAY}
_LENGTH = re.compile(r"(\d{1,4})([mhdw])", re.ASCII)


def length_of(text: str) -> int:
    """Read a length of time, in milliseconds. Raises UsageError."""
    found = _LENGTH.fullmatch(text.strip().lower())
    length = int(found[1]) * _UNITS[found[2]] if found else 0
    if length <= 0:
        raise UsageError(f"{text!a} is no length of time.", "Write 30m, 2h, 3d or 1w.")
    return length
