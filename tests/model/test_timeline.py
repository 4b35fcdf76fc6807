"""The history of a pair: whatever the order, with what isn't known left out."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from sa_monitor.model.event import Kind
from sa_monitor.model.timeline import Notice, Span, State, timeline
from tests.ui.samples import event

NOW = 1_000


def authorized(date: int, number: int = 1, **changes: object):
    return event(number, date=date, received_at=date, **changes)


def ended(date: int, heard: int, number: int = 2, **changes: object):
    return event(number, kind=Kind.DEAUTHORIZED, date=date, received_at=heard, **changes)


happenings = st.lists(
    st.builds(
        lambda date, delay, kind: (date, date + delay, kind),
        st.integers(0, 900),
        st.integers(0, 200),
        st.sampled_from(Kind),
    ),
    max_size=10,
)
gaps = st.lists(st.integers(0, 1_000), max_size=8, unique=True).map(
    lambda ends: [(start, end) for start, end in zip(*[iter(sorted(ends))] * 2, strict=False)]
)


def events_of(happened):
    """Give each happening once, as the store does."""
    once = {(date, kind): (date, heard, kind) for date, heard, kind in happened}
    return [
        event(number, date=date, received_at=heard, kind=kind)
        for number, (date, heard, kind) in enumerate(once.values(), 1)
    ]


@given(happenings, gaps, st.data())
def test_order_of_receipt_and_repetition_change_nothing(happened, unheard, data):
    events = events_of(happened)
    repeated = (
        [replace(one, id=one.id + 100) for one in data.draw(st.lists(st.sampled_from(events)))]
        if events
        else []
    )
    mixed = data.draw(st.permutations(events + repeated))
    assert timeline(mixed, unheard, NOW) == timeline(events, unheard, NOW)


@given(happenings, gaps)
def test_spans_join_without_holes_and_never_overlap_and_shares_are_shares(happened, unheard):
    told = timeline(events_of(happened), unheard, NOW)
    for before, after in zip(told.spans, told.spans[1:], strict=False):
        assert before.end == after.start
    assert 0 <= told.authorized <= told.known <= sum(span.length for span in told.spans)
    assert all(span.length >= 0 for span in told.spans)


def test_it_was_authorized_from_its_date_until_the_end_was_heard():
    told = timeline([authorized(100), ended(100, 400)], [], NOW)
    assert told.spans == (Span(100, 400, State.AUTHORIZED), Span(400, NOW, State.NOT))
    assert (told.authorized, told.known, told.share) == (300, 900, 300 / 900)
    assert told.since == 400


def test_a_share_leaves_out_what_nobody_listened_to():
    told = timeline([authorized(100), ended(100, 400)], [(200, 300), (500, 700)], NOW)
    assert (told.authorized, told.known) == (200, 600)


def test_two_authorized_in_a_row_say_that_an_event_was_probably_missed():
    told = timeline([authorized(100), authorized(200, 2)], [], NOW)
    assert [one.notice for one in told.steps] == [None, Notice.MISSED]
    assert told.spans == (Span(100, NOW, State.AUTHORIZED),)


def test_an_end_of_something_never_heard_says_so_and_what_it_tells_of_before_is_assumed():
    told = timeline([ended(100, 400)], [], NOW)
    assert [one.notice for one in told.steps] == [Notice.BEFORE]
    assert told.spans == (Span(100, 400, State.ASSUMED), Span(400, NOW, State.NOT))
    assert (told.authorized, told.known, told.assumed_until) == (0, 600, 400)


def test_an_end_whose_beginning_was_only_left_out_says_nothing_of_the_kind():
    told = timeline([ended(100, 400)], [], NOW, whole=False)
    assert told.steps[0].notice is None


def test_what_a_person_entered_is_assumed_until_it_was_heard():
    told = timeline([authorized(300)], [], NOW, assumed_since=50)
    assert told.spans == (Span(50, 300, State.ASSUMED), Span(300, NOW, State.AUTHORIZED))
    assert told.known == 700
    only = timeline([], [], NOW, assumed_since=50)
    assert (only.state, only.share) == (State.ASSUMED, None)


def test_a_synthetic_event_is_no_part_of_it():
    assert timeline([authorized(100, synthetic=True)], [], NOW).steps == ()


def test_each_step_stands_beside_the_one_before():
    told = timeline([authorized(200, 2, scopes=("a",)), authorized(100, scopes=("a", "b"))], [], NOW)
    assert [one.step.before and one.step.before.id for one in told.steps] == [None, 1]
