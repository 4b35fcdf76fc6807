"""Which request goes where."""

import re

from sa_monitor.listener import refusals
from sa_monitor.listener.answers import Answers
from sa_monitor.listener.health import Vitals
from sa_monitor.listener.intake import Intake
from sa_monitor.listener.refusals import Refusal
from sa_monitor.listener.request import Request

HEALTH = b"/healthz"
_is_authority = re.compile(rb"[^?#@]+").fullmatch
_LOOKS = (b"GET", b"HEAD")


class Routes:
    """`POST` of the webhook's path goes to the intake; all else is answered here."""

    def __init__(self, path: str, intake: Intake, answers: Answers, vitals: Vitals) -> None:
        self._path = path.encode()
        self._intake = intake
        self._answers = answers
        self._vitals = vitals

    def handle(self, request: Request) -> None:
        """Answer a complete request, or have it answered."""
        refusal = request.refusal or self._misplaced(request)
        if refusal is not None:
            request.answer = self._answers.refused(request, refusal)
        elif request.method == b"POST":
            self._intake.submit(request)
        elif self._vitals.health.fault is None:
            request.answer = self._answers.healthy(request)
        else:
            request.answer = self._answers.refused(request, refusals.UNHEALTHY)

    def hurry(self) -> None:
        """Have answered now what can be: one who waits can't wait for the rest of this turn of the loop."""
        self._intake.hurry()

    def foresee(self, request: Request) -> Refusal | None:
        """Tell by the headers alone whether the request will be refused."""
        refusal = request.refusal or self._misplaced(request)
        if refusal is None and request.method == b"POST":
            return self._intake.foresee(request)
        return refusal

    def _misplaced(self, request: Request) -> Refusal | None:
        method = request.method
        target = request.target
        if target == self._path and method == b"POST":
            return None
        path = path_of(target)
        allowed = []
        if path == HEALTH:
            if method in _LOOKS:
                return None
            allowed += ["GET", "HEAD"]
        if path == self._path:
            if method == b"POST":
                return None
            allowed.append("POST")
        return refusals.wrong_method(", ".join(allowed)) if allowed else refusals.ELSEWHERE


def path_of(target: bytes) -> bytes:
    """Give the path of a request target, in origin form or in absolute form; else the target as it is.

    An absolute form without a host, or with a user in it, leads nowhere (RFC 9110, 4.2.1 and 4.2.4).
    """
    scheme, separator, rest = target.partition(b"://")
    if separator and scheme.lower() in (b"http", b"https"):
        authority, slash, path = rest.partition(b"/")
        if not slash or not _is_authority(authority):
            return b"/"
        target = slash + path
    return target.partition(b"?")[0].partition(b"#")[0]
