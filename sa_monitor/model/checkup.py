"""One answer to whether everything is in place."""

from enum import StrEnum

from msgspec import Struct


class Grade(StrEnum):
    """How it stands: in order, worth a look or not known, broken."""

    PASS = "pass"  # noqa: S105 (a grade)
    WARN = "warn"
    FAIL = "fail"


class Check(Struct, frozen=True):
    """What was checked, how it stands, what is so, and what to do (may be empty). `detail` may hold foreign text."""

    check: str
    status: Grade
    detail: str
    advice: str = ""


def passed(check: str, detail: str) -> Check:
    """Say that it is in order."""
    return Check(check, Grade.PASS, detail)


def doubtful(check: str, detail: str, advice: str = "") -> Check:
    """Say that it wants a look, or isn't known."""
    return Check(check, Grade.WARN, detail, advice)


def failed(check: str, detail: str, advice: str = "") -> Check:
    """Say that it is broken."""
    return Check(check, Grade.FAIL, detail, advice)
