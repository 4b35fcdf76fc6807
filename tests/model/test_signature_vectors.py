"""Known answers: RFC 2202 for HMAC-SHA1, RFC 4231 for HMAC-SHA-256 and HMAC-SHA-512, without its truncated one."""

import json
from pathlib import Path
from typing import NamedTuple

import pytest

from sa_monitor.model.delivery import Verdict
from sa_monitor.model.signature import Secret, judge, sign


class Vector(NamedTuple):
    """One known answer. The key is text as the environment gives bytes that are no UTF-8."""

    algorithm: str
    key: str
    body: bytes
    hmac: str


def known_answers() -> list[Vector]:
    rows = json.loads((Path(__file__).parent / "hmac_vectors.json").read_text())
    return [
        Vector(
            row["algorithm"],
            bytes.fromhex(row["key"]).decode("utf-8", "surrogateescape"),
            bytes.fromhex(row["body"]),
            row["hmac"],
        )
        for row in rows
    ]


@pytest.mark.parametrize("vector", known_answers())
def test_signing_gives_the_known_answer(vector):
    assert sign(vector.key, vector.body, vector.algorithm) == vector.hmac


@pytest.mark.parametrize("vector", known_answers())
@pytest.mark.parametrize("form", ["{hmac}", "{algorithm}={hmac}"])
def test_the_known_answer_verifies_bare_and_named(vector, form):
    judgement = judge(vector.body, [form.format_map(vector._asdict())], [Secret("general", vector.key)])
    assert judgement.verdict is Verdict.VERIFIED


def test_webex_signs_with_sha1_unless_told_otherwise():
    assert sign("Jefe", b"what do ya want for nothing?") == "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"
