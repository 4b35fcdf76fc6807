"""Words are joined by AND; `-` excludes; commas mean any of; quotes keep blanks; the first colon splits."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sa_monitor.errors import QueryError
from sa_monitor.model.instants import DAY, HOUR, parse_instant
from sa_monitor.model.moments import Clock
from sa_monitor.model.query import EVERYTHING, Key, Term, parse_query
from tests.model.query_texts import queries, scraps

NOW = parse_instant("2026-11-14T13:21:03Z")
CLOCK = Clock(NOW)


def terms(text: str) -> list[Term]:
    return list(parse_query(text, CLOCK).terms)


@pytest.mark.parametrize("text", ["", "  ", "\t\n", '""', '-""', ",", '"" ,'])
def test_nothing_asked_is_everything(text):
    assert terms(text) == []
    assert not parse_query(text, CLOCK)
    assert EVERYTHING.terms == ()


@pytest.mark.parametrize(
    "key", [key for key in Key if key not in (Key.WORD, Key.EVENT, Key.SIGNATURE, Key.IS)]
)
def test_every_key_takes_values(key):
    value = "24h" if key in (Key.SINCE, Key.UNTIL) else "acme"
    assert [(term.key, term.values) for term in terms(f"{key}:{value}")] == [(key, (value,))]


def test_words_and_keys_stand_side_by_side():
    assert terms("acme app:billing") == [Term(Key.WORD, ("acme",)), Term(Key.APP, ("billing",))]


def test_a_hyphen_before_a_term_excludes():
    assert terms("-acme -app:billing") == [
        Term(Key.WORD, ("acme",), excluded=True),
        Term(Key.APP, ("billing",), excluded=True),
    ]


def test_a_hyphen_alone_or_inside_is_a_word():
    assert terms("- a-b") == [Term(Key.WORD, ("-",)), Term(Key.WORD, ("a-b",))]


def test_commas_mean_any_of():
    assert terms("app:billing,reporting,") == [Term(Key.APP, ("billing", "reporting"))]
    assert terms("acme,globex") == [Term(Key.WORD, ("acme", "globex"))]


def test_quotes_keep_blanks_commas_and_colons():
    assert terms('org:"Acme, Inc.",Globex') == [Term(Key.ORG, ("acme, inc.", "globex"))]
    assert terms('"spark:kms read"') == [Term(Key.WORD, ("spark:kms read",))]
    assert terms('org:"Acme"" Corp"x') == [Term(Key.ORG, ("acme corpx",))]


def test_the_first_colon_splits():
    assert terms("scope:spark:kms") == [Term(Key.SCOPE, ("spark:kms",))]


def test_case_is_folded():
    assert terms("APP:Straße EVENT:Authorized") == [
        Term(Key.APP, ("strasse",)),
        Term(Key.EVENT, ("authorized",)),
    ]


def test_the_text_is_kept_as_it_was_written():
    assert parse_query(" App:X  y ", CLOCK).text == "App:X  y"


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("since:24h", NOW - DAY),
        ("until:24h", NOW - DAY),
        ("since:2026-11-01", parse_instant("2026-11-01")),
        ("until:2026-11-01", parse_instant("2026-11-02")),
        ("until:20261101", parse_instant("2026-11-02")),
        ("since:yesterday", parse_instant("2026-11-13")),
        ("until:yesterday", parse_instant("2026-11-14")),
        ("until:2026-11-01T08:00Z", parse_instant("2026-11-01T08:00Z")),
        ('since:"2026-11-01 08:00"', parse_instant("2026-11-01T08:00Z")),
        ("since:2026-11-01T08:00+01:00", parse_instant("2026-11-01T08:00Z") - HOUR),
    ],
)
def test_a_moment_becomes_a_bound_and_until_a_date_includes_that_day(text, instant):
    assert [term.instant for term in terms(text)] == [instant]


@given(queries)
def test_what_people_write_reads(text):
    parse_query(text, CLOCK)


@given(st.text() | scraps)
def test_any_text_is_a_query_or_a_query_error(text):
    with suppress(QueryError):
        parse_query(text, CLOCK)
