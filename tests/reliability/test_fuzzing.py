"""Bytes that nobody chose: no crash, no hang, no second request that another server would not see.

The long form is `python -m tests.reliability.fuzzing`.
"""

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sa_monitor.listener.limits import Limits
from tests.reliability import decoding_fuzz, protocol_fuzz
from tests.reliability.fuzzing import Fuzz
from tests.reliability.http_table import TABLE
from tests.reliability.in_process import Desk

_QUICK = settings(
    max_examples=200,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)

_pieces = st.lists(
    st.sampled_from(protocol_fuzz.CORPUS) | st.sampled_from(protocol_fuzz.WORDS) | st.binary(max_size=12),
    max_size=6,
)


@pytest.fixture(scope="module")
def desk():
    desk = Desk()
    yield desk
    desk.close()


def test_three_thousand_numbered_inputs_of_protocol_bodies_and_texts_hold():
    fuzz = Fuzz()
    for number in range(3000):
        fuzz.one(number)
    fuzz.close()
    assert set(fuzz.inputs) == {"protocol", "bodies", "texts"}


@_QUICK
@given(_pieces)
def test_pieces_of_requests_are_answered_the_same_whole_and_in_pieces(desk, pieces):
    data = b"".join(pieces)
    protocol_fuzz.check(desk, data, pieces)


@_QUICK
@given(st.binary(max_size=200), st.integers(1, 50))
def test_bytes_that_are_no_http_are_answered_400_or_wait_for_more(desk, data, size):
    said = protocol_fuzz.check(desk, data, [data[i : i + size] for i in range(0, len(data), size)])
    assert {status for status, _ in said.answers} <= {400}


def test_every_row_of_the_table_is_answered_the_same_in_any_pieces(desk):
    chance = Random(1)
    for row in TABLE:
        if len(row.data) < 20_000:
            protocol_fuzz.check(desk, row.data, protocol_fuzz.cuts(chance, row.data))


def test_requests_are_read_as_another_server_reads_them(desk):
    """Else one could be smuggled past a proxy. Proves that the comparison compares: most rows are read by both."""
    compared = 0
    for row in TABLE:
        desk.talk([row.data])
        compared += len(list(zip(list(desk.seen), protocol_fuzz._as_h11_reads(row.data), strict=False)))
    assert compared > 150


def test_bodies_and_limits_so_small_that_everything_is_near_them_hold():
    """Sizes decide here, so the answer may depend on the pieces; what is kept may not be more than was signed."""
    desk = Desk(Limits(body=30, head=300, unanswered=2, receiving=60))
    for number in range(500):
        data, pieces = protocol_fuzz.any_input(Random(number))
        for cut in ([data], pieces):
            said = desk.talk(cut, leaves=True)
            assert {status for status, _ in said.answers} <= {*protocol_fuzz.STATUSES, 503}
    desk.close()


@_QUICK
@given(st.sampled_from(decoding_fuzz.BODIES), st.integers(0, 1 << 32))
def test_a_body_is_read_whatever_it_holds(body, number):
    decoding_fuzz.check_body(protocol_fuzz.mutate(Random(number), [body], decoding_fuzz.JSON_WORDS))


@_QUICK
@given(
    st.text(max_size=20) | st.integers(0, 1 << 32).map(lambda number: decoding_fuzz.any_text(Random(number)))
)
def test_a_text_is_read_or_refused_with_a_word_of_ours(text):
    decoding_fuzz.check_text(text)
