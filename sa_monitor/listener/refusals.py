"""Every answer that says no: its status and its words, which tell what was wrong and what to do."""

from functools import lru_cache

from msgspec import Struct

from sa_monitor.listener.limits import KIB, MIB, Limits
from sa_monitor.model.delivery import Verdict
from sa_monitor.model.signature import Judgement


class Refusal(Struct, frozen=True):
    """`headers` are whole lines. `closes`: what follows on the connection can't be trusted, or isn't wanted."""

    status: int
    words: str
    headers: bytes = b""
    closes: bool = False


def _bad_request(words: str) -> Refusal:
    return Refusal(400, words, closes=True)


def _unavailable(words: str, seconds: int, *, closes: bool = False) -> Refusal:
    return Refusal(503, words, b"Retry-After: %d\r\n" % seconds, closes)


HTTP_VERSION = _bad_request("Only HTTP/1.1 and HTTP/1.0 are understood here. Send the request as HTTP/1.1.")
REQUEST_LINE = _bad_request(
    "The request line is a method, a target and HTTP/1.1, with one blank between them. Send it so."
)
UNREADABLE = _bad_request("The request can't be read. Send it as RFC 9112 says.")
HOST_MISSING = _bad_request("The Host header is missing. Send it once.")
HOST_TWICE = _bad_request("There is a second Host header. Send it once.")
HOST_WRONG = _bad_request(
    "The Host header holds no host name. Send one host, with its port where it has one."
)
LENGTH_TWICE = _bad_request("The length of the body is given more than once. Send one Content-Length.")
LENGTHS_CONFLICT = _bad_request("There are both Content-Length and Transfer-Encoding. Send only one of them.")
CODING_WRONG = _bad_request(
    "The only Transfer-Encoding taken here is chunked, once and in HTTP/1.1. Send that, or a Content-Length."
)
UPGRADE_WITH_BODY = _bad_request("A request with a body can't ask for an Upgrade. Send it without.")
SIGNATURE_TWICE = _bad_request("There is a second signature header of the same name. Send each once.")
CUT_SHORT = _bad_request("The connection ended in the middle of a request. Send it whole.")

OVERLOADED = _unavailable("Too much waits to be stored. Send it again a little later.", 1)
TOO_MUCH_COMES_IN = _unavailable("Too much is being received. Send it again a little later.", 1, closes=True)
STORE_BUSY = _unavailable("The store is busy, the delivery was not kept. Send it again a little later.", 1)
STORE_FAILS = _unavailable(
    "The delivery can't be stored and was not kept. Send it again later; the monitor's screen says why.", 5
)
UNHEALTHY = _unavailable("Deliveries can't be stored now. The monitor's screen says why.", 5)
STOPPING = _unavailable("The listener stops. Send it again later.", 5, closes=True)

ELSEWHERE = Refusal(
    404, "There is nothing here. Deliveries go to the path that the monitor printed at its start."
)

_CHALLENGE = b"WWW-Authenticate: X-Spark-Signature\r\n"
SIGNATURE_MISSING = Refusal(
    401,
    "This listener takes signed deliveries only: X-Spark-Signature is missing. Give the webhook a secret, and "
    "add it here: sa-monitor secrets add",
    _CHALLENGE,
)
SIGNATURE_WRONG = Refusal(
    401,
    "The signature is wrong: no secret known here gives it for this body. Add the webhook's secret: "
    "sa-monitor secrets add",
    _CHALLENGE,
)
SIGNATURE_UNREADABLE = Refusal(
    401,
    "The signature can't be read: it is not hexadecimal, or of no known length. X-Spark-Signature is the "
    "HMAC-SHA1 of the body as 40 hexadecimal digits.",
    _CHALLENGE,
)


def malformed(reason: str) -> Refusal:
    """Refuse bytes that are no HTTP; `reason` is the parser's own and holds nothing foreign."""
    return _bad_request(f"This is no well-formed HTTP/1.1 request: {reason}. Send it as RFC 9112 says.")


def body_too_large(limits: Limits) -> Refusal:
    """Refuse a body by its size, announced or received."""
    return Refusal(413, f"The body is over {_size(limits.body)}. Send a smaller one.", closes=True)


def head_too_large(limits: Limits) -> Refusal:
    """Refuse a request by the size of all that isn't its body."""
    return Refusal(
        431, f"The headers are over {_size(limits.head)}. Send fewer or shorter ones.", closes=True
    )


def too_slow(limits: Limits) -> Refusal:
    """Refuse a request that wasn't complete in time."""
    words = f"The request wasn't complete {limits.incomplete:g} s after its first byte. Send it again, whole."
    return Refusal(408, words, closes=True)


@lru_cache(maxsize=16)
def wrong_method(allowed: str) -> Refusal:
    """Refuse a method; `allowed` are those that the path takes."""
    return Refusal(405, f"This path takes {allowed} only. Use that.", f"Allow: {allowed}\r\n".encode())


def no_object(problem: str) -> Refusal:
    """Refuse a body that is kept, but holds no JSON object."""
    return Refusal(400, f"The delivery is kept, but it is no event: {problem}. Send one JSON object.")


def unauthorized(judgement: Judgement) -> Refusal:
    """Refuse what no signature vouches for, by why not."""
    problem = judgement.problem or ""
    if judgement.verdict is not Verdict.REJECTED or problem.startswith("no signature"):
        return SIGNATURE_MISSING
    return SIGNATURE_WRONG if problem.startswith("wrong") else SIGNATURE_UNREADABLE


def _size(number: int) -> str:
    if number % KIB:
        return f"{number} bytes"
    return f"{number // MIB} MiB" if number % MIB == 0 else f"{number // KIB} KiB"
