"""Rejected deliveries, laid into a store."""

import json
from contextlib import closing

from sa_monitor.model.delivery import Arrival, Verdict
from sa_monitor.model.instants import MINUTE
from sa_monitor.settings.places import Places
from sa_monitor.store.append import Rejections
from sa_monitor.store.connection import open_writer
from tests.ui.stage import NOW

UNKNOWN = "wrong signature: webhook id unknown here"
CLAIMS = {"id": "Y2lzY29zcGFyazovL3VzL1dFQkhPT0svODc2NTQzMjE", "name": "My Service App Auth"}


def rejected(problem: str, minutes_ago: int, *, remote: str = "203.0.113.7", **claims: str) -> Arrival:
    """Make a delivery that was rejected some minutes ago."""
    body = {**claims, "resource": "serviceApp", "event": "deauthorized", "data": {"id": "app-x"}}
    headers = {"content-type": "application/json", "user-agent": "curl/8.5.0", "x-spark-signature": "0" * 40}
    if problem == "no signature header":
        del headers["x-spark-signature"]
    content = json.dumps(body).encode()
    return Arrival(NOW - minutes_ago * MINUTE, Verdict.REJECTED, None, remote, headers, content, problem)


SEVERAL = [
    rejected("no signature header", 30, remote="198.51.100.20"),
    rejected(
        "the signature is not hexadecimal, or of no known length", 12, id="hook-2", name="reporting lost"
    ),
    rejected(
        "wrong signature: made with the secret of another webhook", 6, id="hook-1", name="reporting gained"
    ),
    rejected(UNKNOWN, 4, **CLAIMS),
]


def reject(places: Places, arrivals: list[Arrival]) -> None:
    """Keep rejected deliveries, as a listener does."""
    with closing(open_writer(places.database)) as connection:
        Rejections(connection).keep(arrivals, 0)
