"""A network that misbehaves: honest deliveries beside it are answered about as soon as without it.

The long form is `python -m tests.reliability network`.
"""

import sys

import pytest

from tests.listener.wire import Client
from tests.reliability.http_table import HEALTH
from tests.reliability.network import CASES, MIB, listening, measure
from tests.reliability.senders import quantile

_SHORT = ("2,000 idle connections", "40 that never read their answers", "all of them")


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
@pytest.mark.parametrize("case", _SHORT)
def test_honest_deliveries_beside_it_are_answered_about_as_soon(tmp_path, case):
    """Ten times the undisturbed p99 is promised; half a second is allowed for machines that do much else."""
    with listening(tmp_path) as (program, port):
        figures = measure(program, port, CASES[case], 120)
        assert {found.status for found in figures.beside} == {200}
        assert figures.ratio < 10 or quantile(figures.beside, 0.99) < 0.5
        assert figures.grown < 64 * MIB
        with Client("127.0.0.1", port) as client:
            assert client.ask(HEALTH).status == 200
