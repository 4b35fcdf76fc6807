"""What a query could go on with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sa_monitor.model.moments import Clock
from sa_monitor.model.query import Key, parse_query
from sa_monitor.ui.completion import completions, known_values
from tests.present.made import NOW, standing

KNOWN = {Key.APP: ("billing", "call-reporting", "old call"), Key.ORG: ("Acme Corp", 'The "Best", Ltd')}


def shown(query: str) -> list[str]:
    return [found.shown for found in completions(query, len(query), KNOWN)]


def completed(query: str, number: int = 0) -> str:
    return completions(query, len(query), KNOWN)[number].applied_to(query)


def test_nothing_typed_offers_every_key():
    assert shown("") == [f"{key}:" for key in Key if key]


def test_the_beginning_of_a_key_offers_the_keys_that_begin_so():
    assert shown("event:authorized s") == ["scope:", "site:", "signature:", "since:"]
    assert completed("-si") == "-site:"


def test_a_key_that_takes_few_words_offers_them():
    assert shown("event:") == ["authorized", "deauthorized"]
    assert completed("event:de") == "event:deauthorized"


def test_values_that_begin_so_come_before_those_that_hold_it():
    assert shown("app:call") == ["call-reporting", "old call"]


def test_a_value_that_stands_there_whole_isnt_offered_again():
    assert shown("app:billing") == []


def test_a_comma_begins_another_value():
    assert completed("app:billing,CA") == "app:billing,call-reporting"


def test_a_value_with_a_blank_is_quoted_and_one_begun_with_a_quote_too():
    assert completed("org:ac") == 'org:"Acme Corp"'
    assert completed('org:"acme co') == 'org:"Acme Corp"'


@pytest.mark.parametrize("query", ["evnt:x", "word", '"a quoted '])
def test_where_nothing_is_known_nothing_is_offered(query):
    assert shown(query) == []


def test_what_stands_behind_the_cursor_stays():
    found = completions("app:bil since:7d", len("app:bil"), KNOWN)[0]
    assert found.applied_to("app:bil since:7d") == "app:billing since:7d"
    assert found.cursor == len("app:billing")


def test_a_thing_without_a_name_goes_by_its_id():
    known = known_values([standing(app_name=None, app_id="app-9", scopes=("b", "a"))])
    assert known[Key.APP] == ["app-9"]
    assert known[Key.SCOPE] == ["a", "b"]


@given(st.text(max_size=40))
def test_a_completed_name_asks_for_exactly_that_name(name):
    for key in (Key.APP, Key.ORG):
        for found in completions(f"{key}:", len(key) + 1, {key: (name,)}):
            query = parse_query(found.applied_to(f"{key}:"), Clock(NOW))
            if name.strip() and "*" not in name:
                assert all(term.accepts([name]) for term in query.terms)
