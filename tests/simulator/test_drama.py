"""The turn in the story of the demo."""

from random import Random

import pytest

from sa_monitor.model.event import Kind
from sa_monitor.simulator.drama import BACK_AT, LOST_AT, Drama
from sa_monitor.simulator.past import tell_past
from sa_monitor.simulator.traffic import Traffic

NOW = 1_794_657_600_000


def played(star, seed=1):
    story = tell_past(seed, NOW)
    traffic, own = (Traffic(story.cast, story.ledger, Random(name)) for name in ("live", "turn"))
    drama = Drama(traffic, own, story.cast, story.ledger, star)
    return [drama.next(NOW + number * 1000) for number in range(1, BACK_AT + 20)]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_star_loses_a_customer_and_nothing_else_happens_to_the_pair_until_it_is_back(seed):
    told = played("call-reporting", seed)
    lost, back = told[LOST_AT - 1], told[BACK_AT - 1]
    assert (lost.kind, lost.data["friendlyId"]) == (Kind.DEAUTHORIZED, "call-reporting")
    assert back.kind is Kind.AUTHORIZED
    pair = lost.data["id"], lost.data["authorizerOrgId"]
    of_pair = [
        number for number, one in enumerate(told, 1) if (one.data["id"], one.data["authorizerOrgId"]) == pair
    ]
    assert [number for number in of_pair if LOST_AT <= number <= BACK_AT] == [LOST_AT, BACK_AT]


def test_the_same_seed_plays_the_same():
    assert played("call-reporting") == played("call-reporting")


def test_without_a_star_the_story_takes_no_turn():
    assert played(None) == played("nobody")
    assert played(None)[: LOST_AT - 1] == played("call-reporting")[: LOST_AT - 1]
