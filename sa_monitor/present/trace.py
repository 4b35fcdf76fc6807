"""What is told of a mistake of ours: what kind it is and where it happened, never the values that were at hand there.

The words of somebody else's exception may repeat what it was about, a URL, a header, a key; some of those are secret.
"""

import traceback
from collections.abc import Iterator

from sa_monitor.errors import SaMonitorError

_NAMES_ONLY = (ArithmeticError, AttributeError, ImportError, IndexError, NameError, RecursionError, TypeError)
"""Exceptions of Python itself that speak of names and types, not of values."""

_CAUSE = "That was the cause of:"
_MEANWHILE = "While that was being dealt with:"


def kind_of(error: BaseException) -> str:
    """Give the kind of an exception, with its words where they can't hold a value."""
    kind, words = type(error), _words_of(error)
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    return f"{name}: {words}" if words else name


def place_of(error: BaseException) -> str:
    """Tell in which line it was raised; empty where that isn't known."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "/sa_monitor/" in frame.filename] or frames
    return f"{'/'.join(ours[-1].filename.split('/')[-3:])}, line {ours[-1].lineno}" if ours else ""


def trace_of(error: BaseException) -> list[str]:
    """Give the lines of its trace, with those of what led to it first."""
    return list(_lines(error, set()))


def _lines(error: BaseException, told: set[int]) -> Iterator[str]:
    told.add(id(error))
    led, how = error.__cause__, _CAUSE
    if led is None and not error.__suppress_context__:
        led, how = error.__context__, _MEANWHILE
    if led is not None and id(led) not in told:
        yield from _lines(led, told)
        yield how
    yield "Traceback (most recent call last):"
    for frame in traceback.extract_tb(error.__traceback__).format():
        yield from frame.splitlines()
    yield kind_of(error)
    if isinstance(error, BaseExceptionGroup):
        for inner in error.exceptions:
            yield from (f"  {line}" for line in _lines(inner, told))


def _words_of(error: BaseException) -> str:
    kind = type(error)
    if isinstance(error, SaMonitorError) or kind.__module__ == "sqlite3":
        return str(error)
    if kind.__module__ != "builtins":
        return ""
    if isinstance(error, OSError):
        return error.strerror or ""
    return str(error) if isinstance(error, _NAMES_ONLY) else ""
