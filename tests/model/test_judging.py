"""A delivery is verified when any header that reads verifies with any candidate, over the exact bytes."""

import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sa_monitor.model.delivery import Verdict
from sa_monitor.model.signature import Judgement, Keyring, Secret, judge, sign, why_wrong
from tests.model.bodies import sample

BODY = sample("authorized")
OURS, OTHER = Secret("W1", "right", "W1"), Secret("general", "other")
SHA1, SHA256, SHA512 = (sign("right", BODY, name) for name in ("sha1", "sha256", "sha512"))
WRONG = sign("wrong", BODY)
NO_HEADER, UNREADABLE, MISMATCH = (
    "no signature header",
    "the signature is not hexadecimal, or of no known length",
    "wrong signature",
)


@pytest.mark.parametrize(
    "header",
    [
        SHA1,
        SHA256,
        SHA512,
        SHA1.upper(),
        f" {SHA1} ",
        f"sha1={SHA1}",
        f"sha256={SHA256}",
        f"SHA256={SHA256}",
        f"sha-256={SHA256}",
        f"sha512 = {SHA512}",
    ],
)
def test_a_header_is_bare_hex_or_named_and_the_secret_that_verified_is_told(header):
    assert judge(BODY, [header], [OTHER, OURS]) == Judgement(Verdict.VERIFIED, "W1")


@pytest.mark.parametrize(
    "headers", [[WRONG, SHA256], [SHA1, WRONG], ["zz", SHA256], [SHA1, ""], [None, SHA512]]
)
def test_any_of_two_headers_is_enough(headers):
    assert judge(BODY, headers, [OURS]).verdict is Verdict.VERIFIED


@pytest.mark.parametrize(
    ("headers", "problem"),
    [
        ([], NO_HEADER),
        ([None, None], NO_HEADER),
        ([WRONG], MISMATCH),
        ([WRONG, None], MISMATCH),
        ([WRONG, "zz"], MISMATCH),
        ([""], UNREADABLE),
        (["g" * 40], UNREADABLE),
        ([SHA1[:-1]], UNREADABLE),
        ([SHA1[:-2]], UNREADABLE),
        ([SHA1 + "00"], UNREADABLE),
        ([f"sha256={SHA1}"], UNREADABLE),
        ([f"sha1={SHA256}"], UNREADABLE),
        ([f"md5={SHA1}"], UNREADABLE),
        ([f"={SHA1}"], UNREADABLE),
        (["é" * 40], UNREADABLE),
        (["\x00" * 40], UNREADABLE),
        ([("0" + " ") * 20], UNREADABLE),
    ],
)
def test_what_does_not_verify_is_rejected_with_the_reason(headers, problem):
    assert judge(BODY, headers, [OURS, OTHER]) == Judgement(Verdict.REJECTED, None, problem)


def test_without_a_secret_nothing_verifies():
    assert judge(BODY, [SHA1], []).verdict is Verdict.REJECTED


def test_the_exact_bytes_count():
    """The same JSON, written otherwise, isn't what was signed."""
    for body in (BODY + b" ", BODY.replace(b"\n", b""), BODY.replace(b"authorized", b"deauthorized"), b""):
        assert judge(body, [SHA1, SHA256], [OURS]).verdict is Verdict.REJECTED


def test_an_empty_body_can_be_signed():
    assert judge(b"", [sign("right", b"")], [OTHER, OURS]).secret == "W1"


def test_where_unsigned_is_allowed_what_does_not_verify_is_unsigned():
    for headers in ([], [WRONG], ["zz"]):
        assert judge(BODY, headers, [OURS], unsigned_allowed=True) == Judgement(Verdict.UNSIGNED)


def test_where_unsigned_is_allowed_a_signature_still_verifies():
    assert judge(BODY, [SHA1], [OURS], unsigned_allowed=True).verdict is Verdict.VERIFIED


def test_digests_are_compared_in_constant_time(monkeypatch):
    compared = []
    constant_time = hmac.compare_digest
    monkeypatch.setattr(hmac, "compare_digest", lambda *pair: compared.append(pair) or constant_time(*pair))
    judge(BODY, [WRONG, SHA256], [OTHER, OURS])
    assert len(compared) == 4


def test_one_delivery_can_not_make_us_hash_without_bound():
    """A large body under an unknown webhook id would else be hashed with every secret there is."""
    large = b"x" * (1024 * 1024)
    secrets = [Secret("general", f"secret {number}") for number in range(100)]
    last = sign("secret 99", large)
    assert judge(large, [last], secrets).verdict is Verdict.REJECTED
    assert judge(large, [last], secrets[-3:]).verdict is Verdict.VERIFIED
    assert judge(BODY, [sign("secret 99", BODY)], secrets).verdict is Verdict.VERIFIED


@given(st.binary(), st.lists(st.none() | st.text(), max_size=3))
def test_any_header_is_judged_without_raising(body, headers):
    assert judge(body, headers, [OURS, OTHER]).verdict is Verdict.REJECTED


@given(st.binary(), st.text(min_size=1, max_size=20).filter(lambda text: text.isprintable()))
def test_what_was_signed_verifies(body, value):
    for algorithm in ("sha1", "sha256", "sha512"):
        assert judge(body, [sign(value, body, algorithm)], [Secret("general", value)]).secret == "general"


def test_a_secret_that_was_replaced_is_told_from_one_of_another_webhook():
    keyring = Keyring(
        (Secret("W1", "old", "W1", good_until=1), Secret("W1", "new", "W1"), Secret("W2", "b", "W2"))
    )
    assert why_wrong(keyring, "W1", "W1") == "made with a secret that was replaced"
    assert why_wrong(keyring, "W1", "W2") == "made with the secret of another webhook"
    assert why_wrong(keyring, None, None) == "it names no webhook"
