"""What is told of a mistake of ours."""

import sqlite3

import pytest

from sa_monitor.errors import Refused, Unreachable
from sa_monitor.present.trace import kind_of, place_of, trace_of


class Odd(OSError):
    """As a library makes one that repeats a URL."""


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ValueError("secret"), "ValueError"),
        (KeyError("secret"), "KeyError"),
        (RuntimeError("secret"), "RuntimeError"),
        (Odd("secret"), f"{__name__}.Odd"),
        (OSError("secret"), "OSError"),
        (OSError(28, "No space left on device", "secret"), "OSError: No space left on device"),
        (AttributeError("'NoneType' has no 'x'"), "AttributeError: 'NoneType' has no 'x'"),
        (sqlite3.OperationalError("no such table: x"), "sqlite3.OperationalError: no such table: x"),
        (Refused("Webex said no.", "Ask."), "sa_monitor.errors.Refused: Webex said no. Ask."),
    ],
)
def test_its_words_are_told_only_where_they_hold_no_value(error, words):
    assert kind_of(error) == words


def _fails():
    try:
        {}["secret"]
    except KeyError as error:
        raise Unreachable("Nobody answers.") from error


def test_the_trace_tells_each_line_of_all_that_led_to_it_and_no_value():
    with pytest.raises(Unreachable) as caught:
        _fails()
    told = "\n".join(trace_of(caught.value))
    assert told.index("KeyError") < told.index("That was the cause of:") < told.index("Unreachable: Nobody")
    assert told.count(", in _fails") == 2
    assert "KeyError: " not in told
    assert place_of(caught.value).startswith("tests/present/test_trace.py, line ")


def test_the_trace_of_several_has_each():
    told = trace_of(
        ExceptionGroup("secret", [ValueError("secret"), ExceptionGroup("", [KeyError("secret")])])
    )
    assert [line.strip() for line in told if "Error" in line] == ["ValueError", "KeyError"]
    assert "secret" not in "\n".join(told)


def test_a_trace_that_leads_to_itself_ends():
    one, other = ValueError(), KeyError()
    one.__context__, other.__context__ = other, one
    assert [line for line in trace_of(one) if "Error" in line] == ["KeyError", "ValueError"]
