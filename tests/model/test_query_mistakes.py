"""A wrong query is refused with the position of the mistake and a hint."""

import pytest
from hypothesis import assume, given

from sa_monitor.errors import QueryError
from sa_monitor.model.moments import Clock
from sa_monitor.model.query import parse_query
from tests.model.query_texts import scraps

CLOCK = Clock(0)


@pytest.mark.parametrize(
    ("text", "said", "hint"),
    [
        ("evnt:authorized", "`evnt:` isn't a key (column 1).", "Did you mean event: ?"),
        ("acme  -ap:x", "`ap:` isn't a key (column 8).", "Did you mean app: ?"),
        ("zzz:x", "`zzz:` isn't a key (column 1).", 'quote a word that has a ":".'),
        (":x", "`:` isn't a key (column 1).", "Keys are event, app,"),
        ("app:", "app: has no value (column 5).", "Write app:name, or app:* for any."),
        ("x -app:,", "app: has no value (column 8).", "Write app:name"),
        ('app:""', "app: has no value (column 5).", "Write app:name"),
        ("event:", "event: has no value (column 7).", "Use authorized or deauthorized."),
        ("since:", "since: has no value (column 7).", "since:24h"),
        ("event:authorised", "event: can't be authorised (column 7).", "Did you mean authorized ?"),
        ("event:authorized,x", "event: can't be x (column 18).", "Use authorized or deauthorized."),
        ("event:*", "event: can't be * (column 7).", "Use authorized or deauthorized."),
        ("signature:rejected", "signature: can't be rejected (column 11).", "Use verified or unsigned."),
        ("is:synthetik", "is: can't be synthetik (column 4).", "Did you mean synthetic ?"),
        ("a since:soon", "since: can't read soon (column 9).", "since:yesterday"),
        ("until:24h,7d", "until: can't read 24h, 7d (column 7).", "until:7d"),
        ("since:2026-13-01", "since: can't read 2026-13-01 (column 7).", "since:2026-11-01"),
        ('org:"Acme', "A quote is opened and not closed (column 5).", 'Add a ".'),
        ('"a" "b c', "A quote is opened and not closed (column 5).", 'Add a ".'),
        ('a"b"c"d e', "A quote is opened and not closed (column 6).", 'Add a ".'),
    ],
)
def test_a_mistake_is_named_with_its_place_and_a_hint(text, said, hint):
    with pytest.raises(QueryError) as refused:
        parse_query(text, CLOCK)
    assert refused.value.title == said
    assert hint in refused.value.advice
    assert said.endswith(f"(column {refused.value.column}).")


def mistake(text: str) -> QueryError | None:
    try:
        parse_query(text, CLOCK)
    except QueryError as error:
        return error
    return None


@given(scraps)
def test_the_place_of_a_mistake_is_in_the_query_or_right_after_it(text):
    error = mistake(text)
    assume(error is not None)
    assert 1 <= error.column <= len(text) + 1
    assert error.advice
