"""The page of checks: a row for each, and below them the one under the cursor whole."""

from collections.abc import Sequence

from sa_monitor.model.checkup import Check, Grade
from sa_monitor.present.checkup_lines import grade_sign
from sa_monitor.present.clean import clean
from sa_monitor.present.columns import Column, row
from sa_monitor.present.paragraph import broken
from sa_monitor.present.quantities import counted
from sa_monitor.present.tone import Line, Span, Tone, line

_NAME = Column(3, 11)
_DETAIL = _NAME.end + 2
_TONES = {Grade.PASS: Tone.TEXT, Grade.WARN: Tone.WARNING, Grade.FAIL: Tone.ERROR}


def checkup_row(check: Check, cells: int) -> Line:
    """Write one check on one line: its sign, its name, what is so, then as much of the advice as there is room."""
    sign = (Span(grade_sign(check.status), _TONES[check.status]),)
    said = (Span(clean(check.detail)), Span(f"  {clean(check.advice)}" if check.advice else "", Tone.QUIET))
    detail = Column(_DETAIL, cells - _DETAIL - 1)
    return row([(Column(1, 1), sign), (_NAME, line(clean(check.check))), (detail, said)])


def checkup_whole(check: Check, does: str | None, cells: int) -> list[Line]:
    """Write one check whole: what is so, what to do, and what enter does about it."""
    rows = [line(f" {words}") for words in broken(clean(check.detail), cells - 2)]
    if check.advice:
        rows += [line(f" {words}", Tone.QUIET) for words in broken(clean(check.advice), cells - 2)]
    if does is not None:
        rows.append((Span(" enter", Tone.ACCENT), Span(f"  {does}")))
    return rows


def checkup_advice(check: Check) -> str:
    """Say what is to be done, in a sentence of its own."""
    if check.status is Grade.PASS:
        return "Nothing is to be mended here."
    return clean(check.advice) or "Nothing here mends that."


def checkup_totals(checks: Sequence[Check]) -> str:
    """Say how all of them stand."""
    failed = sum(check.status is Grade.FAIL for check in checks)
    doubtful = sum(check.status is Grade.WARN for check in checks)
    if not failed and not doubtful:
        return f"{counted(len(checks), 'check')}, all in order"
    parts = [f"{failed} broken"] if failed else []
    return ", ".join([*parts, f"{doubtful} to look at"] if doubtful else parts)
