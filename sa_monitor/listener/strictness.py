"""What llhttp lets through and we don't: whatever two servers could read in two ways.

httptools 0.9 accepts a missing or second Host, `gzip, chunked`, Transfer-Encoding on HTTP/1.0, keeps a connection
open that HTTP/1.0 asked both to keep and to close, and completes an Upgrade without its body. What it accepts of the
line before them is in `request_line.py`.
"""

import re

from sa_monitor.listener import refusals
from sa_monitor.listener.refusals import Refusal
from sa_monitor.listener.request import Request
from sa_monitor.model.signature import SPARK_SIGNATURE, WEBEX_SIGNATURE

HOST = "host"
LENGTH = "content-length"
CODING = "transfer-encoding"
EXPECT = "expect"
UPGRADE = "upgrade"
CONNECTION = "connection"

_VERSIONS = ("1.1", "1.0")
_is_host = re.compile(rb"[\w.\-~%!$&'()*+;=:\[\]]*", re.ASCII).fullmatch


def wrong_with(request: Request, version: str, *, upgrades: bool) -> Refusal | None:
    """Tell what is wrong with complete headers, or None. `upgrades` is the parser's opinion."""
    framing = request.framing
    if version not in _VERSIONS:
        return refusals.HTTP_VERSION
    if request.repeated and (refusal := _wrong_repetition(request.repeated)):
        return refusal
    host, coding = framing.get(HOST), framing.get(CODING)
    if host is None or not _is_host(host):
        return refusals.HOST_MISSING if host is None else refusals.HOST_WRONG
    if coding is not None and (refusal := _wrong_coding(coding, version, framing)):
        return refusal
    if (upgrades or UPGRADE in framing) and (coding is not None or length_of(request)):
        return refusals.UPGRADE_WITH_BODY
    return None


def length_of(request: Request) -> int:
    """Give the Content-Length, 0 without one. llhttp has refused what is no number by then."""
    written = request.framing.get(LENGTH)
    return int(written) if written else 0


def asks_to_close(request: Request) -> bool:
    """Tell whether the connection shall end with the answer; llhttp lets HTTP/1.0 overrule its own `close`."""
    return b"close" in _listed(request.framing.get(CONNECTION))


def waits_for_100(request: Request) -> bool:
    """Tell whether the client wants to hear that it may send the body."""
    return not request.old and b"100-continue" in _listed(request.framing.get(EXPECT))


def _listed(value: bytes | None) -> list[bytes]:
    return [part.strip() for part in value.lower().split(b",")] if value else []


def _wrong_repetition(repeated: tuple[str, ...]) -> Refusal | None:
    if HOST in repeated:
        return refusals.HOST_TWICE
    if LENGTH in repeated:
        return refusals.LENGTH_TWICE
    if CODING in repeated:
        return refusals.CODING_WRONG
    if SPARK_SIGNATURE in repeated or WEBEX_SIGNATURE in repeated:
        return refusals.SIGNATURE_TWICE
    return None


def _wrong_coding(coding: bytes, version: str, framing: dict[str, bytes]) -> Refusal | None:
    if LENGTH in framing:
        return refusals.LENGTHS_CONFLICT
    if version == "1.0" or coding.lower() != b"chunked":
        return refusals.CODING_WRONG
    return None
