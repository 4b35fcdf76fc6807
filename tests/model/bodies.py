"""Bodies as Webex sends them, and what can be made of them."""

import json
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

SAMPLES = Path(__file__).parent / "samples"


def sample(name: str) -> bytes:
    return (SAMPLES / f"{name}.json").read_bytes()


def authorized(
    *, data: dict[str, Any] | None = None, without: tuple[str, ...] = (), **envelope: Any
) -> bytes:
    """Give the body of the documented sample with these fields changed, and those of `without` left out.

    A name in `without` is of the envelope, or of data as `data.name`.
    """
    body = json.loads(sample("authorized")) | envelope
    body["data"] = body["data"] | (data or {})
    for name in without:
        owner, _, key = name.rpartition(".")
        del (body[owner] if owner else body)[key]
    return json.dumps(body).encode()


any_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
"""Any value that Python writes as JSON, NaN and lone surrogates included."""

plain_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
proper_json = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | plain_text,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(plain_text, inner, max_size=4),
    max_leaves=8,
)
"""Values that every JSON reader agrees about."""


@st.composite
def mutated_fields(
    draw: st.DrawFn, names: tuple[str, ...] = ("authorized", "deauthorized-same-date")
) -> bytes:
    """Draw a sample in which any of its values is any JSON, gone, or beside something new."""
    body = json.loads(sample(draw(st.sampled_from(names))))
    for owner in (body["data"], body):
        for key in draw(st.lists(st.sampled_from([*owner, "synthetic", "new"]), max_size=3)):
            if draw(st.booleans()):
                owner[key] = draw(any_json)
            else:
                owner.pop(key, None)
    return json.dumps(body, ensure_ascii=draw(st.booleans())).encode("utf-8", "surrogatepass")


@st.composite
def mutated_bytes(draw: st.DrawFn) -> bytes:
    """Draw a sample with some of its bytes replaced, left out or repeated."""
    body = sample(draw(st.sampled_from(["authorized", "authorized-minimal", "other-resource"])))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(body)))
        end = draw(st.integers(start, min(len(body), start + 20)))
        noise = draw(
            st.binary(max_size=8) | st.sampled_from([b'"', b"\\", b"{", b"]", b"\\ud800", b"NaN", b"\n"])
        )
        body = body[:start] + noise + body[end:]
    return body
