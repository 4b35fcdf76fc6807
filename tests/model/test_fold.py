"""The standing of a pair is the greatest of its events, whatever the order, repetition or lateness of deliveries."""

from functools import reduce

from hypothesis import given
from hypothesis import strategies as st

from sa_monitor.model.authorization import Authorization, Standing, fold, settle_date, standing_of
from sa_monitor.model.event import Kind
from sa_monitor.model.instants import parse_instant, rfc3339
from sa_monitor.model.payload import read_payload
from tests.model.bodies import authorized

standings = st.builds(Standing, date=st.integers(0, 20), ended=st.booleans())
histories = st.lists(standings, min_size=1, max_size=12)


def folded(heard: list[Standing], before: Standing | None = None) -> Standing | None:
    return reduce(fold, heard, before)


@given(histories, st.data())
def test_any_order_gives_the_same_standing(heard, data):
    assert folded(data.draw(st.permutations(heard))) == folded(heard)


@given(histories, st.data())
def test_any_duplication_gives_the_same_standing(heard, data):
    repeated = heard + data.draw(st.lists(st.sampled_from(heard), max_size=12))
    assert folded(data.draw(st.permutations(repeated))) == folded(heard)


@given(histories, st.data())
def test_any_subset_twice_gives_the_same_standing(heard, data):
    """A replay or an import of what is known already changes nothing."""
    subset = data.draw(st.lists(st.sampled_from(heard), unique=True))
    assert folded(subset, before=folded(heard)) == folded(heard)


@given(histories, histories)
def test_two_stores_that_saw_the_same_in_other_parts_agree(some, others):
    assert folded(some + others) == fold(folded(some), folded(others))


@given(histories)
def test_the_standing_is_the_greatest_under_date_and_deauthorized(heard):
    assert folded(heard) == max(heard, key=lambda one: (one.date, one.ended))


@given(st.lists(st.integers(0, 20)), st.integers(0, 20))
def test_a_redelivered_authorized_never_revives_an_ended_authorization(dates, end):
    ended = folded(
        [*(Standing(date, ended=False) for date in dates if date <= end), Standing(end, ended=True)]
    )
    late = [Standing(date, ended=False) for date in dates if date <= end]
    assert folded(late, before=ended).kind is Kind.DEAUTHORIZED


@given(histories)
def test_a_newer_authorization_revives(heard):
    before = folded(heard)
    assert fold(before, Standing(before.date + 1, ended=False)).kind is Kind.AUTHORIZED


@given(st.lists(st.tuples(st.sampled_from(Kind), st.integers(0, 10)), min_size=1, max_size=6), st.data())
def test_dated_deliveries_decide_the_same_in_any_order_and_at_any_time_of_receipt(happened, data):
    def heard(order: list[tuple[Kind, int]]) -> Standing | None:
        standing = None
        for kind, date in order:
            body = authorized(event=kind, data={"authorizationDate": rfc3339(date)})
            happening = read_payload(body).happening
            received_at = data.draw(st.integers(0, 1_000))
            settled, _ = settle_date(happening.date, received_at, standing.date if standing else None)
            standing = fold(standing, standing_of(happening.kind, settled))
        return standing

    assert heard(data.draw(st.permutations(happened + happened[:3]))) == heard(happened)


def test_a_deauthorization_with_the_date_of_its_authorization_ends_it():
    date = parse_instant("2024-06-12T14:19:52.168Z")
    began, ended = standing_of(Kind.AUTHORIZED, date), standing_of(Kind.DEAUTHORIZED, date)
    assert folded([began, ended]) == folded([ended, began]) == ended


def test_lost_is_deauthorized_and_neither_expected_nor_intended():
    def pair(state: Kind, *, expected: bool) -> Authorization:
        return Authorization(
            app_id="a",
            app_name=None,
            org_id="o",
            org_name=None,
            state=state,
            since=1,
            heard=1,
            expected=expected,
        )

    lost = {
        (state, expected)
        for state in Kind
        for expected in (True, False)
        if pair(state, expected=expected).lost
    }
    assert lost == {(Kind.DEAUTHORIZED, False)}
