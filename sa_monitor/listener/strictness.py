"""What llhttp lets through and we don't: whatever two servers could read in two ways.

httptools 0.9 accepts a missing or second Host, HTTP/0.9 and 2.0, `gzip, chunked`, Transfer-Encoding on HTTP/1.0, and
completes an Upgrade without its body.
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


def is_http09(data: bytes, target: bytes) -> bool:
    """Tell whether what was read ends with a request line of HTTP/0.9, which nothing ever follows.

    llhttp waits for headers after it.
    """
    if not target or not data.endswith(b"\n"):
        return False
    line = data.rstrip(b"\r\n").rpartition(b"\n")[2]
    method, _, rest = line.partition(b" ")
    return method.isalpha() and rest.strip(b" ") == target


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
