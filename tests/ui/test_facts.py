"""What every screen says of the store."""

import pytest

from sa_monitor.model.listening import Ending, Gap
from sa_monitor.ui.facts import Facts


@pytest.mark.parametrize(
    ("until", "announced"), [(5_999, False), (6_000, True), (100_000, True), (None, False)]
)
def test_a_gap_is_announced_once_it_is_over_and_was_more_than_a_restart(until, announced):
    gap = Gap(since=1_000, until=until, reason=Ending.STOPPED)
    assert list(Facts(gaps=[gap], gap_seen=0).unseen_gaps) == ([gap] if announced else [])


def test_a_gap_that_was_seen_is_announced_no_more():
    gap = Gap(since=1_000, until=100_000, reason=Ending.STOPPED)
    assert not Facts(gaps=[gap], gap_seen=1_000).unseen_gaps
    assert not Facts(gaps=[gap], gap_seen=None).unseen_gaps
