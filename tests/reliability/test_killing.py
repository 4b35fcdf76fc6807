"""`listen` killed at random moments under load."""

from tests.reliability.killing import Killing

KILLS = 20


def test_no_kill_loses_what_was_acknowledged(tmp_path):
    killing = Killing(tmp_path, seed=7)
    for _ in range(KILLS):
        killing.round()
        killing.prove_kept()
    killing.prove_projection()
    assert len(killing.acknowledged) > KILLS
