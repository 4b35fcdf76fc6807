"""Whoever doesn't know a secret changes nothing (issue 7, "Signatures")."""

import hashlib
import hmac
import json

import pytest

from sa_monitor.model.delivery import Outcome, Verdict
from sa_monitor.model.signature import sign
from tests.reliability.recording import Sender, places_in, recording, settled
from tests.store.conftest import body_of

SECRETS = {"hook-1": "first-secret", "hook-2": "second-secret"}
GOOD = body_of("authorized", webhook="hook-1")
LOSS = body_of("deauthorized", webhook="hook-1")
RIGHT = sign(SECRETS["hook-1"], LOSS)


def hashed(algorithm, secret=SECRETS["hook-1"], body=LOSS):
    return hmac.digest(secret.encode(), body, algorithm).hex()


def flipped(text, place):
    """Give hexadecimal text with one bit changed."""
    return f"{text[:place]}{int(text[place], 16) ^ 1:x}{text[place + 1 :]}"


def spark(value):
    return [("X-Spark-Signature", value)]


def marked(body, *, synthetic):
    return json.dumps({**json.loads(body), "synthetic": synthetic}).encode()


FORGED = {
    "nothing": (LOSS, []),
    "an empty header": (LOSS, spark("")),
    "blanks": (LOSS, spark("   ")),
    **{f"bit flipped at {place}": (LOSS, spark(flipped(RIGHT, place))) for place in range(0, 40, 3)},
    **{f"only {length} digits": (LOSS, spark(RIGHT[:length])) for length in (1, 8, 20, 39)},
    "digits too many": (LOSS, spark(RIGHT + "00")),
    "the end alone": (LOSS, spark(RIGHT[20:])),
    "digits of another script": (LOSS, spark("\u0661".encode().decode("latin-1") * 20)),
    "another algorithm's name": (LOSS, spark(f"sha256={RIGHT}")),
    "an unknown algorithm": (LOSS, spark(f"md5={hashed('md5')}")),
    "md5": (LOSS, spark(hashed("md5"))),
    "sha224": (LOSS, spark(hashed("sha224"))),
    "no HMAC": (LOSS, spark(hashlib.sha1(LOSS).hexdigest())),
    "secret before the body": (LOSS, spark(hashlib.sha1(SECRETS["hook-1"].encode() + LOSS).hexdigest())),
    "an empty secret": (LOSS, spark(hashed("sha1", ""))),
    "a secret nobody knows": (LOSS, spark(hashed("sha1", "guessed"))),
    "the secret of another webhook": (LOSS, spark(hashed("sha1", SECRETS["hook-2"]))),
    "the other header, wrong": (LOSS, [("X-Webex-Signature", flipped(hashed("sha256"), 5))]),
    "both headers, both wrong": (
        LOSS,
        [*spark(flipped(RIGHT, 0)), ("X-Webex-Signature", hashed("sha512", ""))],
    ),
    "another body": (body_of("deauthorized", org="org-2"), spark(RIGHT)),
    "the body with a blank more": (LOSS + b" ", spark(RIGHT)),
    "the body cut": (LOSS[:-1], spark(RIGHT)),
    "no body": (b"", spark(RIGHT)),
    "another event's signature": (LOSS, spark(sign(SECRETS["hook-1"], GOOD))),
    "a captured delivery marked synthetic": (marked(LOSS, synthetic=True), spark(RIGHT)),
    "a captured delivery marked real": (marked(LOSS, synthetic=False), spark(RIGHT)),
}


@pytest.fixture
def places(tmp_path):
    return places_in(tmp_path)


@pytest.fixture
def listening(places):
    with recording(places, SECRETS) as (recorder, url):
        sender = Sender(url)
        yield recorder, sender
        sender.close()


def standings(reader):
    return [(one.app_id, one.org_id, one.state, one.events) for one in reader.authorizations()]


def test_nothing_forged_changes_anything(places, listening):
    recorder, sender = listening
    assert sender.signed(GOOD, SECRETS["hook-1"]) == 200
    answers = {name: sender(body, headers) for name, (body, headers) in FORGED.items()}
    assert answers == dict.fromkeys(FORGED, 401)
    recorder.stop()
    with settled(places, 1) as reader:
        assert standings(reader) == [("app-1", "org-1", "authorized", 1)]
        assert reader.totals().events == 1
        assert reader.totals().rejected == len(FORGED)
        assert all(d.verdict is Verdict.REJECTED for d in reader.deliveries(outcome=Outcome.REJECTED))


def test_a_second_signature_of_the_same_name_is_no_choice_for_the_sender(places, listening):
    _, sender = listening
    for pair in ([RIGHT, "0" * 40], ["0" * 40, RIGHT], [RIGHT, RIGHT]):
        assert sender(LOSS, [("X-Spark-Signature", value) for value in pair]) == 400
    assert sender.signed(GOOD, SECRETS["hook-1"]) == 200
    with settled(places, 1) as reader:
        assert standings(reader) == [("app-1", "org-1", "authorized", 1)]


def test_either_header_may_vouch_whatever_the_other_says(places, listening):
    _, sender = listening
    for algorithm in ("sha1", "sha256", "sha512"):
        for value in (hashed(algorithm), f"{algorithm}={hashed(algorithm)}", hashed(algorithm).upper()):
            assert sender(LOSS, [*spark("0" * 40), ("X-Webex-Signature", value)]) == 200
    with settled(places, 9) as reader:
        assert standings(reader) == [("app-1", "org-1", "deauthorized", 1)]


def test_a_captured_delivery_that_is_sent_again_only_repeats_what_is_known(places, listening):
    """Also one from before: the standing is the greatest of its events, whatever comes when."""
    _, sender = listening
    later = body_of("authorized", webhook="hook-1", authorizationDate="2026-11-14T12:00:00.000Z")
    for body in (GOOD, LOSS, later):
        assert sender.signed(body, SECRETS["hook-1"]) == 200
    with settled(places, 3) as reader:
        before = standings(reader)
    for body in (LOSS, GOOD) * 5:
        assert sender.signed(body, SECRETS["hook-1"]) == 200
    with settled(places, 13) as reader:
        assert standings(reader) == before == [("app-1", "org-1", "authorized", 3)]
        assert len(reader.deliveries(outcome=Outcome.RECORDED)) == 3
        assert len(reader.deliveries(outcome=Outcome.REPEATED)) == 10


def test_what_this_computer_signs_is_synthetic_and_changes_nothing(places, listening):
    """Its secret is for the test delivery: it vouches for the way in, not for Webex."""
    from sa_monitor.settings.credentials import CredentialsFile

    _, sender = listening
    local = CredentialsFile(places.credentials, lambda: 0).local_secret()
    assert sender.signed(GOOD, SECRETS["hook-1"]) == 200
    assert sender.signed(body_of("deauthorized", webhook="elsewhere"), local) == 200
    with settled(places, 2) as reader:
        assert standings(reader) == [("app-1", "org-1", "authorized", 1)]


@pytest.mark.parametrize("secrets", [{}, SECRETS], ids=["no secret known", "secrets known"])
def test_unsigned_is_taken_only_where_it_is_asked_for_and_no_secret_is_known(places, secrets):
    with recording(places, secrets, allow_unsigned=True) as (_, url):
        sender = Sender(url)
        answers = {sender(LOSS), sender(LOSS, spark("0" * 40)), sender(LOSS, spark(hashed("sha1", "")))}
        sender.close()
    assert answers == ({401} if secrets else {200})
