"""The same HTTP side with nothing behind it: it parses requests, and answers each at once. Run as a process."""

import json
import os
import signal
import sys
from collections.abc import Sequence

from sa_monitor.listener.intake import Intake
from sa_monitor.listener.request import Request
from sa_monitor.listener.server import Bind, Listener
from sa_monitor.model.delivery import Arrival, Verdict
from sa_monitor.model.listening import Ending
from sa_monitor.model.signature import GENERAL, Keyring
from sa_monitor.monitor.clocks import wall_clock


class _Nothing:
    """Keeps nothing."""

    def open(self) -> None: ...

    def append(self, arrivals: Sequence[Arrival]) -> Sequence[int]:
        return range(len(arrivals))

    def reject(self, arrivals: Sequence[Arrival], uncounted: int) -> None: ...

    def project(self, most: int) -> bool:
        return False

    def beat(self) -> None: ...

    def close(self, ending: Ending) -> None: ...


_KEPT = Arrival(0, Verdict.VERIFIED, GENERAL, "127.0.0.1", {}, b"")
"""What each request counts as: those that keep nothing are held back (see `listener.courtesy`)."""


def _answer_at_once(intake: Intake, request: Request) -> None:
    request.arrival = _KEPT
    request.answer = intake._answers.delivered(request, 1)


def main() -> None:
    Intake.submit = _answer_at_once  # type: ignore[method-assign, assignment]
    bind = Bind(host="127.0.0.1", port=0, path="/webhook", tls_cert=None, tls_key=None)
    listener = Listener(
        bind, _Nothing(), Keyring, allow_unsigned=False, clock=wall_clock, on_change=lambda: None
    )
    sys.stdout.write(json.dumps({"listening": listener.start(), "pid": os.getpid()}) + "\n")
    sys.stdout.flush()
    signal.sigwait({signal.SIGTERM, signal.SIGINT})
    listener.stop()


if __name__ == "__main__":
    main()
