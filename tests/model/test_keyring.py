"""Which secrets may have signed a delivery."""

from hypothesis import given
from hypothesis import strategies as st

from sa_monitor.model.signature import ENVIRONMENT, GENERAL, LOCAL, Keyring, Secret

NOW = 1_000
OWN = Secret("W1", "own", "W1")
OTHER = Secret("W2", "other", "W2")
OLD = Secret("W1", "old", "W1", good_until=NOW + 1)
GENERALS = [Secret(label, label) for label in (GENERAL, ENVIRONMENT, LOCAL)]
KEYRING = Keyring((OWN, OTHER, OLD, *GENERALS))


def test_a_known_webhook_tries_its_own_secrets_and_those_of_no_webhook():
    assert KEYRING.candidates("W1", NOW) == [OWN, OLD, *GENERALS]


def test_an_unknown_webhook_tries_every_secret():
    assert KEYRING.candidates("W9", NOW) == [OWN, OTHER, OLD, *GENERALS]


def test_no_webhook_id_tries_every_secret():
    assert KEYRING.candidates(None, NOW) == [OWN, OTHER, OLD, *GENERALS]


def test_a_replaced_secret_is_good_until_its_instant():
    assert OLD in KEYRING.candidates("W1", NOW)
    assert OLD not in KEYRING.candidates("W1", NOW + 1)
    assert OLD not in KEYRING.candidates(None, NOW + 1)


def test_a_general_secret_can_expire_too():
    expired = Secret(GENERAL, "x", good_until=NOW)
    assert Keyring((expired,)).candidates("W1", NOW) == []


def test_an_empty_secret_is_none():
    """Everybody knows it: a variable that is set to nothing must not let everybody sign."""
    empty = Keyring((Secret(ENVIRONMENT, ""), Secret("W1", "", "W1")))
    assert empty.candidates("W1", NOW) == empty.candidates(None, NOW) == []
    assert not empty.has_known


def test_the_local_secret_is_no_known_secret():
    assert not Keyring().has_known
    assert not Keyring((Secret(LOCAL, "x"),)).has_known
    assert Keyring((Secret(LOCAL, "x"), Secret(ENVIRONMENT, "y"))).has_known
    assert Keyring((OWN,)).has_known


@given(st.integers(0, 1_200), st.integers(0, 1_200))
def test_candidates_are_bounded_and_a_webhooks_own_secret_is_always_one(webhooks, generals):
    others = [Secret(f"X{number}", "x", f"X{number}") for number in range(webhooks)]
    keyring = Keyring((OWN, *others, *(Secret(GENERAL, f"g{number}") for number in range(generals))))
    known = keyring.candidates("W1", NOW)
    assert OWN in known
    assert len(known) <= 513
    assert len(keyring.candidates("unknown", NOW)) <= 512


def test_a_secret_does_not_print_itself():
    assert "own" not in f"{OWN!r} {OWN} {KEYRING!r} {[OWN]}"
