"""A value matches a whole name, id or UUID, `*` widens it; a bare word matches inside names, ids, scopes, sites."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sa_monitor.model.delivery import Verdict
from sa_monitor.model.moments import Clock
from sa_monitor.model.query import parse_query
from tests.model.happenings import APP_UUID, ORG_UUID, an_event, events
from tests.model.query_texts import queries, terms

CLOCK = Clock(5_000_000)
EVENT = an_event()


def matches(text: str, event=EVENT) -> bool:
    return parse_query(text, CLOCK).matches(event)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "event:deauthorized",
        "event:authorized,deauthorized",
        "app:call-reporting",
        "app:CALL-REPORTING",
        f"app:{APP_UUID}",
        f"app:{APP_UUID.upper()}",
        f"app:{EVENT.app_id}",
        "app:call-*",
        "app:*",
        "app:*port*",
        "app:other,call-reporting",
        'org:"acme corp"',
        f"org:{ORG_UUID}",
        f"org:{EVENT.org_id}",
        "org:acme*",
        "org:05a705d7*",
        "scope:spark:kms",
        "scope:*_write",
        "site:a.webex.com",
        "admin-site:admin.webex.com",
        "actor:actor-1",
        "signature:verified",
        "acme",
        "CALL",
        "05a705d7",
        "admin_schedule",
        "a.webex.com",
        "admin.webex",
        '"acme corp"',
        "nobody,acme",
        "acme -globex -app:billing",
    ],
)
def test_what_is_asked_for_is_matched(text):
    assert matches(text)


@pytest.mark.parametrize(
    "text",
    [
        "event:authorized",
        "app:call",
        "app:reporting",
        "app:call-reportingx",
        "app:call.reporting",
        "app:acme*",
        "org:acme",
        "org:call-reporting",
        "scope:spark",
        "site:admin.webex.com",
        "admin-site:a.webex.com",
        "actor:call-reporting",
        "signature:unsigned",
        "acme globex",
        "-acme",
        "nobody",
        "actor-1",
    ],
)
def test_what_is_not_asked_for_is_not_matched(text):
    assert not matches(text)


def test_a_name_that_is_missing_is_matched_by_no_value():
    nameless = an_event(app_name=None, org_name=None, actor_id=None, scopes=(), sites=())
    for text in ("app:none", "actor:*", "scope:*", "site:*", "none"):
        assert not matches(text, nameless)
    assert matches("org:*", nameless)


def test_flags_are_of_the_event():
    repeated, synthetic, expected = an_event(deliveries=2), an_event(synthetic=True), an_event(expected=True)
    assert [matches("is:repeated", event) for event in (EVENT, repeated, synthetic)] == [False, True, False]
    assert [matches("is:synthetic", event) for event in (EVENT, repeated, synthetic)] == [False, False, True]
    assert [matches("is:repeated,expected", event) for event in (repeated, synthetic, expected)] == [
        True,
        False,
        True,
    ]


def test_a_webhook_is_asked_for_by_any_of_its_ids():
    reported_twice = an_event(webhook_ids=("W1", "W2"))
    assert matches("webhook:w2", reported_twice)
    assert not matches("webhook:w3", reported_twice)


def test_unsigned_is_asked_for_by_its_word():
    assert matches("signature:unsigned", an_event(signature=Verdict.UNSIGNED))


def test_since_is_at_or_after_and_until_is_before():
    at = "1970-01-01T00:30:00Z"
    now = an_event(received_at=1_800_000)
    earlier = an_event(received_at=1_799_999)
    assert [matches(f"since:{at}", event) for event in (earlier, now)] == [False, True]
    assert [matches(f"until:{at}", event) for event in (earlier, now)] == [True, False]


def test_many_stars_do_not_make_a_hostile_name_slow():
    """Trying every way to divide the name between the stars would take longer than anybody waits."""
    event = an_event(app_name="a" * 20_000)
    assert not matches("app:" + "*a" * 30 + "*b", event)
    assert matches("app:" + "*a" * 30 + "*", event)
    assert not matches("app:" + "*" * 30 + "b", event)


@given(st.text("ab*", max_size=8), st.text("ab", max_size=8))
def test_a_star_stands_for_any_characters_or_none(value, name):
    def fits(pattern: str, text: str) -> bool:
        if not pattern:
            return not text
        if pattern[0] == "*":
            return any(fits(pattern[1:], text[start:]) for start in range(len(text) + 1))
        return text[:1] == pattern[0] and fits(pattern[1:], text[1:])

    if value and name:
        event = an_event(scopes=(name,))
        assert matches(f"scope:{value}", event) == fits(value, name)


@given(terms, events)
def test_an_excluded_term_is_the_complement(term, event):
    assert matches(f"-{term}", event) != matches(term, event)


@given(queries, queries, events)
def test_terms_are_joined_by_and(one, other, event):
    assert matches(f"{one} {other}", event) == (matches(one, event) and matches(other, event))


@given(
    st.sampled_from(["", "app:", "org:", "scope:"]),
    st.lists(st.sampled_from(["acme", "globex", "a*"])),
    events,
)
def test_values_are_joined_by_or(key, values, event):
    if values:
        joined = matches(key + ",".join(values), event)
        assert joined == any(matches(key + value, event) for value in values)


@given(st.text(min_size=1).filter(lambda text: '"' not in text), events)
def test_any_word_in_quotes_can_be_asked_for(word, event):
    inside = any(
        word.casefold() in name.casefold() for name in (event.app_id, event.app_name or "", *event.scopes)
    )
    if inside:
        assert matches(f'"{word}"', event)


@pytest.mark.parametrize(
    ("text", "asked"), [("is:new", [5, 6]), ("-is:new", [3, 4]), ("is:new,synthetic", [3, 5, 6])]
)
def test_new_is_what_was_recorded_after_the_event_that_the_reader_has_seen(text, asked):
    query = parse_query(text, Clock(5_000_000, seen=4))
    events = [an_event(id=number, synthetic=number == 3) for number in range(3, 7)]
    assert [event.id for event in events if query.matches(event)] == asked
