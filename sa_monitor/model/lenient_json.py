"""JSON as senders write it, and not only as it should be: as much of it as can be made sense of."""

import re
from typing import Any

import msgspec

_DEEPEST = 64
"""Levels of nesting that are read; what is deeper becomes null."""

_decode = msgspec.json.Decoder().decode


def parse(body: bytes) -> tuple[Any, str | None]:
    """Parse as much as can be made sense of; beside it what was wrong, None where nothing was."""
    if not body.strip():
        return None, "the body is empty"
    try:
        return _decode(body), None
    except (msgspec.MsgspecError, ValueError, RecursionError):
        pass
    import json  # not for what is as it should be

    try:
        # The standard library takes what msgspec refuses: lone surrogates, NaN, a byte order mark, raw controls.
        shallow = _shallow(body)
        payload = json.loads(shallow.decode("utf-8-sig", "replace"), parse_int=float, strict=False)
    except (ValueError, RecursionError) as error:
        where = f" at character {error.pos + 1}" if isinstance(error, json.JSONDecodeError) else ""
        return None, f"the body is no JSON{where}"
    return payload, "the body is no strict JSON" if shallow is body else "the body is nested too deep"


_TOKENS = re.compile(rb'"(?:[^"\\]++|\\.)*+"?|[\[\]{}]', re.DOTALL)
"""Strings, closed or not, and brackets. Possessive, so that no body makes it go back and start again."""


def _shallow(body: bytes) -> bytes:
    """Cut what is nested deeper than any parser goes, so that it can't cost the rest."""
    depth, kept_until, pieces = 0, 0, []
    for token in _TOKENS.finditer(body):
        sign = token[0]
        if sign in (b"[", b"{"):
            depth += 1
            if depth == _DEEPEST + 1:
                pieces.append(body[kept_until : token.start()])
        elif sign in (b"]", b"}"):
            depth -= 1
            if depth == _DEEPEST:
                pieces.append(b"null")
                kept_until = token.end()
    if not pieces:
        return body
    return b"".join(pieces) + (body[kept_until:] if depth <= _DEEPEST else b"")
