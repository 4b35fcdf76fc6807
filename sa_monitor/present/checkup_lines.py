"""What was checked, in lines and as JSON."""

from sa_monitor.model.checkup import Check, Grade
from sa_monitor.present import signs
from sa_monitor.present.clean import clean
from sa_monitor.present.records import Record

_SIGNS = {Grade.PASS: signs.OK, Grade.WARN: signs.LOOK, Grade.FAIL: signs.LOST}
_NAMES = 12
"""Cells for the name of a check."""


def grade_sign(grade: Grade) -> str:
    """Give its sign."""
    return _SIGNS[grade]


def checkup_lines(check: Check) -> list[str]:
    """Give what is so after its sign and name, and what to do in a line of its own."""
    lines = [f"{grade_sign(check.status)} {check.check:<{_NAMES}} {clean(check.detail)}"]
    return [*lines, f"{'':<{_NAMES + 3}}{clean(check.advice)}"] if check.advice else lines


def checkup_record(check: Check) -> Record:
    """Give it as JSON."""
    return {"check": check.check, "status": check.status, "detail": check.detail, "advice": check.advice}
